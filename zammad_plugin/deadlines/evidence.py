"""Deadlines of evidence, kept true on every open ticket that has dates; and the sheet of one."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from zammad_plugin.deadlines.dates import DATES, dates_of, deadlines, next_deadline
from zammad_plugin.deadlines.police_sheet import Known, sheet
from zammad_plugin.deadlines.preservation import Preservation, read_preservation
from zammad_plugin.errors import Rejected, ZammadError, brief
from zammad_plugin.text.clean import clean_article
from zammad_plugin.text.identifiers import Identifier, identifiers
from zammad_plugin.tickets.waiting import open_states, read_case
from zammad_plugin.vocabulary import DEADLINE_FIELD, PLATFORM_TAG
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.times import read_time

log = logging.getLogger(__name__)
LONG_AGO = "2000-01-01T00:00:00Z"  # "has a date" in words that every version understands


@dataclass
class Kept:
    """Ids of tickets whose deadline was written, and of those that failed."""

    written: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def platform_of(client: Client, ticket_id: int) -> str:
    """By the ticket's tags; `other` when they name none or several."""
    named = {
        tag.removeprefix(PLATFORM_TAG)
        for tag in client.tags(ticket_id)
        if tag.startswith(PLATFORM_TAG)
    }
    return named.pop() if len(named) == 1 else "other"


def keep(client: Client, today: date) -> Kept:
    """Write the next deadline where it is another one. One broken ticket stops no other."""
    rules, kept = read_preservation(), Kept()
    for ticket in _with_dates(client):
        try:
            _one(client, ticket, rules, today, kept)
        except ZammadError as error:
            log.error("ticket %s: deadline not written: %s", ticket["id"], brief(error))
            kept.failed.append(int(ticket["id"]))
    return kept


def _one(client: Client, ticket: Record, rules: Preservation, today: date, kept: Kept) -> None:
    due = next_deadline(ticket, platform_of(client, ticket["id"]), rules, today)
    if due is not None:
        client.put_ticket(ticket["id"], {DEADLINE_FIELD: due.day.isoformat()})
        kept.written.append(int(ticket["id"]))


def _with_dates(client: Client) -> list[Record]:
    """Open tickets with any of the dates; none where the attributes aren't there."""
    found: dict[int, Record] = {}
    for name in DATES:
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


def sheet_of(client: Client, ticket_id: int, lang: str, zone: str) -> str:
    """Raises NotFound."""
    case, rules = read_case(client, ticket_id), read_preservation()
    tags, code = client.tags(ticket_id), platform_of(client, ticket_id)
    dates = dates_of(case.ticket)
    stamps = [at for one in case.from_customer if (at := read_time(one.get("created_at")))]
    return sheet(
        Known(
            number=str(case.ticket.get("number")),
            platform=rules.of(code),
            identifiers=_named(case),
            first_heard=_shown(min(stamps), zone) if stamps else "-",
            last_heard=_shown(max(stamps), zone) if stamps else "-",
            dates={name: day.isoformat() for name, day in dates.items()},
            tags=frozenset(tags),
            deadlines=tuple(deadlines(dates, code, rules)),
        ),
        lang,
    )


def _named(case: Case) -> tuple[Identifier, ...]:
    """Accounts and numbers in the customer's messages and in the agents' own notes."""
    texts = [
        clean_article(str(one.get("body") or ""), str(one.get("content_type")))
        for one in case.articles
        if one.get("sender") != "System" and "zammad_plugin" not in (one.get("preferences") or {})
    ]
    return tuple(identifiers("\n".join(texts)))


def _shown(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
