"""Whom the desk asked, when, and what came; the silence of an authority is counted, too.

The form has one row: whom, when, what came. The ticket's history keeps what stood there before, so
that every authority that was asked has a row, and Zammad alone is enough to count them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from typing import Any

from zammad_plugin.deadlines.evidence import Call, Kept
from zammad_plugin.errors import Rejected, ZammadError, brief
from zammad_plugin.text.bidi import isolated
from zammad_plugin.text.languages import in_language
from zammad_plugin.tickets.note.short import short_note
from zammad_plugin.tickets.note.words import words
from zammad_plugin.tickets.waiting import open_states
from zammad_plugin.vocabulary import (
    ASKED,
    ASKED_FIELD,
    ASKED_ON_FIELD,
    LEAD,
    OUTCOME_FIELD,
    SILENT,
)
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import internal_note
from zammad_plugin.zammad.people import owner_id
from zammad_plugin.zammad.rows import Event
from zammad_plugin.zammad.times import read_time

log = logging.getLogger(__name__)
WAIT = 14  # days until no answer is one
OURS = (ASKED_FIELD, ASKED_ON_FIELD, OUTCOME_FIELD)


@dataclass(frozen=True)
class Request:
    """One authority that was asked. `on`: the day as the form says it, else the day on which it was
    chosen; `outcome`: "" while nothing came; `said_on`: day on which that was written down."""

    asked: str
    on: date | None
    outcome: str = ""
    said_on: date | None = None

    @property
    def days(self) -> int | None:
        """From asking to the outcome; None while nothing came or a day is unknown."""
        return (self.said_on - self.on).days if self.on and self.said_on else None


def requests(ticket: Mapping[str, Any], history: Iterable[Event]) -> list[Request]:
    """Every authority that was asked for this ticket, in their order; a value that was set when the
    ticket was made has no event of its own. Pure."""
    rows = [one for one in history if one.get("attribute") in OURS]
    found = _begun(ticket, rows)
    for event in (one for save in _saves(rows) for one in sorted(save, key=_whom_first)):
        value, at = str(event.get("value_to") or ""), read_time(event.get("created_at"))
        day = at.date() if at else None
        if event["attribute"] == ASKED_FIELD:
            found += [Request(value, day)] if value else []
        elif found:
            found[-1] = _said_of(found[-1], str(event["attribute"]), value, day)
    return found


def _said_of(one: Request, attribute: str, value: str, day: date | None) -> Request:
    """`attribute` was set to `value` on that day."""
    if attribute == OUTCOME_FIELD:
        return replace(one, outcome=value, said_on=day if value else None)
    return replace(one, on=_day(value) or one.on)


def _saves(rows: Iterable[Event]) -> Iterator[list[Event]]:
    """What one save of the form changed, together: an event each, within a second."""
    save: list[Event] = []
    for event in rows:
        again = event["attribute"] in {one["attribute"] for one in save}
        if save and (again or not _together(save[0], event)):
            yield save
            save = []
        save.append(event)
    if save:
        yield save


def _together(one: Event, other: Event) -> bool:
    first, last = read_time(one.get("created_at")), read_time(other.get("created_at"))
    return bool(first and last and last - first < timedelta(seconds=1))


def _whom_first(event: Event) -> bool:
    return bool(event["attribute"] != ASKED_FIELD)


def _begun(ticket: Mapping[str, Any], rows: list[Event]) -> list[Request]:
    """What stood there from the beginning."""
    first: dict[str, str] = {}
    for name in OURS:
        event = next((one for one in rows if one.get("attribute") == name), None)
        value = event.get("value_from") if event else ticket.get(name)
        first[name] = str(value or "")
    if not first[ASKED_FIELD]:
        return []
    made = read_time(ticket.get("created_at"))
    day = _day(first[ASKED_ON_FIELD]) or (made.date() if made else None)
    said = made.date() if made and first[OUTCOME_FIELD] else None
    return [Request(first[ASKED_FIELD], day, first[OUTCOME_FIELD], said)]


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None


def keep_asked(client: Client, today: date, lang: str, call: Call) -> Kept:
    """Whoever was asked and did not answer in time is *silent*, and somebody is reminded: in one
    write, so that it is done once. One broken ticket stops no other."""
    kept = Kept()
    for ticket in _asked(client):
        number = int(ticket["id"])
        try:
            if _silence(client, ticket, today, lang, call):
                kept.reminded.append(number)
        except ZammadError as error:
            log.error("ticket %s: silence not written: %s", number, brief(error))
            kept.failed.append(number)
    return kept


def _asked(client: Client) -> list[Record]:
    """Open tickets with an authority; none where the attributes aren't there."""
    tests = {
        f"ticket.{ASKED_FIELD}": {"operator": "is", "value": list(ASKED)},
        "ticket.state_id": open_states(client),
    }
    try:
        return list(client.every_ticket(tests))
    except Rejected:
        return []


def _silence(client: Client, ticket: Record, today: date, lang: str, call: Call) -> bool:
    number = int(ticket["id"])
    fresh = ticket if _waits(ticket, today) else _next_one(client, ticket)
    day = _day(fresh.get(ASKED_ON_FIELD))
    if day is None or fresh.get(OUTCOME_FIELD) or _waits(fresh, today):
        return False
    if not owner_id(ticket):
        client.tag(number, LEAD)
    client.put_ticket(number, {OUTCOME_FIELD: SILENT, "article": _note(fresh, day, lang, call)})
    return True


def _waits(ticket: Record, today: date) -> bool:
    """Asked, and there is still time to answer; also where the day is to come, which is a slip."""
    day = _day(ticket.get(ASKED_ON_FIELD))
    return bool(day and not ticket.get(OUTCOME_FIELD) and today < day + timedelta(days=WAIT))


def _next_one(client: Client, ticket: Record) -> Record:
    """The ticket with the row of whom was asked last: when somebody else is asked, what the former
    one answered and when it was asked is none of the new one's."""
    number = int(ticket["id"])
    found = requests(ticket, client.history(number))
    if not found or found[-1].outcome:
        return ticket
    wanted = _of_the_last(found)
    stands = {name: str(ticket.get(name) or "")[:10] for name in wanted}
    changed = {name: one for name, one in wanted.items() if stands[name] != (one or "")}
    if not changed:
        return ticket
    client.put_ticket(number, changed)
    return {**ticket, **wanted}


def _of_the_last(found: Sequence[Request]) -> Record:
    """Fields of a ticket whose last request waits for its answer."""
    on = found[-1].on
    wanted: Record = {ASKED_ON_FIELD: on.isoformat() if on else None}
    return {**wanted, OUTCOME_FIELD: None} if len(found) > 1 else wanted


def _note(ticket: Record, day: date, lang: str, call: Call) -> Record:
    said = in_language(words().words["silent"], lang).format(day=isolated(day.isoformat()))
    asked = isolated(escape(str(ticket.get(ASKED_FIELD))))
    return internal_note(short_note(f"{escape(said)}: {asked}", lang, call(ticket)))
