"""The clock that evidence has: from the dates on a ticket to the next date that matters. Pure.

A platform's period starts when an authority asked it to keep the data, not when something
happened: before that there is only a reason to hurry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from zammad_plugin.deadlines.preservation import Preservation
from zammad_plugin.vocabulary import (
    DEADLINE_FIELD,
    EXTENDED_ON_FIELD,
    LAST_CONTACT_FIELD,
    PRESERVED_ON_FIELD,
    REPORTED_ON_FIELD,
    SUSPENDED_ON_FIELD,
)

ASK_AGAIN = 30  # days before the end: does a legal request follow?
EXTEND = 7  # days before the end: an extension asked later may come too late
Step = Literal["report", "ask", "extend", "end"]
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
    """`report`: is it with the police? `ask`: does a legal request follow? `extend`: an
    extension is due. `end`: the platform may delete."""

    step: Step
    day: date


def dates_of(ticket: Mapping[str, Any]) -> dict[str, date]:
    """The dates on the ticket that can be read."""
    found = {}
    for name in DATES:
        try:
            found[name] = date.fromisoformat(str(ticket.get(name) or "")[:10])
        except ValueError:
            continue
    return found


def deadlines(dates: Mapping[str, date], platform: str, rules: Preservation) -> list[Deadline]:
    """Every date that follows from what is known, earliest first."""
    known, filed = rules.of(platform), dates.get(PRESERVED_ON_FIELD)
    if filed is None:
        begun = [dates[name] for name in (LAST_CONTACT_FIELD, SUSPENDED_ON_FIELD) if name in dates]
        if not begun or REPORTED_ON_FIELD in dates:
            return []
        return [Deadline("report", max(begun) + timedelta(days=rules.remind_report))]
    if not known.days:
        return []
    periods = 2 if EXTENDED_ON_FIELD in dates and known.extensions else 1
    end = filed + timedelta(days=known.days * periods)
    last = periods > known.extensions  # nothing more to ask for
    made = [Deadline("ask", end - timedelta(days=ASK_AGAIN))]
    made += [] if last else [Deadline("extend", end - timedelta(days=EXTEND))]
    return [*made, Deadline("end", end)]


def next_deadline(
    ticket: Mapping[str, Any], platform: str, rules: Preservation, today: date
) -> Deadline | None:
    """What to write as the deadline; None to leave it as it is.

    A date that a person wrote stays. One that follows from the dates is ours: when it has
    passed, or other dates were filled in, the next one takes its place.
    """
    all_of_them = deadlines(dates_of(ticket), platform, rules)
    now = str(ticket.get(DEADLINE_FIELD) or "")[:10]
    coming = [one for one in all_of_them if one.day >= today] or all_of_them[-1:]
    if not coming or now == coming[0].day.isoformat():
        return None
    ours = {one.day.isoformat() for one in all_of_them}
    return coming[0] if not now or now in ours else None
