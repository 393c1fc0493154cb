"""Groups: templates/groups/<key>.yml."""

from __future__ import annotations

from typing import Literal

from zammad_plugin.sync.model import Kind, Record, Spec, plain


class Group(Spec):
    name: str
    active: bool = True
    follow_up_possible: Literal["yes", "new_ticket"] = "yes"
    follow_up_assignment: bool = True

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
