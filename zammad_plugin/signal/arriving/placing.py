"""One message into Zammad: into its person's ticket, or a new one; and what follows it there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from zammad_plugin.config.settings.signal import SignalSettings
from zammad_plugin.errors import NotFound, NotPermitted, Rejected, brief
from zammad_plugin.signal.arriving.compose import Composer, Message
from zammad_plugin.signal.store.inbox import Arrived, Placed
from zammad_plugin.signal.tickets.contact import customer_wrote
from zammad_plugin.signal.tickets.conversation import Conversations, Talk
from zammad_plugin.signal.tickets.keys import key_of
from zammad_plugin.zammad.client import Client, Record

log = logging.getLogger(__name__)


@dataclass
class Turn:
    """One person's turn: what was placed so far, and what Zammad had before."""

    talk: Talk
    there: dict[str, tuple[int, int]] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)


@dataclass(frozen=True)
class Placing:
    """`now`: seconds since 1970. Raises ZammadError's children."""

    client: Client
    settings: SignalSettings
    composer: Composer
    conversations: Conversations
    now: Callable[[], float]

    def post(self, turn: Turn, article: Record) -> tuple[int, int]:
        """(ticket, article). Raises ZammadError's children."""
        if turn.talk.ticket:
            try:
                return self._append(turn, article)
            except (NotFound, NotPermitted):
                # Deleted, or moved to where we see nothing, since it was found.
                turn.talk = Talk(turn.talk.customer)
        return self._open(turn, article)

    def _append(self, turn: Turn, article: Record) -> tuple[int, int]:
        ticket = turn.talk.ticket
        if not turn.talk.reopen:
            made = self.client.create_article({"ticket_id": ticket, **article})
            return int(made["ticket_id"]), int(made["id"])
        # State and message in one call: a message never stands in a ticket that stays closed.
        self.client.put_ticket(ticket, {"state": self.conversations.opened, "article": article})
        turn.talk = Talk(turn.talk.customer, ticket, waits=turn.talk.waits)
        rows = self.conversations.articles(ticket)
        same = (int(row["id"]) for row in rows if key_of(row) == article["message_id"])
        return ticket, next(same, 0)

    def _open(self, turn: Turn, article: Record) -> tuple[int, int]:
        sender = article["message_id"].split(":")[1]
        if turn.talk.previous:
            self.conversations.people.keep_previous(sender, turn.talk.previous)
        try:
            made = self.client.create_ticket(self._ticket(turn, article))
        except (Rejected, NotFound):
            if self.conversations.customers.exists(turn.talk.customer):
                raise
            self.conversations.customers.forget(sender)
            turn.talk = Talk(self.conversations.customers.id_of(sender))
            made = self.client.create_ticket(self._ticket(turn, article))
        ticket = int(made["id"])
        turn.talk = Talk(turn.talk.customer, ticket, waits=True)
        return ticket, min(int(one) for one in made["article_ids"])

    def _ticket(self, turn: Turn, article: Record) -> Record:
        return {
            "title": self.settings.title,
            "group": self.settings.group,
            "customer_id": turn.talk.customer,
            **customer_wrote(self.now()),
            "article": article,
        }

    def _contact(self, turn: Turn, ticket: int) -> None:
        """Since when the person waits; told once until somebody answers."""
        if turn.talk.waits:
            return
        try:
            self.client.put_ticket(ticket, customer_wrote(self.now()))
        except (Rejected, NotFound, NotPermitted) as error:
            log.warning("ticket %s takes no time: %s", ticket, brief(error))
        turn.talk = replace(turn.talk, waits=True)

    def after(self, turn: Turn, arrived: Arrived, message: Message, place: tuple[int, int]) -> None:
        """What follows the article; done again when a run died behind it."""
        ticket, article = place
        self._contact(turn, ticket)
        for tag in message.tags:
            try:
                self.client.tag(ticket, tag)
            except (Rejected, NotFound, NotPermitted) as error:
                log.warning("ticket %s takes no tag: %s", ticket, brief(error))
        if message.held:
            self.composer.files.placed(arrived.sender, arrived.timestamp, article)
        if message.timer is not None:
            self.conversations.people.keep_timer(arrived.sender, message.timer)
        self.conversations.people.link(arrived.sender, ticket)
