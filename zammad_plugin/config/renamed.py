"""Conditions, actions and forms of Zammad in the names of one set turned into the other's. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zammad_plugin.config.taxonomy import TagNames
from zammad_plugin.vocabulary import OUR_FIELDS

TAGS = {"ticket.tags", "x-zammad-ticket-tags"}  # conditions and actions; a mail filter's action
NO_VALUES = {"operator", "range", "pre_condition"}  # of a test: what is no value of the attribute
VARIABLE = re.compile(r"#\{(ticket\.cs_[a-z0-9_]+)")


@dataclass(frozen=True)
class Renamed:
    """One direction: `tags` turns a list `a,b`, `field` the name of an attribute (`ticket.NAME`
    too), `value` (attribute, value) its value."""

    tags: Callable[[str], str]
    field: Callable[[str], str]
    value: Callable[[str, Any], Any]

    def inside(self, value: Any) -> Any:
        """`value` with every name in it turned, also in trees of conditions, lists of columns and
        variables of texts."""
        if isinstance(value, list):
            return [self.inside(one) for one in value]
        if isinstance(value, str):
            return VARIABLE.sub(lambda one: "#{" + self.field(one[1]), self.field(value))
        if not isinstance(value, dict):
            return value
        name = value.get("name")
        if isinstance(name, str) and "operator" in value:  # a leaf of a tree carries its own name
            test = {key: one for key, one in value.items() if key != "name"}
            return {"name": self.field(name), **self._test(name, test)}
        return dict(map(self._entry, value.items()))

    def _entry(self, entry: tuple[Any, Any]) -> tuple[Any, Any]:
        """Keys may be references to objects too."""
        name, one = entry
        return (self.field(name), self._test(name, one)) if isinstance(name, str) else entry

    def _test(self, name: str, test: Any) -> Any:
        """A test of `name`, or what is done to it."""
        if name in TAGS:
            known = isinstance(test, dict) and isinstance(test.get("value"), str)
            return {**test, "value": self.tags(test["value"])} if known else test
        return self._values(name, test) if self._is_ours(name) else self.inside(test)

    def _is_ours(self, name: str) -> bool:
        return name.removeprefix("ticket.").startswith(OUR_FIELDS)

    def _values(self, name: str, test: Any) -> Any:
        if isinstance(test, dict):
            return {
                key: one if key in NO_VALUES else self._values(name, one)
                for key, one in test.items()
            }
        return self.value(name, test)

    def attribute(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The attribute itself: its name and the values of its options; labels stay."""
        name, option = str(fields["name"]), fields.get("data_option") or {}
        made = {**fields, "name": self.field(name)}
        if isinstance(option.get("options"), dict):
            options = {self.value(name, one): label for one, label in option["options"].items()}
            made["data_option"] = {**option, "options": options}
        return made


def for_server(names: TagNames) -> Renamed:
    """What is plain becomes what the server gets; what is already so stays."""
    return Renamed(names.show_list, names.fields.show, names.fields.value)


def for_files(names: TagNames) -> Renamed:
    """The way back, from either set."""

    def value(name: str, shown: Any) -> Any:
        found = names.fields.of(name)
        return found.read(shown) if found else shown

    return Renamed(names.read_list, names.fields.read, value)
