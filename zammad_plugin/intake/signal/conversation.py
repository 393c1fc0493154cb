"""One person, one open ticket: found again whatever agents merged, split, moved or closed.

The customer is found by a login made from the person's uuid. The ticket is the one that holds the
person's last article now, else an open one of the customer's.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from zammad_plugin.config.signal import SignalSettings
from zammad_plugin.errors import NotFound, NotPermitted, Rejected, Unavailable
from zammad_plugin.intake.channel import SIGNAL_MARK, other_bridge, when
from zammad_plugin.intake.signal.spool import Spool
from zammad_plugin.zammad.client import Client, Record

log = logging.getLogger(__name__)
LOGIN = "signal-"
OPEN, CLOSED = {1, 2, 3, 4}, {5}  # types of states
NEW, OPENED, MERGED = 1, 2, 6
NEWEST = 20  # tickets of a person that are searched for a lost article


def login_of(person: str) -> str:
    return f"{LOGIN}{person}".casefold()


def person_of(login: object) -> str:
    """The person whose customer this is; empty when it is none of ours."""
    text = str(login or "").casefold()
    return text.removeprefix(LOGIN) if text.startswith(LOGIN) else ""


def key_of(article: Mapping[str, Any]) -> str:
    """The key that an article of ours carries; empty on others."""
    preferences = article.get("preferences")
    mark = preferences.get(SIGNAL_MARK) if isinstance(preferences, Mapping) else None
    key = mark.get("key") if isinstance(mark, Mapping) else None
    return str(key or "")


@dataclass(frozen=True)
class Talk:
    """Where a person's next message goes: into `ticket` (0: a new one, linked with `previous`);
    `reopen`: the ticket's state must be set to open with it."""

    customer: int
    ticket: int = 0
    reopen: bool = False
    previous: int = 0


class Conversations:
    """Raises ZammadError's children."""

    def __init__(self, client: Client, spool: Spool, settings: SignalSettings) -> None:
        self.client, self.spool, self.settings = client, spool, settings
        self._types: dict[str, int] = {}
        self._opened = ""

    # Customers

    def customer(self, person: str, number: str = "") -> int:
        """The id of the person's customer, made when there is none."""
        row = self.spool.one("SELECT customer FROM people WHERE uuid=?", person)
        if row and row["customer"]:
            return int(row["customer"])
        found = self._found(person) or self._made(person, number)
        with self.spool.change("customer") as db:
            new = "INSERT INTO people (uuid, customer) VALUES (?, ?)"
            db.execute(f"{new} ON CONFLICT (uuid) DO UPDATE SET customer=excluded.customer",
                       (person, found))  # fmt: skip
        return found

    def forget_customer(self, person: str) -> None:
        """It was deleted in Zammad: the next message makes a new one."""
        with self.spool.change("forget customer") as db:
            db.execute("UPDATE people SET customer=NULL, ticket=NULL, article=NULL WHERE uuid=?",
                       (person,))  # fmt: skip

    def _found(self, person: str) -> int:
        login = login_of(person)
        query = {"query": login, "limit": 10}
        rows = self.client.session.call("GET", "users/search", params=query) or []
        same = (row for row in rows if str(row.get("login")).casefold() == login)
        return int(next(same, {"id": 0})["id"])

    def _made(self, person: str, number: str) -> int:
        """No e-mail and no password: nobody can log in with it, and nothing is mailed to it.

        The number goes where agents look it up, not into `mobile`: a trigger could send an SMS.
        """
        short = person.split("-")[0][:8]
        fields = {"login": login_of(person), "firstname": "Signal", "lastname": short,
                  "phone": number, "roles": ["Customer"], "active": True}  # fmt: skip
        try:
            return int(self.client.create("users", fields)["id"])
        except Rejected:
            # It is there: made by a call whose answer was lost. A search index may lag behind.
            found = self._found(person)
            if not found:
                raise Unavailable("the customer is there and not yet found",
                                  hint="try again later; nothing was lost") from None  # fmt: skip
            return found

    # Tickets

    def of(self, person: str, number: str = "") -> Talk:
        """Where the next message goes, as Zammad is now."""
        customer = self.customer(person, number)
        rows = self._tickets(customer)
        row = self._usable(self._holder(person, rows), rows)
        if row is None:
            return Talk(customer)
        if self.is_open(row):
            return Talk(customer, int(row["id"]), reopen=self._waits(row))
        if self._may_reopen(row):
            return Talk(customer, int(row["id"]), reopen=True)
        return Talk(customer, previous=int(row["id"]))

    def _usable(self, holder: Record | None, rows: list[Record]) -> Record | None:
        """An open ticket before a closed one, the holder before the customer's others."""
        if holder and (self._foreign(holder) or self._type(holder) not in OPEN | CLOSED):
            holder = None
        if holder and self.is_open(holder):
            return holder
        return self._newest(rows, OPEN) or holder or self._newest(rows, CLOSED)

    def _waits(self, row: Record) -> bool:
        """Not in plain view: a message brings a ticket that waits for a date back to `open`."""
        return self._type(row) not in (NEW, OPENED)

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
        call = self.client.session.call
        try:
            ticket = int(call("GET", f"ticket_articles/{article}")["ticket_id"])
            return dict(call("GET", f"tickets/{ticket}", params={"expand": "true"}))
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
        closed = when(row.get("last_close_at") or row.get("close_at") or row.get("updated_at"))
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
        answer = self.client.session.call("GET", "links", params=query)
        for link in answer.get("links") or []:
            yield int(link["link_object_value"])

    def articles(self, ticket: int) -> list[Record]:
        """Oldest first, with the names of types and senders; none when it can't be seen."""
        path = f"ticket_articles/by_ticket/{ticket}"
        try:
            rows = self.client.session.call("GET", path, params={"expand": "true"}) or []
        except (NotFound, NotPermitted):
            return []
        return sorted(rows, key=lambda row: int(row["id"]))
