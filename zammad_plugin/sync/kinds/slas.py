"""Service levels: templates/slas/<key>.yml. The first by name whose condition holds counts."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.sync.refs import Ref
from zammad_plugin.sync.server.conditions import condition, normal
from zammad_plugin.sync.server.inverse import uncondition
from zammad_plugin.sync.server.operators import fit_condition

Minutes = Annotated[int, Field(ge=1)] | None


class Sla(Spec):
    """Times in working minutes of the calendar; a time that is not named is not watched."""

    name: str = Field(min_length=1, max_length=150)
    """Name; Zammad tries service levels in the order of their names."""
    calendar: str
    """Name of the calendar whose minutes count."""
    condition: dict[str, Any] = Field(min_length=1)
    """Attribute → test; all must hold. An empty one would take every ticket."""
    first_response_time: Minutes = None
    """Working minutes until the first answer."""
    update_time: Minutes = None
    """Working minutes between two answers."""
    solution_time: Minutes = None
    """Working minutes until it is closed."""

    def fields(self) -> Record:
        return {
            **self.model_dump(
                include={"name", "first_response_time", "update_time", "solution_time"}
            ),
            "calendar_id": Ref("calendars", self.calendar),
            "condition": condition(self.condition),
        }


TIMES = ("first_response_time", "update_time", "solution_time")


def _unread(row: Record, named: Named) -> Record:
    return {
        "name": row["name"],
        **{name: row[name] for name in TIMES if row.get(name)},
        "calendar": named("calendars", row["calendar_id"]),
        "condition": uncondition(row["condition"], named),
    }


KIND = Kind(
    name="slas",
    resource="slas",
    permission="admin.sla",
    spec=Sla,
    files="templates/slas/*.yml",
    unread=_unread,
    normal={"condition": normal},
    after=("groups", "attributes", "calendars"),
    has_note=False,
    prove="condition",
    fit={"condition": fit_condition},
)
