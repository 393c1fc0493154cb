"""Which words of the desk go out by Signal: public notes of agents on a Signal person's ticket,
and the first words that triage sends. An internal note never does.

Tickets are asked for by the time of their last change, as the server's clock has it; what was
looked at is known by the articles' ids, so our own writes cost one look and nothing goes twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from zammad_plugin.signal.store.outbox import Outbox
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.tickets.conversation import Conversations
from zammad_plugin.signal.tickets.customers import person_of
from zammad_plugin.signal.tickets.keys import author_of
from zammad_plugin.vocabulary import SAFE_CONTACT_FIELD
from zammad_plugin.zammad.articles import other_bridge
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import REPLY, SIGNAL, marked
from zammad_plugin.zammad.resources import PAGE
from zammad_plugin.zammad.rows import Article
from zammad_plugin.zammad.safe_contact import FREE
from zammad_plugin.zammad.times import read_time, write_time

SEEN, SINCE = "replies_seen", "replies_since"
OVERLAP = timedelta(seconds=120)  # a change may become visible that long after its time stamp
PERSON = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Decided = tuple[int, int, str, str, str]


@dataclass(frozen=True)
class Seen:
    """A ticket with articles that were not looked at. `joined`: another person's ticket, seen for
    the first time, into which ours was merged since `before`."""

    ticket: int
    people: frozenset[str]
    foreign: bool
    joined: bool
    before: datetime

    @property
    def person(self) -> str:
        return next(iter(self.people)) if len(self.people) == 1 else ""


class Replies:
    """Raises ZammadError's children."""

    def __init__(self, client: Client, spool: Spool, conversations: Conversations) -> None:
        self.client, self.spool, self.conversations = client, spool, conversations
        self.outbox = Outbox(spool)

    def poll(self) -> None:
        """Look at every ticket that changed since the last time."""
        seen = newest = read_time(self.spool.get(SEEN)) or self._begin()
        for row in self._changed(seen - OVERLAP):
            newest = max(newest, read_time(row.get("updated_at")) or newest)
            self._look(row, seen)
            self._free(row)
        if newest != seen:
            self.spool.put(SEEN, newest.isoformat())

    def _begin(self) -> datetime:
        """A new spool knows of nothing that was sent before it was made: that is not sent.

        What was written since is, also before this first look: the bridge may have been killed
        after it had made a ticket, and an agent has answered meanwhile.
        """
        self.client.me()
        born = float(self.spool.get("born") or self.spool.now())
        since = datetime.fromtimestamp(born, UTC)
        since += timedelta(seconds=self.client.session.skew or 0)
        self.spool.put(SINCE, since.isoformat())
        self.spool.put(SEEN, since.isoformat())
        return since

    def _changed(self, since: datetime) -> Iterator[Record]:
        stamp = write_time(since)
        test = {"ticket.updated_at": {"operator": "after (absolute)", "value": stamp}}
        page = 1
        while rows := self.client.search_tickets(test, page=page):
            yield from rows
            if len(rows) < PAGE:
                return
            page += 1

    def _look(self, row: Record, before: datetime) -> None:
        ids = [int(one) for one in row.get("article_ids") or ()]
        new = set(ids) - self.outbox.known(ids) if ids else set()
        customer = person_of(row.get("customer"))
        if not new or not (customer or self._holds_ours(ids)):
            return
        ticket = int(row["id"])
        articles = self.conversations.articles(ticket)
        people = {author_of(one) for one in articles} | {customer}
        seen = Seen(
            ticket=ticket,
            people=frozenset(one for one in people if PERSON.fullmatch(one)),
            foreign=any(other_bridge(one.get("type")) for one in articles),
            joined=not customer and self._joined(ticket),
            before=before,
        )
        fresh = [one for one in articles if int(one["id"]) in new]
        self.outbox.decide([self._decided(one, seen) for one in fresh])
        if not customer:
            with self.spool.change("joined") as db:
                db.execute("INSERT OR IGNORE INTO joined VALUES (?)", (ticket,))

    def _free(self, row: Record) -> None:
        """What was held goes when a person says in the form that writing is safe."""
        if row.get(SAFE_CONTACT_FIELD) == FREE:
            for letter in self.outbox.unsafe_of(int(row["id"])):
                self.outbox.again(letter)

    def _holds_ours(self, ids: list[int]) -> bool:
        slots = ", ".join("?" * len(ids))
        return bool(self.spool.one(f"SELECT 1 FROM articles WHERE id IN ({slots})", *ids))

    def _joined(self, ticket: int) -> bool:
        return not self.spool.one("SELECT 1 FROM joined WHERE ticket=?", ticket)

    def _decided(self, article: Article, seen: Seen) -> Decided:
        state, reason = self._fate(article, seen)
        return int(article["id"]), seen.ticket, seen.person, state, reason

    def _fate(self, article: Article, seen: Seen) -> tuple[str, str]:
        """(state, reason) of an article, for good: what was internal now is not sent later."""
        created = read_time(article.get("created_at"))
        since = read_time(self.spool.get(SINCE))
        if not is_reply(article) or not created or (since and created < since):
            return "passed", ""
        if seen.joined:
            # Written for somebody else before ours came in; or just after: a person must say.
            return ("parked", "merged") if created > seen.before else ("passed", "")
        if not seen.people:
            return "passed", ""
        if len(seen.people) > 1:
            return "parked", "people"
        return ("parked", "bridge") if seen.foreign else ("queued", "")


def is_reply(article: Article) -> bool:
    """Whether an article is meant for the person. Ours of other kinds and other types are not."""
    preferences = article.get("preferences") or {}
    if article.get("internal") or article.get("type") != "note" or SIGNAL in preferences:
        return False
    return article.get("sender") == "Agent" or bool(marked(article, REPLY))
