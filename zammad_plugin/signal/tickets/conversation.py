"""One person, one open ticket: found again whatever agents merged, split, moved or closed.

The customer is found by a login made from the person's uuid. The ticket is the one that holds the
person's last article now, else an open one of the customer's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from zammad_plugin.config.settings.signal import SignalSettings
from zammad_plugin.errors import NotFound, NotPermitted
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.tickets.contact import waits
from zammad_plugin.signal.tickets.customers import Customers
from zammad_plugin.signal.tickets.keys import key_of
from zammad_plugin.signal.tickets.people import People
from zammad_plugin.zammad import answers
from zammad_plugin.zammad.articles import other_bridge
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.rows import Article
from zammad_plugin.zammad.times import read_time

OPEN, CLOSED = {1, 2, 3, 4}, {5}  # types of states
NEW, OPENED, MERGED = 1, 2, 6
NEWEST = 20  # tickets of a person that are searched for a lost article


@dataclass(frozen=True)
class Talk:
    """Where a person's next message goes: into `ticket` (0: a new one, linked with `previous`);
    `reopen`: the ticket's state must be set to open with it; `waits`: the ticket says since
    when the person waits."""

    customer: int
    ticket: int = 0
    reopen: bool = False
    previous: int = 0
    waits: bool = False


class Conversations:
    """Raises ZammadError's children."""

    def __init__(self, client: Client, spool: Spool, settings: SignalSettings) -> None:
        self.client, self.spool, self.settings = client, spool, settings
        self.customers, self.people = Customers(client, spool), People(client, spool)
        self._types: dict[str, int] = {}
        self._opened = ""

    # Tickets

    def of(self, person: str, number: str = "") -> Talk:
        """Where the next message goes, as Zammad is now."""
        customer = self.customers.id_of(person, number)
        rows = self._tickets(customer)
        row = self._usable(self._holder(person, rows), rows)
        if row is None:
            return Talk(customer)
        if self.is_open(row):
            reopen = not self.is_in_view(row)
            return Talk(customer, int(row["id"]), reopen=reopen, waits=waits(row))
        if self._may_reopen(row):
            return Talk(customer, int(row["id"]), reopen=True, waits=waits(row))
        return Talk(customer, previous=int(row["id"]))

    def _usable(self, holder: Record | None, rows: list[Record]) -> Record | None:
        """An open ticket before a closed one, the holder before the customer's others."""
        if holder and (self._foreign(holder) or self._type(holder) not in OPEN | CLOSED):
            holder = None
        if holder and self.is_open(holder):
            return holder
        return self._newest(rows, OPEN) or holder or self._newest(rows, CLOSED)

    def is_in_view(self, row: Record) -> bool:
        """Neither done nor waiting for a date."""
        return self._type(row) in (NEW, OPENED)

    def _tickets(self, customer: int) -> list[Record]:
        test = {"operator": "is", "pre_condition": "specific", "value": [str(customer)]}
        return self.client.search_tickets({"ticket.customer_id": test})

    def _holder(self, person: str, rows: list[Record]) -> Record | None:
        """The ticket that holds the person's last article now: merged or moved, it is followed."""
        found = self.spool.one("SELECT article FROM people WHERE uuid=?", person)
        article = found["article"] if found else None
        if not article:
            return None
        here = next((row for row in rows if article in (row.get("article_ids") or ())), None)
        return here or self.ticket_of(int(article))

    def ticket_of(self, article: int) -> Record | None:
        """The ticket in which an article stands now; None when it can't be seen any more."""
        try:
            row = self.client.record(f"ticket_articles/{article}")
            return self.client.record(f"tickets/{row.get('ticket_id')}", expand="true")
        except (NotFound, NotPermitted):
            return None

    def _newest(self, rows: list[Record], types: set[int]) -> Record | None:
        """Of the customer's own tickets; merged ones are neither open nor closed."""
        fit = [row for row in rows if self._type(row) in types and not self._foreign(row)]
        return max(fit, key=lambda row: int(row["id"]), default=None)

    def is_open(self, row: Record) -> bool:
        return self._type(row) in OPEN

    def _type(self, row: Record) -> int:
        if not self._types:
            for state in self.client.list_all("ticket_states"):
                self._types[str(state["name"])] = int(state["state_type_id"])
        return self._types.get(str(row.get("state")), 0)

    @property
    def opened(self) -> str:
        """The name of the state that a ticket gets when somebody must look again."""
        if not self._opened:
            states = self.client.list_all("ticket_states")
            usual = [state for state in states if state.get("default_follow_up")]
            fit = usual or [state for state in states if state["state_type_id"] == OPENED]
            self._opened = str(fit[0]["name"]) if fit else "open"
        return self._opened

    def _foreign(self, row: Record) -> bool:
        return other_bridge(row.get("create_article_type"))

    def _may_reopen(self, row: Record) -> bool:
        rule = self.settings.follow_up
        closed = read_time(row.get("last_close_at") or row.get("close_at") or row.get("updated_at"))
        late = rule.days and closed and datetime.now(UTC) - closed > timedelta(days=rule.days)
        return rule.of(str(row.get("group"))) == "reopen" and not late

    # Articles

    def keys(self, person: str, customer: int) -> dict[str, tuple[int, int]]:
        """Key → (ticket, article) of what Zammad has of this person, where it stands now."""
        found: dict[str, tuple[int, int]] = {}
        for ticket in self._places(person, customer):
            for article in self.articles(ticket):
                if key_of(article):
                    found[key_of(article)] = (int(article["ticket_id"]), int(article["id"]))
        return found

    def _places(self, person: str, customer: int) -> set[int]:
        rows = self._tickets(customer)
        newest = sorted(rows, key=lambda row: -int(row["id"]))[:NEWEST]
        places = {int(row["id"]) for row in newest}
        holder = self._holder(person, rows)
        places |= {int(holder["id"])} if holder else set()
        for row in newest:
            if self._type(row) == MERGED:
                places |= set(self._linked(int(row["id"])))
        return places

    def _linked(self, ticket: int) -> Iterator[int]:
        """A merged ticket is linked with the one that took its articles."""
        query = {"link_object": "Ticket", "link_object_value": ticket}
        answer = self.client.get("links", **query)
        for link in answers.part(answer, "links", "GET links"):
            yield int(answers.part(link, "link_object_value", "GET links"))

    def articles(self, ticket: int) -> list[Article]:
        """Oldest first, with the names of types and senders; none when it can't be seen."""
        try:
            return self.client.articles(ticket, expand="true")
        except (NotFound, NotPermitted):
            return []
