"""Macros: macros/<key>.yml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from zammad_plugin.sync.conditions import perform, refuse_dangerous
from zammad_plugin.sync.model import Kind, Record, Ref, Spec


class Macro(Spec):
    name: str
    perform: Annotated[dict[str, Any], AfterValidator(refuse_dangerous)]
    ux_flow_next_up: Literal["none", "next_task", "next_task_on_close", "next_from_overview"] = (
        "none"
    )
    groups: tuple[str, ...] = ()
    active: bool = True

    def fields(self) -> Record:
        return {
            "name": self.name,
            "perform": perform(self.perform),
            "ux_flow_next_up": self.ux_flow_next_up,
            "active": self.active,
            "group_ids": [Ref("groups", name) for name in self.groups],
        }


KIND = Kind(
    name="macros",
    resource="macros",
    spec=Macro,
    files="macros/*.yml",
    after=("groups", "attributes"),
    refs=("groups", "ticket_states", "ticket_priorities"),
)
