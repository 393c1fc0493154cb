"""Calendars of business hours: templates/calendars/<key>.yml."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from zammad_plugin.sync.model import Kind, Named, Record, Spec

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such one, no name of one, a folder of them
        raise ValueError(f"no time zone '{name}', such as Asia/Beirut") from None
    return name


def _frame(frame: tuple[str, str]) -> tuple[str, str]:
    if not all(CLOCK.match(one) for one in frame) or frame[0] >= frame[1]:
        raise ValueError("a time frame is two clock times, the earlier first: ['09:00', '17:00']")
    return frame


class Calendar(Spec):
    """`hours`: weekday → time frames; a day that is not named is closed. Holidays: date → name."""

    name: str = Field(min_length=1, max_length=250)
    """Name of the calendar; service levels name it so."""
    timezone: Annotated[str, AfterValidator(_zone)]
    """IANA time zone, such as Asia/Beirut."""
    hours: dict[Weekday, list[Annotated[tuple[str, str], AfterValidator(_frame)]]] = Field(
        min_length=1
    )
    """Weekday → time frames of two clock times; a day not named is closed."""
    holidays: dict[str, str] = {}
    """Date in quotes (`"2026-12-25"`) → name of the day; no minute of it counts."""

    def fields(self) -> Record:
        week = {
            day: {
                "active": bool(self.hours.get(day)),
                "timeframes": [list(frame) for frame in self.hours.get(day, [])],
            }
            for day in WEEK
        }
        days = {
            date: {"active": True, "summary": summary} for date, summary in self.holidays.items()
        }
        return {
            "name": self.name,
            "timezone": self.timezone,
            "business_hours": week,
            "public_holidays": days,
        }


def _unread(row: Record, _: Named) -> Record:
    """Holidays that come from a feed (`ical_url`) stay with the server."""
    week, fed = row["business_hours"], bool(row.get("ical_url"))
    days = {} if fed else row.get("public_holidays") or {}
    return {
        "name": row["name"],
        "timezone": row["timezone"],
        "hours": _open(week),
        "holidays": {date: day["summary"] for date, day in days.items() if day["active"]},
    }


def _open(week: Record) -> Record:
    """A day that is not named is closed."""
    return {day: one["timeframes"] for day, one in week.items() if one.get("active")}


KIND = Kind(
    name="calendars",
    resource="calendars",
    permission="admin.calendar",
    spec=Calendar,
    files="templates/calendars/*.yml",
    unread=_unread,
    normal={"business_hours": _open},
    has_note=False,
    partly=frozenset({"public_holidays"}),
)
