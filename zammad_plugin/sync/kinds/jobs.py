"""Schedulers: templates/jobs/<key>.yml. They run in Zammad, also when the plugin is down."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.sync.server.conditions import condition, normal, perform, refuse_dangerous
from zammad_plugin.sync.server.inverse import uncondition, unperform
from zammad_plugin.sync.server.operators import fit_condition

Day = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAYS: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Hour = Annotated[int, Field(ge=0, le=23)]
Minute = Literal[0, 10, 20, 30, 40, 50]  # Zammad looks every ten minutes


class Job(Spec):
    """Runs on `days` at every named hour and minute; without hours or minutes at all of them."""

    name: str = Field(min_length=1, max_length=250)
    """Name of the scheduler."""
    condition: dict[str, Any]
    """Attribute → test; all must hold. Groups, states, priorities by name."""
    perform: Annotated[dict[str, Any], AfterValidator(refuse_dangerous)]
    """Action → its value; mail to customers and deletion are refused."""
    days: list[Day] = list(DAYS)
    """Days on which it runs."""
    hours: list[Hour] = list(range(24))
    """Hours at which it runs, 0 to 23."""
    minutes: list[Minute] = [0, 10, 20, 30, 40, 50]
    """Minutes at which it runs; Zammad looks every ten."""
    disable_notification: bool = True
    """Whether agents get no notification of its changes."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

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
    permission="admin.scheduler",
    spec=Job,
    files="templates/jobs/*.yml",
    unread=_unread,
    normal={"condition": normal, "perform": normal, "timeplan": _times},
    after=("groups", "attributes", "webhooks"),
    prove="condition",
    newer={"object": ((6, 2), "Ticket")},
    fit={"condition": fit_condition},
)
