"""Overviews: templates/overviews/<key>.yml. Zammad keeps no note with them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.sync.refs import Ref
from zammad_plugin.sync.server.conditions import condition, normal
from zammad_plugin.sync.server.inverse import uncondition
from zammad_plugin.sync.server.operators import fit_condition

COLUMNS = ["number", "title", "customer", "group", "created_at"]


class Order(Spec):
    """How tickets are sorted."""

    by: str = "created_at"
    """Attribute to sort by."""
    direction: Literal["ASC", "DESC"] = "ASC"
    """ASC: the smallest or oldest first."""

    def fields(self) -> Record:
        return self.model_dump()


class Overview(Spec):
    """A list of tickets for the roles that are named; it never widens their rights."""

    name: str
    """Name in the list at the left."""
    condition: dict[str, Any]
    """Attribute → test; all must hold. Groups, states, priorities by name."""
    prio: int = 900
    """Place among the overviews when it is made or this changes; small numbers stand first."""
    roles: list[str] = Field(default=["Agent"], min_length=1)
    """Roles that see it."""
    columns: list[str] = COLUMNS
    """Attributes to show, in this order."""
    view: dict[str, Any] = {}
    """What `columns` can't say, in Zammad's own words: other columns in `d`, `s` or `m`."""
    order: Order = Order()
    """How the tickets are sorted."""
    group_by: str = ""
    """Attribute that makes blocks; empty: none."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        columns = {mode: list(self.columns) for mode in "dsm"}
        return {
            "name": self.name,
            "prio": self.prio,
            "condition": condition(self.condition),
            "role_ids": [Ref("roles", name) for name in self.roles],
            "order": self.order.fields(),
            "group_by": self.group_by,
            "view": {**columns, "view_mode_default": "s", **self.view},
            "active": self.active,
        }


def _unread(row: Record, named: Named) -> Record:
    columns = row["view"]["s"]
    usual = {**dict.fromkeys("dsm", columns), "view_mode_default": "s"}
    return {
        **{name: row[name] for name in ("name", "prio", "order", "active")},
        "group_by": row.get("group_by") or "",
        "condition": uncondition(row["condition"], named),
        "roles": [named("roles", one) for one in row["role_ids"]],
        "columns": columns,
        "view": {key: value for key, value in row["view"].items() if usual.get(key) != value},
    }


KIND = Kind(
    name="overviews",
    resource="overviews",
    permission="admin.overview",
    spec=Overview,
    files="templates/overviews/*.yml",
    unread=_unread,
    normal={"condition": normal},
    after=("groups", "attributes", "roles"),
    has_note=False,
    once=frozenset({"prio"}),  # Zammad numbers all of them anew when one is moved
    translated=("name",),
    fit={"condition": fit_condition},
    prove="condition",
)
