"""Ticket templates for new tickets, such as an intake by phone: templates/tickets/<key>.yml."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zammad_plugin.sync.conditions import NAMED, perform, unperform
from zammad_plugin.sync.model import Kind, Named, Record, Spec

ACTIONS = {*NAMED, "ticket.tags"}  # written as a macro's


class Template(Spec):
    """`options`: what the form is filled with; `ticket.title`, `ticket.group`, `article.body`, …"""

    name: str = Field(min_length=1, max_length=250)
    """Name in the list of templates."""
    options: dict[str, Any] = Field(min_length=1)
    """Field of the form → what it is filled with; groups, states, priorities by name."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        known = {name: one for name, one in self.options.items() if name in ACTIONS}
        other = {name: one for name, one in self.options.items() if name not in ACTIONS}
        plain = {name: one if isinstance(one, dict) else {"value": str(one)}
                 for name, one in other.items()}  # fmt: skip
        return {
            "name": self.name,
            "options": {**plain, **perform(known)},
            "active": self.active,
        }


def _unread(row: Record, named: Named) -> Record:
    options = unperform(row["options"], named)
    return {
        "name": row["name"],
        "options": {name: _short(one) for name, one in options.items()},
        "active": row.get("active", True),
    }


def _short(option: Any) -> Any:
    """`{value: x}` is written as x."""
    return option["value"] if isinstance(option, dict) and set(option) == {"value"} else option


KIND = Kind(
    name="templates",
    resource="templates",
    spec=Template,
    files="templates/tickets/*.yml",
    unread=_unread,
    after=("groups", "attributes"),
    has_note=False,
)
