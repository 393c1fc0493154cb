"""Ticket templates for new tickets, such as an intake by phone: templates/tickets/<key>.yml."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zammad_plugin.sync.model import Kind, Named, Record, Spec, Version
from zammad_plugin.sync.server.conditions import NAMED, perform
from zammad_plugin.sync.server.inverse import unperform

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
        plain = {
            name: one if isinstance(one, dict) else {"value": str(one)}
            for name, one in other.items()
        }
        return {
            "name": self.name,
            "options": {**plain, **perform(known)},
            "active": self.active,
        }


PREFIXED_IN: Version = (5, 3)
OF_ARTICLES = {"body", "subject", "type", "cc", "to", "internal"}
FORM_ONLY = {"formSenderType", "form_id"}  # what the form of 5.2 kept beside


def _bare(options: Record, version: Version) -> Record:
    """Keys as 5.2 has them: `title`, `group_id`, `body`."""
    if version >= PREFIXED_IN:
        return options
    return {name.partition(".")[2]: one for name, one in options.items()}


def _prefixed(options: Record) -> Record:
    """Keys as servers after 5.2 have them."""
    return {
        name if "." in name else f"{'article' if name in OF_ARTICLES else 'ticket'}.{name}": one
        for name, one in options.items()
        if name not in FORM_ONLY
    }


def _unread(row: Record, named: Named) -> Record:
    options = unperform(_prefixed(row["options"]), named)
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
    permission="admin.template",
    agents_read=True,
    spec=Template,
    files="templates/tickets/*.yml",
    unread=_unread,
    after=("groups", "attributes"),
    has_note=False,
    normal={"options": _prefixed},
    newer={"active": ((5, 4), True)},
    fit={"options": _bare},
)
