"""The desk's hours: weekly time frames of a time zone, daylight saving included. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field

from zammad_plugin.config.files import Strict

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
DAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Week = Mapping[Weekday, Sequence[tuple[str, str]]]


@cache
def _zones() -> set[str]:
    """A walk through every file of the system's table."""
    return available_timezones()


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"no time zone '{name}', such as Asia/Beirut")
    return name


class Hours(Strict):
    """When somebody is at the desk, in its own time; a day that is not named is closed."""

    timezone: Annotated[str, AfterValidator(_zone)]
    """IANA time zone, such as Asia/Beirut."""
    week: dict[Weekday, list[tuple[Clock, Clock]]]
    """Weekday → spans of two clock times; a day not named is closed."""


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
