"""The clock that evidence has: from the dates on a ticket to the next date that matters. Pure.

A platform's period starts when an authority asked it to keep the data, not when something
happened: before that there is only a reason to hurry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from zammad_plugin.deadlines.preservation import Platform, Preservation
from zammad_plugin.vocabulary import (
    EXTENDED_ON_FIELD,
    LAST_CONTACT_FIELD,
    PRESERVED_ON_FIELD,
    REPORTED_ON_FIELD,
    SUSPENDED_ON_FIELD,
)

ASK_AGAIN = 30  # days before the end: does a legal request follow?
EXTEND = 7  # days before the end: an extension asked later may come too late
ZONES = timedelta(days=1)  # today there may be tomorrow here
LATE = timedelta(days=14)  # a reminder comes up to that late, after the plugin was down
Step = Literal["report", "filed", "ask", "extend", "end"]
# Attributes that agents fill in or that macros set.
DATES = (
    LAST_CONTACT_FIELD,
    SUSPENDED_ON_FIELD,
    REPORTED_ON_FIELD,
    PRESERVED_ON_FIELD,
    EXTENDED_ON_FIELD,
)


@dataclass(frozen=True)
class Deadline:
    """`report`: is it with the police? `filed`: did they ask the platform? `ask`: does a legal
    request follow? `extend`: an extension is due. `end`: the platform may delete. `since`: the
    attribute whose date it is counted from; `after`: days from there."""

    step: Step
    day: date
    since: str = ""
    after: int = 0


def dates_of(ticket: Mapping[str, Any]) -> dict[str, date]:
    """The dates on the ticket that can be read."""
    found = {}
    for name in DATES:
        try:
            found[name] = date.fromisoformat(str(ticket.get(name) or "")[:10])
        except ValueError:
            continue
    return found


def faults_of(ticket: Mapping[str, Any], today: date) -> dict[str, str]:
    """Attribute → why its date does not count: such as 31 February, or one that is to come."""
    dates, found = dates_of(ticket), dict[str, str]()
    for name in DATES:
        if ticket.get(name) and name not in dates:
            found[name] = "is no date"
        elif name in dates and dates[name] > today + ZONES:
            found[name] = "is in the future"
    filed, longer = dates.get(PRESERVED_ON_FIELD), dates.get(EXTENDED_ON_FIELD)
    if longer and EXTENDED_ON_FIELD not in found:
        if filed is None or PRESERVED_ON_FIELD in found:
            found[EXTENDED_ON_FIELD] = f"counts only with {PRESERVED_ON_FIELD}"
        elif longer < filed:
            found[EXTENDED_ON_FIELD] = f"is before {PRESERVED_ON_FIELD}"
    return found


def believed(ticket: Mapping[str, Any], today: date) -> dict[str, date]:
    """The dates that count."""
    faults = faults_of(ticket, today)
    return {name: day for name, day in dates_of(ticket).items() if name not in faults}


def deadlines(dates: Mapping[str, date], platform: str, rules: Preservation) -> list[Deadline]:
    """Every date that follows from what is known, earliest first."""
    known = rules.of(platform)
    if PRESERVED_ON_FIELD not in dates:
        return _unfiled(dates, known, rules)
    if not known.days:
        return []
    periods = 2 if EXTENDED_ON_FIELD in dates and known.extensions else 1
    days = known.days * periods
    last = periods > known.extensions  # nothing more to ask for
    steps: list[tuple[Step, int]] = [("ask", days - ASK_AGAIN)]
    steps += [] if last else [("extend", days - EXTEND)]
    return [_after(dates, PRESERVED_ON_FIELD, *one) for one in [*steps, ("end", days)]]


def _unfiled(dates: Mapping[str, date], known: Platform, rules: Preservation) -> list[Deadline]:
    """Before anybody asked the platform: a reason to hurry until the police know, and until they
    file where there is something to keep."""
    begun = [name for name in (LAST_CONTACT_FIELD, SUSPENDED_ON_FIELD) if name in dates]
    if begun and REPORTED_ON_FIELD not in dates:
        newest = max(begun, key=lambda name: dates[name])
        return [_after(dates, newest, "report", rules.remind_report)]
    if begun and known.days:
        return [_after(dates, REPORTED_ON_FIELD, "filed", rules.remind_filed)]
    return []


def _after(dates: Mapping[str, date], since: str, step: Step, days: int) -> Deadline:
    return Deadline(step, dates[since] + timedelta(days=days), since, days)


def next_deadline(
    ticket: Mapping[str, Any], platform: str, rules: Preservation, today: date
) -> Deadline | None:
    """What follows from the dates as they are now; the last one when all have passed. None where
    nothing follows."""
    known = deadlines(believed(ticket, today), platform, rules)
    coming = [one for one in known if one.day >= today] or known[-1:]
    return coming[0] if coming else None


def reached(
    ticket: Mapping[str, Any], platform: str, rules: Preservation, today: date
) -> Deadline | None:
    """The newest step whose day has come, as long as a reminder of it makes sense."""
    known = deadlines(believed(ticket, today), platform, rules)
    come = [one for one in known if one.day <= today <= one.day + LATE]
    return come[-1] if come else None
