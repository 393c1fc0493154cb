"""The step of its own in which voice messages are heard: after the texts, never before one.

Their tickets were triaged by then as what nobody has heard. The queue is the tag `cs-voice`; what
was transcribed stands in our notes, by ids; a file here saves looking at the same ticket each time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zammad_plugin.errors import NotAuthenticated, NotFound, Rejected, Unavailable, Untrusted, brief
from zammad_plugin.state.hands import Alone, Hand, Hands, Resting, Taken
from zammad_plugin.tickets.memory import recall
from zammad_plugin.tickets.ticket import TicketWork
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.voice.listened import listened
from zammad_plugin.tickets.voice.memo import Memo
from zammad_plugin.tickets.voice.spoken import Heard, keys_of
from zammad_plugin.tickets.waiting import BATCH, open_states, read_case
from zammad_plugin.tickets.writing.fields import Roster
from zammad_plugin.vocabulary import VOICE
from zammad_plugin.voice.ears import Ears, Recording, recordings
from zammad_plugin.voice.transcript import NotHeard
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record

log = logging.getLogger(__name__)
TRIES = 2  # of a recording; then it is left to the people who listen anyway
PAUSES = (2.0, 5.0, 10.0, 20.0, 30.0)  # seconds; a hand that died rests for forty
SECONDS = 900.0  # after which a pass begins no further recording


@dataclass
class Done:
    """Counts of one pass over what is to be heard; `failed`: recordings; `left`: tickets that the
    pass had no time for, or that another hand has."""

    tickets: int = 0
    recordings: int = 0
    failed: int = 0
    left: int = 0
    seconds: float = 0.0


def hear(
    client: Client,
    tools: Tools,
    ears: Ears,
    *,
    memo: Memo | None = None,
    hands: Hands | None = None,
    seconds: float = SECONDS,
    only: Iterable[int] | None = None,
) -> Done:
    """One pass over all that waits, or over `only` these tickets. Raises what makes going on
    pointless (token, server away)."""
    one = _Pass(client, tools, ears, memo or Memo(), hands or Alone(), time.monotonic() + seconds)
    began = time.monotonic()
    rows = list(_waiting(client)) if only is None else [{"id": ticket} for ticket in only]
    one.memo.keep(rows)
    for row in rows:
        if not one.memo.settled(row):
            one.ticket(row)
            one.memo.save()
    one.done.seconds = round(time.monotonic() - began, 2)
    return one.done


def _waiting(client: Client) -> Iterator[Record]:
    """Open tickets with a voice message that no person has heard, the oldest change first."""
    condition = {
        "ticket.state_id": open_states(client),
        "ticket.tags": {"operator": "contains one", "value": VOICE},
    }
    found: dict[int, Record] = {}
    page = 1
    while rows := client.search_tickets(condition, limit=BATCH, page=page):
        found.update({int(row["id"]): row for row in rows})
        page += 1
        if len(rows) < BATCH:
            break
    yield from sorted(found.values(), key=lambda row: str(row.get("updated_at")))


@dataclass
class _Pass:
    client: Client
    tools: Tools
    ears: Ears
    memo: Memo
    hands: Hands
    ends: float
    done: Done = field(default_factory=Done)

    def ticket(self, row: Record) -> None:
        """One broken ticket stops no other."""
        if time.monotonic() >= self.ends:
            self.done.left += 1
            return
        try:
            self._ticket(row)
        except (NotAuthenticated, Untrusted, Unavailable):
            raise
        except (Taken, Resting):
            self.done.left += 1
        except NotFound:
            log.info("ticket %s: gone since it was found", row["id"])
        except Exception as error:  # a bug on one ticket must not hide the others
            log.error("ticket %s: %s; its voice is left to people", row["id"], brief(error))
            self.done.failed += 1

    def _ticket(self, row: Record) -> None:
        case = read_case(self.client, int(row["id"]))
        left = self._left(case)
        if left is None:
            return  # its text comes first
        heard = tuple(filter(None, map(self._hear, left)))
        if heard:
            self._write(case.id, heard)
        elif not left:
            self.memo.settle(row)

    def _left(self, case: Case) -> list[Recording] | None:
        """What is still to be heard; None of a ticket that was not triaged yet."""
        memory = recall(case, int(self.client.me()["id"]))
        if memory is None:
            return None
        known, by_person = keys_of(memory), listened(self.client, case)
        return [
            one
            for one in recordings(case)
            if one.key not in known
            and one.article not in by_person
            and self.memo.failed.get(one.key, 0) < TRIES
        ]

    def _hear(self, one: Recording) -> Heard | None:
        """None of what can't be heard: the message stays unheard, which is high and unsure."""
        if time.monotonic() >= self.ends:
            return None
        try:
            transcript = self.ears.hear(self.client, one)
        except (NotHeard, Rejected, NotFound, OSError) as error:
            why = error.what if isinstance(error, NotHeard) else brief(error)
            log.warning("ticket %s: voice not heard: %s", one.ticket, why)
            self.memo.count(one)
            self.done.failed += 1
            return None
        self.done.recordings += 1
        return Heard(one.key, transcript, transcript.verdict(self.ears.languages))

    def _write(self, ticket_id: int, heard: tuple[Heard, ...]) -> None:
        """What was heard is not thrown away for a hand that is there for a moment. Raises Taken,
        Resting."""
        for pause in PAUSES:
            try:
                self._note(ticket_id, heard)
                return
            except (Taken, Resting):
                time.sleep(pause)
        self._note(ticket_id, heard)

    def _note(self, ticket_id: int, heard: tuple[Heard, ...]) -> None:
        """The ticket is taken and read again: the hearing took its time."""
        with self.hands.take(ticket_id) as hand:
            if not self._noted(ticket_id, heard, hand):
                self._work(read_case(self.client, ticket_id), hand).do()
                self._noted(ticket_id, heard, hand)

    def _noted(self, ticket_id: int, heard: tuple[Heard, ...], hand: Hand) -> bool:
        """False where the customer wrote meanwhile: that is judged first."""
        case = read_case(self.client, ticket_id)
        known = keys_of(recall(case, int(self.client.me()["id"])))
        new = tuple(one for one in heard if one.key not in known)
        noted = not new or self._work(case, hand).transcribed(new)
        self.done.tickets += bool(new and noted)
        return noted

    def _work(self, case: Case, hand: Hand) -> TicketWork:
        return TicketWork(self.client, case, self.tools, Roster(self.client), hand)
