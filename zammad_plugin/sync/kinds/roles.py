"""Roles: templates/roles/<key>.yml. Zammad has no way to delete a role."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.sync.refs import Ref

Access = Literal["read", "create", "change", "overview", "full"]


class Role(Spec):
    """`permissions` by name; `groups`: what the role may do in which group."""

    name: str = Field(min_length=1, max_length=100)
    """Name of the role."""
    permissions: list[str] = Field(min_length=1)
    """Names of permissions, such as ticket.agent."""
    groups: dict[str, list[Access]] = {}
    """Group → what the role may do in it."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        rights = {Ref("groups", name, text=True): access for name, access in self.groups.items()}
        return {
            "name": self.name,
            "active": self.active,
            "permissions": sorted(self.permissions),
            "group_ids": rights,
        }


def _unread(row: Record, named: Named) -> Record:
    rights = row.get("group_ids") or {}
    return {
        "name": row["name"],
        "active": row["active"],
        "permissions": sorted(row["permissions"]),
        "groups": {named("groups", id): list(access) for id, access in rights.items()},
    }


KIND = Kind(
    name="roles",
    resource="roles",
    permission="admin.role",
    agents_read=True,
    spec=Role,
    files="templates/roles/*.yml",
    unread=_unread,
    after=("groups",),
    expand=True,
    unanswered=frozenset({"permissions"}),  # by names only where a list is asked for
    sets=frozenset({"permissions", "group_ids"}),
    deletable=False,
)
