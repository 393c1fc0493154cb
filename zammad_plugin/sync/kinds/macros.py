"""Macros: macros/<key>.yml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.sync.refs import Ref
from zammad_plugin.sync.server.conditions import normal, perform, refuse_dangerous
from zammad_plugin.sync.server.inverse import unperform


class Macro(Spec):
    """What an agent does to a ticket with one click; notes are always internal."""

    name: str
    """Name in the menu of a ticket."""
    perform: Annotated[dict[str, Any], AfterValidator(refuse_dangerous)]
    """Action → its value; groups, states and priorities by name."""
    ux_flow_next_up: Literal["none", "next_task", "next_task_on_close", "next_from_overview"] = (
        "none"
    )
    """Where the agent is taken afterwards."""
    groups: tuple[str, ...] = ()
    """Groups whose tickets offer it; none: all."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        return {
            "name": self.name,
            "perform": perform(self.perform),
            "ux_flow_next_up": self.ux_flow_next_up,
            "active": self.active,
            "group_ids": [Ref("groups", name) for name in self.groups],
        }


def _unread(row: Record, named: Named) -> Record:
    return {
        **{name: row[name] for name in ("name", "ux_flow_next_up", "active")},
        "perform": unperform(row["perform"], named),
        "groups": [named("groups", one) for one in row.get("group_ids") or []],
    }


KIND = Kind(
    name="macros",
    resource="macros",
    permission="admin.macro",
    agents_read=True,
    spec=Macro,
    files="macros/*.yml",
    unread=_unread,
    normal={"perform": normal},
    after=("groups", "attributes"),
    translated=("name",),
)
