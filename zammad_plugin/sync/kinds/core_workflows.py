"""Core workflows (what a form shows and asks for): templates/workflows/<key>.yml."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.sync.server.conditions import condition
from zammad_plugin.sync.server.inverse import uncondition

Screen = Literal["create_middle", "edit", "overview_bulk"]


class Workflow(Spec):
    """`saved`/`selected`: conditions on what is stored and on what the form shows now.

    A mandatory field is asked of API writes too: never make one mandatory that triage leaves empty.
    """

    name: str = Field(min_length=1, max_length=100)
    """Name of the workflow."""
    screens: list[Screen] = ["edit"]
    """Forms in which it works."""
    saved: dict[str, dict[str, Any]] = {}
    """Conditions on what is stored."""
    selected: dict[str, dict[str, Any]] = {}
    """Conditions on what the form shows now."""
    perform: dict[str, dict[str, Any]] = Field(min_length=1)
    """Field → operators such as show, hide, set_mandatory."""
    priority: int = 500
    """Order among workflows; small numbers run first."""
    stop_after_match: bool = False
    """Whether later workflows are left out when this one works."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        return {
            "name": self.name,
            "object": "Ticket",
            "preferences": {"screen": list(self.screens)},
            "condition_saved": condition(self.saved),
            "condition_selected": condition(self.selected),
            "perform": dict(self.perform),
            "priority": self.priority,
            "stop_after_match": self.stop_after_match,
            "active": self.active,
        }


def _unread(row: Record, named: Named) -> Record:
    return {
        **{
            name: row[name]
            for name in ("name", "perform", "priority", "stop_after_match", "active")
        },
        "screens": (row.get("preferences") or {}).get("screen") or [],
        "saved": uncondition(row.get("condition_saved") or {}, named),
        "selected": uncondition(row.get("condition_selected") or {}, named),
    }


KIND = Kind(
    name="workflows",
    resource="core_workflows",
    permission="admin.core_workflow",
    spec=Workflow,
    files="templates/workflows/*.yml",
    unread=_unread,
    after=("groups", "attributes"),
    has_note=False,
    partly=frozenset({"preferences"}),
)
