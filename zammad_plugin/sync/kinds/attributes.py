"""Ticket attributes: templates/attributes/<key>.yml. Agents see them, customers never."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from zammad_plugin.sync.model import Kind, Record, Spec

Type = Literal[
    "input", "select", "multiselect", "tree_select", "boolean", "date", "datetime", "integer"
]
CHOICES = {"select", "multiselect", "tree_select"}


class Attribute(Spec):
    """`options` (value → label) for what is chosen from a list; `parent::child` makes a tree."""

    name: str = Field(pattern=r"^cs_[a-z0-9_]+$")
    display: str
    data_type: Type = "select"
    options: dict[str, str] = {}  # noqa: RUF012 - pydantic copies defaults
    minimum: int = 0
    maximum: int = 1_000_000
    maxlength: int = Field(default=255, ge=1, le=3000)
    position: int = 900
    active: bool = True

    @model_validator(mode="after")
    def _options_where_they_belong(self) -> Attribute:
        if (self.data_type in CHOICES) != bool(self.options):
            needs = "needs" if self.data_type in CHOICES else "takes no"
            raise ValueError(f"a {self.data_type} {needs} options")
        return self

    def fields(self) -> Record:
        agent = {"ticket.agent": {"shown": True, "required": False}}
        return {
            "object": "Ticket",
            **self.model_dump(include={"name", "display", "data_type", "position", "active"}),
            "data_option": {"null": True, **self._data_option()},
            "screens": {"create_middle": agent, "edit": agent},
        }

    def _data_option(self) -> Record:
        choice = {"default": "", "linktemplate": "", "nulloption": True, "maxlength": 255}
        by_type: dict[str, Record] = {
            "input": {"type": "text", "maxlength": self.maxlength, "default": "",
                      "linktemplate": ""},
            "select": {"options": dict(self.options), **choice},
            "multiselect": {"options": dict(self.options), **choice, "default": []},
            "tree_select": {"options": _tree(self.options), **choice},
            "boolean": {"options": {"true": "yes", "false": "no"}, "default": False},
            # `diff: 0` would give every new ticket today's date.
            "date": {"diff": None, "default": None, "future": True, "past": True},
            "datetime": {"diff": None, "default": None, "future": True, "past": True},
            "integer": {"min": self.minimum, "max": self.maximum, "default": None},
        }  # fmt: skip
        return by_type[self.data_type]


def _tree(options: dict[str, str]) -> list[Record]:
    """`a` and `a::b` → a node with a child. A child's parent must stand before it."""
    roots: list[Record] = []
    nodes: dict[str, Record] = {}
    for value, label in options.items():
        node: Record = {"name": label, "value": value}
        parent = value.rpartition("::")[0]
        if parent and parent not in nodes:
            raise ValueError(f"'{value}' stands before its parent '{parent}'")
        siblings: list[Any] = nodes[parent].setdefault("children", []) if parent else roots
        siblings.append(node)
        nodes[value] = node
    return roots


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
