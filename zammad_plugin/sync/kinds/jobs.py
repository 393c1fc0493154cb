"""Schedulers: templates/jobs/<key>.yml. They run in Zammad, also when the plugin is down."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from zammad_plugin.sync.conditions import (
    condition,
    normal,
    perform,
    refuse_dangerous,
    uncondition,
    unperform,
)
from zammad_plugin.sync.model import Kind, Named, Record, Spec

Day = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAYS: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Hour = Annotated[int, Field(ge=0, le=23)]
Minute = Literal[0, 10, 20, 30, 40, 50]  # Zammad looks every ten minutes


class Job(Spec):
    """Runs on `days` at every named hour and minute; without hours or minutes at all of them."""

    name: str = Field(min_length=1, max_length=250)
    condition: dict[str, Any]
    perform: Annotated[dict[str, Any], AfterValidator(refuse_dangerous)]
    days: list[Day] = list(DAYS)  # noqa: RUF012 - pydantic copies defaults
    hours: list[Hour] = list(range(24))  # noqa: RUF012
    minutes: list[Minute] = [0, 10, 20, 30, 40, 50]  # noqa: RUF012
    disable_notification: bool = True
    active: bool = True

    def fields(self) -> Record:
        return {
            "name": self.name,
            "object": "Ticket",
            "timeplan": {
                "days": {day: day in self.days for day in DAYS},
                "hours": {str(hour): hour in self.hours for hour in range(24)},
                "minutes": {str(ten): ten in self.minutes for ten in range(0, 60, 10)},
            },
            "condition": condition(self.condition),
            "perform": perform(self.perform),
            "disable_notification": self.disable_notification,
            "active": self.active,
        }


def _chosen(times: Record) -> list[str]:
    return [name for name, chosen in times.items() if chosen]


def _unread(row: Record, named: Named) -> Record:
    times = row["timeplan"]
    return {
        **{name: row[name] for name in ("name", "disable_notification", "active")},
        "days": _chosen(times["days"]),
        "hours": sorted(int(hour) for hour in _chosen(times["hours"])),
        "minutes": sorted(int(minute) for minute in _chosen(times["minutes"])),
        "condition": uncondition(row["condition"], named),
        "perform": unperform(row["perform"], named),
    }


def _times(timeplan: Record) -> Record:
    """A time that is not named is one that was not chosen."""
    return {name: sorted(_chosen(times)) for name, times in timeplan.items()}


KIND = Kind(
    name="jobs",
    resource="jobs",
    spec=Job,
    files="templates/jobs/*.yml",
    unread=_unread,
    normal={"condition": normal, "perform": normal, "timeplan": _times},
    after=("groups", "attributes", "webhooks"),
    prove="condition",
    optional=frozenset({"object"}),
)
