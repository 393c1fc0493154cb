"""What is counted of a period: numbers only, one ticket after the other. Pure.

Everything is told by fields of the ticket, so that the figures can be had from Zammad alone; what
only its history tells (corrected, unsure, asked authorities, repeat accounts) is added by `deepen`.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from zammad_plugin.deadlines.preservation import Preservation
from zammad_plugin.report.evidence_clock import clock_states
from zammad_plugin.vocabulary import (
    AGE_FIELD,
    BLACKMAIL_FIELD,
    CAME_FIELD,
    CATEGORY_FIELD,
    CHANNEL_FIELD,
    COUNTRY_FIELD,
    LANGUAGE_FIELD,
    NOT_CHILD_SAFETY,
    PLATFORM_FIELD,
    REPORTER_FIELD,
    URGENCY_FIELD,
)
from zammad_plugin.zammad.times import read_time

UNTOLD = "untold"  # where the attribute is empty
WEEK = "week"
# Name of a table → the attribute that it counts.
DIMENSIONS = {
    "category": CATEGORY_FIELD,
    "channel": CHANNEL_FIELD,
    "language": LANGUAGE_FIELD,
    "country": COUNTRY_FIELD,
    "age": AGE_FIELD,
    "reporter": REPORTER_FIELD,
    "platform": PLATFORM_FIELD,
    "urgency": URGENCY_FIELD,
    "blackmail": BLACKMAIL_FIELD,
}
DAY, NIGHT = "day", "night"  # in and out of the desk's hours


@dataclass(frozen=True)
class Rules:
    """`open_at`: whether the desk is open; `promise`: urgency → minutes; `today`: in its zone."""

    open_at: Callable[[datetime], bool]
    promise: Mapping[str, int]
    preservation: Preservation
    today: date


@dataclass
class Times:
    """Minutes to the first human answer, and how many came within the promise."""

    minutes: array[int] = field(default_factory=lambda: array("l"))
    promised: int = 0
    kept: int = 0

    def add(self, minutes: int, promise: int) -> None:
        self.minutes.append(minutes)
        self.promised += promise > 0
        self.kept += promise > 0 and minutes <= promise

    def share(self, part: float) -> int | None:
        """Minutes within which that part was answered: 0.5 is the median."""
        if not self.minutes:
            return None
        ordered = sorted(self.minutes)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


@dataclass
class Figures:
    """`read`: tickets of the period; `reports`: those that concern a child; `unsure`: those that a
    person must still judge. `ids`: of the reports, for what only a history tells."""

    first: date
    last: date
    read: int = 0
    reports: int = 0
    unsure: int = 0
    unanswered: int = 0
    tables: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter[str]() for name in (WEEK, *DIMENSIONS)}
    )
    times: dict[str, Times] = field(default_factory=lambda: {DAY: Times(), NIGHT: Times()})
    clock: Counter[str] = field(default_factory=Counter)
    ids: array[int] = field(default_factory=lambda: array("l"))
    deep: Deep | None = None


@dataclass
class Deep:
    """What only histories tell. `same`: hash of an account → reports that name it."""

    read: int = 0
    corrected: int = 0
    once_unsure: int = 0
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    days: array[int] = field(default_factory=lambda: array("l"))
    same: Counter[str] = field(default_factory=Counter)

    @property
    def repeat(self) -> tuple[int, int]:
        """(accounts that several reports name, the most reports that name one)"""
        several = [many for many in self.same.values() if many > 1]
        return len(several), max(several, default=0)


def concerns(ticket: Mapping[str, Any]) -> bool:
    return str(ticket.get(CATEGORY_FIELD) or NOT_CHILD_SAFETY) != NOT_CHILD_SAFETY


def count(figures: Figures, ticket: Mapping[str, Any], rules: Rules, zone: Any) -> None:
    """One ticket of the period, as the search shows it."""
    made = read_time(ticket.get(CAME_FIELD) or ticket.get("created_at"))
    figures.read += 1
    if made is None:
        return
    if not concerns(ticket):
        figures.unsure += not ticket.get(CATEGORY_FIELD) and bool(ticket.get(URGENCY_FIELD))
        return
    figures.reports += 1
    local = made.date() if ticket.get(CAME_FIELD) else made.astimezone(zone).date()
    _enter(figures, local, {one: str(ticket.get(one) or "") for one in DIMENSIONS.values()})
    if ticket.get(CAME_FIELD):  # emptied: nobody knows when it was answered
        return
    figures.ids.append(int(ticket["id"]))
    answered = read_time(ticket.get("first_response_at"))
    if answered:
        answer(figures, ticket, made, answered, rules)
    else:
        figures.unanswered += 1
    figures.clock.update(clock_states(ticket, rules.preservation, rules.today))


def _enter(figures: Figures, day: date, values: Mapping[str, str]) -> None:
    """Into the tables; `values`: attribute → code."""
    monday = day - timedelta(days=day.weekday())
    figures.tables[WEEK][monday.isoformat()] += 1
    for name, attribute in DIMENSIONS.items():
        figures.tables[name][values.get(attribute) or UNTOLD] += 1


def count_gone(figures: Figures, day: date, counts: Mapping[str, Mapping[str, int]]) -> None:
    """Reports of one day that were deleted since: what was kept of them, attribute by attribute."""
    told = counts.get(CATEGORY_FIELD, {})
    many = sum(number for code, number in told.items() if code not in ("", NOT_CHILD_SAFETY))
    if not many:
        return
    monday = day - timedelta(days=day.weekday())
    figures.reports += many
    figures.tables[WEEK][monday.isoformat()] += many
    for name, attribute in DIMENSIONS.items():
        for code, number in counts.get(attribute, {}).items():
            figures.tables[name][code or UNTOLD] += number


def answer(
    figures: Figures,
    ticket: Mapping[str, Any],
    made: datetime,
    answered: datetime,
    rules: Rules,
) -> None:
    """The first human answer, counted where the report came in."""
    minutes = max(0, int((answered - made).total_seconds() // 60))
    promise = rules.promise.get(str(ticket.get(URGENCY_FIELD) or ""), 0)
    figures.times[DAY if rules.open_at(made) else NIGHT].add(minutes, promise)
