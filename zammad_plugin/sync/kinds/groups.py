"""Groups: templates/groups/<key>.yml."""

from __future__ import annotations

from typing import Literal

from zammad_plugin.sync.model import About, Kind, Record, Spec, Version, plain
from zammad_plugin.sync.refs import Ref
from zammad_plugin.sync.server.versions import Unsupported, words


class Group(Spec):
    """A group; nobody sees a new one until a role or a user gets it."""

    name: str
    """Name of the group; other files name it so. `Parent::Child` in a tree (6.2+)."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""
    follow_up_possible: Literal["yes", "new_ticket"] = "yes"
    """What an answer to a closed ticket does: opens it, or makes a new one."""
    follow_up_assignment: bool = True
    """Whether an answer leaves the ticket with its owner."""

    def fields(self) -> Record:
        return self.model_dump()

    def about(self) -> About:
        parent = self.name.rpartition("::")[0]
        return {"needs": [Ref("groups", parent)]} if parent else {}


TREE_IN: Version = (6, 2)


def _name(name: str, version: Version) -> str:
    if "::" in name and version < TREE_IN:
        raise Unsupported(f"a tree of groups needs Zammad 6.2, this is {words(version)}")
    return name


KIND = Kind(
    name="groups",
    resource="groups",
    permission="admin.group",
    agents_read=True,
    spec=Group,
    files="templates/groups/*.yml",
    unread=plain("name", "active", "follow_up_possible", "follow_up_assignment"),
    deletable=False,  # tickets may be in it
    rank=lambda fields: str(fields["name"]).count("::"),  # parents first
    fit={"name": _name},
)
