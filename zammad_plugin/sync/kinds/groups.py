"""Groups: templates/groups/<key>.yml."""

from __future__ import annotations

from typing import Literal

from zammad_plugin.sync.model import Kind, Record, Spec, plain


class Group(Spec):
    """A group; nobody sees a new one until a role or a user gets it."""

    name: str
    """Name of the group; other files name it so."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""
    follow_up_possible: Literal["yes", "new_ticket"] = "yes"
    """What an answer to a closed ticket does: opens it, or makes a new one."""
    follow_up_assignment: bool = True
    """Whether an answer leaves the ticket with its owner."""

    def fields(self) -> Record:
        return self.model_dump()


KIND = Kind(
    name="groups",
    resource="groups",
    spec=Group,
    files="templates/groups/*.yml",
    unread=plain("name", "active", "follow_up_possible", "follow_up_assignment"),
    deletable=False,  # tickets may be in it
)
