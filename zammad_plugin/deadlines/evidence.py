"""Deadlines of evidence, kept true on every open ticket that has dates."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from html import escape

from zammad_plugin.deadlines.dates import (
    DATES,
    Deadline,
    believed,
    dates_of,
    deadlines,
    faults_of,
    next_deadline,
    reached,
)
from zammad_plugin.deadlines.police_sheet import basis, word
from zammad_plugin.deadlines.preservation import Platform, Preservation, read_preservation
from zammad_plugin.errors import Rejected, ZammadError, brief
from zammad_plugin.text.bidi import isolated
from zammad_plugin.tickets.note.short import short_note
from zammad_plugin.tickets.waiting import open_states
from zammad_plugin.vocabulary import DEADLINE_FIELD, LEAD, MAIN, PLATFORM_TAG
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import internal_note, marked
from zammad_plugin.zammad.people import owner_id

log = logging.getLogger(__name__)
MARK = "zammad_plugin_clock"  # step and day that a reminder told
LONG_AGO = "2000-01-01T00:00:00Z"  # "has a date" in words that every version understands


Call = Callable[[Record], int]  # a ticket → the user to be reminded, 0 for none


@dataclass
class Kept:
    """Ids of tickets whose deadline was written, of those with a reminder, of those that failed."""

    written: list[int] = field(default_factory=list)
    reminded: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def platform_of(client: Client, ticket_id: int) -> str:
    """By the ticket's tags; `other` when they name none or several."""
    named = {
        tag.removeprefix(PLATFORM_TAG)
        for tag in client.tags(ticket_id)
        if tag.startswith(PLATFORM_TAG)
    }
    return named.pop() if len(named) == 1 else "other"


def keep(client: Client, today: date, lang: str = MAIN, call: Call = owner_id) -> Kept:
    """Write the next deadline where it is another one, and remind of a step whose day has come,
    once. One broken ticket stops no other."""
    kept, keeper = Kept(), _Keeper(client, read_preservation(), today, lang, call)
    for ticket in _with_dates(client):
        number = int(ticket["id"])
        try:
            platform = platform_of(client, number)
            if keeper.write(ticket, platform):
                kept.written.append(number)
            if keeper.remind(ticket, platform):
                kept.reminded.append(number)
        except ZammadError as error:
            log.error("ticket %s: deadline not written: %s", number, brief(error))
            kept.failed.append(number)
    return kept


@dataclass(frozen=True)
class _Keeper:
    client: Client
    rules: Preservation
    today: date
    lang: str
    call: Call

    def write(self, ticket: Record, platform: str) -> bool:
        """Whether the date was changed. Empty where nothing follows any more."""
        due = next_deadline(ticket, platform, self.rules, self.today)
        now, wanted = str(ticket.get(DEADLINE_FIELD) or "")[:10], due.day.isoformat() if due else ""
        if now == wanted or not (now == "" or ours(self.client, int(ticket["id"]), now)):
            return False
        self.client.put_ticket(ticket["id"], {DEADLINE_FIELD: wanted or None})
        return True

    def remind(self, ticket: Record, platform: str) -> bool:
        """Whether a reminder was written; killed behind it, the next run finds its mark."""
        number = int(ticket["id"])
        due = reached(ticket, platform, self.rules, self.today)
        if due is None:
            return False
        mark = f"{due.step} {due.day}"
        if any(marked(one, MARK) == mark for one in self.client.articles(number)):
            return False
        if owner_id(ticket) == 0:
            self.client.tag(number, LEAD)
        text = self._text(ticket, due, self.rules.of(platform))
        self.client.put_ticket(number, {"article": internal_note(text, {MARK: mark})})
        return True

    def _text(self, ticket: Record, due: Deadline, platform: Platform) -> str:
        said = escape(f"{word(f'step_{due.step}', self.lang)}: {isolated(due.day.isoformat())}")
        why = escape(basis(due, platform, dates_of(ticket)[due.since], self.lang), quote=False)
        return short_note(said, self.lang, self.call(ticket), f"<p>{why}</p>")


def ours(client: Client, ticket_id: int, now: str) -> bool:
    """Whether we wrote the deadline that stands, as the ticket's history tells; a person's stays.

    A person's date that we moved to an attribute of another name is still the person's.
    """
    me, mine, theirs = int(client.me()["id"]), False, ""
    for event in client.history(ticket_id):
        if event.get("attribute") != DEADLINE_FIELD or event.get("type") != "updated":
            continue
        value = str(event.get("value_to") or "")[:10]
        if event.get("created_by_id") != me:
            theirs = value or theirs
        if value == now:
            mine = event.get("created_by_id") == me and value != theirs
    return mine


def explained(client: Client, today: date, lang: str) -> list[Record]:
    """Every date of every open ticket with dates: what follows from what, and what does not count.

    Rows of ticket, number, step, day and basis; `fault` in place of a step.
    """
    rows = list[Record]()
    for ticket in _with_dates(client):
        named = {"ticket": int(ticket["id"]), "number": str(ticket.get("number"))}
        code = platform_of(client, int(ticket["id"]))
        rows += ({**named, **one} for one in _explained(ticket, code, today, lang))
    return rows


def _explained(ticket: Record, code: str, today: date, lang: str) -> Iterator[Record]:
    """Of a ticket whose platform has the `code`."""
    rules, dates = read_preservation(), believed(ticket, today)
    for one in deadlines(dates, code, rules):
        why = basis(one, rules.of(code), dates[one.since], lang)
        yield {"step": one.step, "day": one.day.isoformat(), "basis": why}
    for name, fault in faults_of(ticket, today).items():
        yield {"fault": f"{name} {fault}"}


def _with_dates(client: Client) -> list[Record]:
    """Open tickets with any of the dates; none where the attributes aren't there."""
    found: dict[int, Record] = {}
    for name in (*DATES, DEADLINE_FIELD):
        tests = {
            f"ticket.{name}": {"operator": "after (absolute)", "value": LONG_AGO},
            "ticket.state_id": open_states(client),
        }
        try:
            for row in list(client.every_ticket(tests)):
                found[int(row["id"])] = row
        except Rejected:
            continue
    return list(found.values())
