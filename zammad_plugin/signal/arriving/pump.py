"""From the spool into Zammad: each person's messages in their order, each in exactly one article.

What was leased before may be there already: it is looked for before anything is posted. A person
whose message fails holds up nobody else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from zammad_plugin.config.settings.signal import SignalSettings
from zammad_plugin.errors import (
    DaemonAway,
    NotAuthenticated,
    OutcomeUnknown,
    PluginError,
    Rejected,
    Unavailable,
    Untrusted,
    brief,
)
from zammad_plugin.signal.arriving.compose import Composer, Message, number_of
from zammad_plugin.signal.arriving.placing import Placing, Turn
from zammad_plugin.signal.store.inbox import Arrived, Inbox, Placed
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.tickets.conversation import Conversations, Talk
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)
BATCH = 50  # events of one person between two commits
AGAIN = 60.0  # seconds until a person whose message failed has another turn
SETTLING = 60.0  # seconds in which a call whose answer was lost may still take effect
AWAY = 30.0  # seconds until a file is asked for again
Told = Callable[[int, int], None]  # ids of a ticket and its customer


def untold(ticket: int, customer: int) -> None:
    """`run` finds it."""


class Pump:
    def __init__(
        self,
        client: Client,
        spool: Spool,
        settings: SignalSettings,
        composer: Composer,
        conversations: Conversations,
        settling: float = SETTLING,
        told: Told = untold,
    ) -> None:
        self.spool, self.composer, self.conversations = spool, composer, conversations
        self.placing = Placing(client, settings, composer, conversations, spool.now)
        self.inbox, self.settling, self.told = Inbox(spool), settling, told
        self.failed = 0

    def drain(self) -> int:
        """Everything that waits and may go. Returns how many events are done; `failed` counts those
        that are tried again later.

        Raises Unavailable, NotAuthenticated and Untrusted: going on is pointless.
        """
        done = 0
        while senders := self.inbox.senders():
            done += sum(self._turn(sender) for sender in senders)
        if done:
            self.spool.wipe()
        return done

    def _turn(self, sender: str) -> int:
        rows = self.inbox.lease(sender, BATCH)
        turn = Turn(Talk(0))
        for place, arrived in enumerate(rows):
            try:
                if not place:
                    self._begin(turn, sender, rows)
                self._place(turn, arrived)
            except Exception as error:
                self._tell(turn)
                self._ended(turn, rows[place:], error)
                return place
        self.inbox.settle(turn.placed)
        self._tell(turn)
        return len(rows)

    def _tell(self, turn: Turn) -> None:
        """Once a ticket, after the last message that it got: what comes in together is judged
        together."""
        for ticket in dict.fromkeys(one.ticket for one in turn.placed if one.ticket):
            self.told(ticket, turn.talk.customer)

    def _begin(self, turn: Turn, sender: str, rows: list[Arrived]) -> None:
        number = next(filter(None, map(number_of, rows)), "")
        turn.talk = self.conversations.of(sender, number)
        if any(arrived.doubtful for arrived in rows):
            turn.there = self.conversations.keys(sender, turn.talk.customer)

    def _ended(self, turn: Turn, left: list[Arrived], error: Exception) -> None:
        """Keep what was done. `left[0]` failed and stays leased; the others were not touched."""
        self.inbox.settle(turn.placed, left[1:])
        number = left[0].id
        if isinstance(error, DaemonAway):
            log.warning("a file of row %s waits for signal-cli", number)
            self.inbox.postpone(left[0], AWAY)
        elif isinstance(error, OutcomeUnknown):
            self.inbox.postpone(left[0], self.settling)
            raise error
        elif isinstance(error, (Unavailable, NotAuthenticated, Untrusted)):
            raise error
        else:
            log.error("row %s: %s; tried again later", number, brief(error))
            self.inbox.postpone(left[0], AGAIN)
            self.failed += 1

    # One event

    def _place(self, turn: Turn, arrived: Arrived) -> None:
        person = self.spool.one("SELECT timer FROM people WHERE uuid=?", arrived.sender)
        try:
            message = self.composer.message(arrived, person["timer"] if person else 0)
        except PluginError:
            raise
        except Exception as error:  # a bug on one message must not hold up the others
            log.error("row %s can't be shown: %s", arrived.id, brief(error))
            return self._instead(turn, arrived)
        if message is None:
            turn.placed.append(Placed(arrived, 0, 0))
            return None
        return self._message(turn, arrived, message)

    def _message(self, turn: Turn, arrived: Arrived, message: Message) -> None:
        place = turn.there.get(arrived.key)
        if place is None and f"{arrived.key}:broken" in turn.there and not arrived.tries:
            return self._instead(turn, arrived)  # killed between the placeholder and its commit
        try:
            ticket, article = place or self.placing.post(turn, message.article)
        except Rejected as error:
            log.error("row %s is refused: HTTP %s", arrived.id, error.status)
            return self._instead(turn, arrived)
        self.placing.after(turn, arrived, message, (ticket, article))
        turn.placed.append(Placed(arrived, ticket, article))
        return None

    def _instead(self, turn: Turn, arrived: Arrived) -> None:
        """A placeholder for a message that can't be stored; the message stays in the spool.

        Raises Rejected when that is refused too: then it is not the message.
        """
        article = self.composer.broken(arrived)
        if article["message_id"] not in turn.there:
            self.placing.post(turn, article)
        self.inbox.set_aside(arrived)
