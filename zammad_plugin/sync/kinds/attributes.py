"""Ticket attributes: templates/attributes/<key>.yml. Agents see them, customers never."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zammad_plugin.sync.model import Kind, Record, Spec


class Attribute(Spec):
    name: str = Field(pattern=r"^cs_[a-z0-9_]+$")
    display: str
    options: dict[str, str] = Field(min_length=1)
    data_type: Literal["select"] = "select"
    position: int = 900
    active: bool = True

    def fields(self) -> Record:
        agent = {"ticket.agent": {"shown": True, "required": False}}
        return {
            "object": "Ticket",
            **self.model_dump(include={"name", "display", "data_type", "position", "active"}),
            "data_option": self._data_option(),
            "screens": {"create_middle": agent, "edit": agent},
        }

    def _data_option(self) -> Record:
        return {
            "options": dict(self.options),
            "default": "",
            "linktemplate": "",
            "null": True,
            "nulloption": True,
            "maxlength": 255,
        }


KIND = Kind(
    name="attributes",
    resource="object_manager_attributes",
    spec=Attribute,
    files="templates/attributes/*.yml",
    has_note=False,
    partly=frozenset({"data_option"}),
    full_update=True,
    our_prefix="cs_",
    same_object=("object", "name"),
)
