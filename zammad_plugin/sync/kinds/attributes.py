"""Ticket attributes: templates/attributes/<key>.yml. Agents see them, customers never.

Ours are called cs_…; others are kept as files only when a desk pulls its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field, model_validator

from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.vocabulary import OUR_FIELDS

Type = Literal[
    "input", "select", "multiselect", "tree_select", "boolean", "date", "datetime", "integer"
]
CHOICES = {"select", "multiselect", "tree_select"}
AGENT = "ticket.agent"


class Attribute(Spec):
    """`options` (value → label) for what is chosen from a list; `parent::child` makes a tree.

    `data_option` and `screens` say what the fields above can't, in Zammad's own words.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """Name of the column; ours begin with `cs_`. Never changed later."""
    display: str
    """Label in the form; two underscores around a word underline it."""
    data_type: Type = "select"
    """Kind of the value."""
    options: dict[str, str] = {}
    """Value that a ticket stores → label that agents see; `parent::child` makes a tree."""
    minimum: int = 0
    """Least value of an integer."""
    maximum: int = 1_000_000
    """Greatest value of an integer."""
    maxlength: int = Field(default=255, ge=1, le=3000)
    """Longest text of an input, in characters."""
    position: int = 900
    """Place in the form; small numbers stand first."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""
    data_option: dict[str, Any] = {}
    """What the fields above can't say, in Zammad's own words."""
    screens: dict[str, Any] = {
        "create_middle": {"ticket.agent": {"shown": True, "required": False}},
        "edit": {"ticket.agent": {"shown": True, "required": False}},
    }
    """Form → permission → whether it is shown and asked for."""

    @model_validator(mode="after")
    def _options_where_they_belong(self) -> Attribute:
        if (self.data_type in CHOICES) != bool(self.options):
            needs = "needs" if self.data_type in CHOICES else "takes no"
            raise ValueError(f"a {self.data_type} {needs} options")
        return self

    def fields(self) -> Record:
        option = {"null": True, **self._for_agents(), **self._by_type(), **self.data_option}
        if not option.get("permission"):
            option.pop("permission", None)  # the server takes a list or nothing
        return {
            "object": "Ticket",
            **self.model_dump(include={"name", "display", "data_type", "position", "active"}),
            "data_option": option,
            "screens": dict(self.screens),
        }

    def _for_agents(self) -> Record:
        """Ours are described to agents and admins only: Zammad gives every user who logs in the
        name, label and options of all attributes that name no permission."""
        shown = {one for permissions in self.screens.values() for one in permissions}
        hidden = self.name.startswith(OUR_FIELDS) and shown <= {AGENT}
        return {"permission": [AGENT, "admin.*"]} if hidden else {}

    def _by_type(self) -> Record:
        choice = {
            "default": "",
            "linktemplate": "",
            "nulloption": True,
            "maxlength": 255,
            "translate": True,
        }
        by_type: dict[str, Record] = {
            "input": {
                "type": "text",
                "maxlength": self.maxlength,
                "default": "",
                "linktemplate": "",
            },
            "select": {"options": dict(self.options), **choice},
            "multiselect": {"options": dict(self.options), **choice, "default": []},
            "tree_select": {"options": _tree(self.options), **choice},
            "boolean": {"options": {"true": "yes", "false": "no"}, "default": False},
            # `diff: 0` would give every new ticket today's date.
            "date": {"diff": None, "default": None, "future": True, "past": True},
            "datetime": {"diff": None, "default": None, "future": True, "past": True},
            "integer": {"min": self.minimum, "max": self.maximum, "default": None},
        }
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


def _flat(nodes: list[Record]) -> dict[str, str]:
    """The inverse of `_tree`."""
    found: dict[str, str] = {}
    for node in nodes:
        found[node["value"]] = node["name"]
        found |= _flat(node.get("children") or [])
    return found


def _range(data_type: str, option: Record) -> Record:
    if data_type in CHOICES:
        options = option.get("options") or {}
        return {"options": _flat(options) if isinstance(options, list) else dict(options)}
    if data_type == "integer":
        return {"minimum": option["min"], "maximum": option["max"]}
    return {"maxlength": option["maxlength"]} if data_type == "input" else {}


# Zammad's own: a file says nothing about them.
SERVERS = {"historical_options", "relation"}


def _fetch(get: Callable[..., Any]) -> list[Record]:
    """Of tickets, without those that Zammad came with: no file can stand for them."""
    rows = get("object_manager_attributes")
    tickets = (row for row in rows if row.get("object", "Ticket") == "Ticket")
    return [row for row in tickets if row.get("editable", True)]


def _unread(row: Record, _: Named) -> Record:
    said = {name: row[name] for name in ("name", "display", "data_type", "position", "active")}
    said |= _range(row["data_type"], row["data_option"]) | {"screens": row["screens"]}
    usual = Attribute.model_validate(said).fields()["data_option"]
    unusual = {
        name: value
        for name, value in row["data_option"].items()
        if name not in SERVERS and usual.get(name) != value and value not in ("", None)
    }
    absent = {
        name: False for name, value in usual.items() if value and name not in row["data_option"]
    }
    return said | {"data_option": absent | unusual}


KIND = Kind(
    name="attributes",
    resource="object_manager_attributes",
    permission="admin.object",
    spec=Attribute,
    files="templates/attributes/*.yml",
    unread=_unread,
    fetch=_fetch,
    has_note=False,
    translated=("display", "options"),
    partly=frozenset({"data_option"}),
    full_update=True,
    our_prefix=OUR_FIELDS,
    same_object=("object", "name"),
)
