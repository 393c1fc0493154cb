"""Groups: templates/groups/<key>.yml."""

from __future__ import annotations

from typing import Literal

from zammad_plugin.sync.model import Kind, Record, Spec


class Group(Spec):
    name: str
    active: bool = True
    follow_up_possible: Literal["yes", "new_ticket"] = "yes"
    follow_up_assignment: bool = True

    def fields(self) -> Record:
        return self.model_dump()


KIND = Kind(
    name="groups", resource="groups", spec=Group, files="templates/groups/*.yml", deletable=False
)  # tickets may be in it
