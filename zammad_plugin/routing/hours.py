"""Whether a moment lies in weekly time frames of a time zone, daylight saving included. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from zammad_plugin.routing.rules import Hours, Weekday

DAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Week = Mapping[Weekday, Sequence[tuple[str, str]]]


def in_week(week: Week, zone: str, at: datetime) -> bool:
    """`at` must carry its zone. A frame that ends before it begins goes on after midnight."""
    here = at.astimezone(ZoneInfo(zone))
    clock = here.strftime("%H:%M")
    today, before = DAYS[here.weekday()], DAYS[(here - timedelta(days=1)).weekday()]
    if any(_holds(start, end, clock) for start, end in week.get(today, ())):
        return True
    return any(end < start and clock < end for start, end in week.get(before, ()))


def _holds(start: str, end: str, clock: str) -> bool:
    return start <= clock < end if start < end else clock >= start


def is_open(hours: Hours | None, at: datetime) -> bool:
    """Without hours in the file somebody is always there."""
    return hours is None or in_week(hours.week, hours.timezone, at)
