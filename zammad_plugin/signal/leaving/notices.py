"""What agents must know of an answer that did not go out: an internal note, a tag, and the ticket
back in view. Written once, whatever is killed in between."""

from __future__ import annotations

import logging

from zammad_plugin.errors import NotFound, NotPermitted, Rejected, brief
from zammad_plugin.signal.arriving.render import direction
from zammad_plugin.signal.store.spool import Row, Spool
from zammad_plugin.signal.tickets.conversation import Conversations
from zammad_plugin.signal.tickets.keys import key_of
from zammad_plugin.signal.words import say
from zammad_plugin.vocabulary import SIGNAL_FAILED
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import SIGNAL, internal_note

log = logging.getLogger(__name__)


class Notices:
    def __init__(
        self, client: Client, spool: Spool, conversations: Conversations, lang: str
    ) -> None:
        self.client, self.spool, self.lang = client, spool, lang
        self.conversations = conversations

    def flush(self) -> int:
        """Write what waits. Returns how many. Raises ZammadError's children."""
        done = 0
        for row in self.spool.all("SELECT * FROM notices WHERE state != 'done' ORDER BY id"):
            try:
                self._one(row)
            except (NotFound, NotPermitted, Rejected) as error:
                log.error("notice %s: no note: %s", row["id"], brief(error))
            self._mark(row, "done")
            done += 1
        return done

    def _one(self, row: Row) -> None:
        ticket = self._ticket(row)
        key = f"notice:{row['outbox']}:{row['code']}"
        doubtful = row["state"] == "posting"
        if not doubtful:
            self._mark(row, "posting")
        number = int(ticket["id"])
        written = doubtful and any(
            key_of(one) == key for one in self.conversations.articles(number)
        )
        if not written:
            note = {**self._in_view(ticket), "article": self._note(row, key)}
            self.client.put_ticket(number, note)
        self.client.tag(number, SIGNAL_FAILED)

    def _ticket(self, row: Row) -> Record:
        """Where the answer stands now: it may have been merged since. Raises NotFound."""
        article = self.spool.one("SELECT article FROM outbox WHERE id=?", row["outbox"])
        found = self.conversations.ticket_of(int(article["article"])) if article else None
        if found is None:
            raise NotFound("the ticket of an answer is gone")
        return found

    def _in_view(self, ticket: Record) -> Record:
        shown = self.conversations.is_in_view(ticket)
        return {} if shown else {"state": self.conversations.opened}

    def _note(self, row: Row, key: str) -> Record:
        detail = row["detail"]
        text = say(row["code"], self.lang, row=row["outbox"], until=detail, code=detail)
        return internal_note(f"<div{direction(text)}>{text}</div>", {SIGNAL: {"key": key}})

    def _mark(self, row: Row, state: str) -> None:
        with self.spool.change(f"notice {state}") as db:
            db.execute("UPDATE notices SET state=? WHERE id=?", (state, row["id"]))
