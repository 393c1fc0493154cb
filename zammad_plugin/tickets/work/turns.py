"""Whose turn it is to send an answer that a hand left when it died.

Nobody knows which of several machines looks next, and a look that finds no answer is no leave to
send one: two that look at once would both. So who wants to send writes a note first, reads the
thread again, and goes on only when no younger claim than `lasts` seconds has a lower id. The notes
go when all is done; one that stays tells that its writer died with it, and bars the way as long as
what it had sent may still come.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from zammad_plugin.errors import NotFound, NotPermitted, OutcomeUnknown, Rejected
from zammad_plugin.state.hands import Resting
from zammad_plugin.tickets.waiting import read_case
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.marks import TURN, internal_note, marked
from zammad_plugin.zammad.rows import Article
from zammad_plugin.zammad.times import read_time

log = logging.getLogger(__name__)
SAYS = "\N{HOURGLASS}"  # what agents see for a second, in any language


@dataclass(frozen=True)
class Turns:
    """The answer that the note of id `note` plans; `me`: our user; `lasts`: seconds."""

    client: Client
    ticket_id: int
    note: int
    me: int
    lasts: float

    @contextmanager
    def taken(self, case: Case, now: datetime, settle: float) -> Iterator[Case]:
        """The ticket as it is in our turn. Raises Resting when it is another hand's. `now`: the
        server's clock as far as it tells; `settle`: seconds until the thread shows who was first.

        A claim whose answer may be under way (OutcomeUnknown, a kill) stays."""
        if any(self._seconds(one, now) < self.lasts for one in self._of(case)):
            raise self._anothers()
        words = {"ticket_id": self.ticket_id, **internal_note(SAYS, {TURN: self.note})}
        mine = int(self.client.create_article(words)["id"])
        time.sleep(settle)
        newest = read_case(self.client, self.ticket_id)
        try:
            self._first(newest, mine)
            yield newest
        except OutcomeUnknown:
            raise
        except Exception:
            delete_note(self.client, self.ticket_id, mine)
            raise
        for one in self._of(newest):
            delete_note(self.client, self.ticket_id, int(one["id"]))

    def _first(self, case: Case, mine: int) -> None:
        claims = {int(one["id"]): one for one in self._of(case)}
        at = read_time(claims[mine].get("created_at")) if mine in claims else None
        if at is None or any(
            one < mine and self._seconds(row, at) < self.lasts for one, row in claims.items()
        ):
            raise self._anothers()

    def _of(self, case: Case) -> list[Article]:
        """Claims of all hands on this answer."""
        return [
            one
            for one in case.articles
            if one.get("internal")
            and one.get("created_by_id") == self.me
            and marked(one, TURN) == self.note
        ]

    def _seconds(self, claim: Article, now: datetime) -> float:
        at = read_time(claim.get("created_at"))
        return (now - at).total_seconds() if at else 0.0

    def _anothers(self) -> Resting:
        return Resting(f"ticket {self.ticket_id}: another hand sends the answer", hint="wait")


def delete_note(client: Client, ticket_id: int, note: int) -> None:
    """An author may delete his internal note for ten minutes; where not, it stays."""
    try:
        client.delete("ticket_articles", note)
    except (NotPermitted, NotFound, Rejected) as error:
        log.warning("ticket %s: a second note stays (HTTP %s)", ticket_id, error.status)
