"""Sound YAML files to plain data at libyaml's speed, with the scalars of YAML 1.2.

PyYAML by itself reads YAML 1.1, where `no` is False (and a language) and `12:30` a number: its
resolvers are replaced. What it can't read, and a key that stands twice, is left to the careful
reader, who names the place.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as Base
except ImportError:  # PyYAML without libyaml: the same, slower
    from yaml import SafeLoader as Base  # type: ignore[assignment]


class Loader(Base):
    """Scalars as ruamel.yaml reads them; the digits decide, never a word but true and false."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """The tag of a node that names none; `implicit[0]`: a scalar without quotes."""
        if kind is yaml.ScalarNode:
            return _tag(value) if implicit[0] else STRING
        return TABLE if kind is yaml.MappingNode else LIST

    def descend_resolver(self, *_: Any) -> None:
        """For resolvers by path; there are none."""

    ascend_resolver = descend_resolver

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        found = super().construct_mapping(node, deep)
        if len(found) < len(node.value) or "<<" in found:
            raise yaml.YAMLError("a key stands twice, or a merge key")
        return found


SCALARS = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?", "-+0123456789."),
    ("timestamp", r"\d{4}-\d{2}-\d{2}", "0123456789"),
)
STRING, TABLE, LIST = (f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))
# Most scalars are words: their first letter shows that they are no number.
BY_FIRST: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for _name, _pattern, _first in SCALARS:
    for _letter in _first:
        _row = (f"tag:yaml.org,2002:{_name}", re.compile(f"^(?:{_pattern})$"))
        BY_FIRST.setdefault(_letter, []).append(_row)


@lru_cache(4096)  # keys stand in hundreds of files
def _tag(scalar: str) -> str:
    for tag, pattern in BY_FIRST.get(scalar[:1], ()):
        if pattern.match(scalar):
            return tag
    return STRING


def load(text: str) -> Any:
    """Raises yaml.YAMLError."""
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _Reader(loader).plain(node)
    except (RecursionError, TypeError) as error:  # a node in itself, a list as a key
        raise yaml.YAMLError(str(error)) from error
    finally:
        loader.dispose()


class _Reader:
    """Strings, lists and tables at once; PyYAML's constructor costs several times as much.

    What has two names in the file (an alias) is read once: names of names grow without an end.
    """

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._known: dict[int, Any] = {}

    def plain(self, node: Any) -> Any:
        if node.tag == STRING and isinstance(node, yaml.ScalarNode):
            return node.value
        if id(node) not in self._known:
            self._known[id(node)] = self._made(node)
        return self._known[id(node)]

    def _made(self, node: Any) -> Any:
        if node.tag == LIST and isinstance(node, yaml.SequenceNode):
            return [self.plain(one) for one in node.value]
        if node.tag == TABLE and isinstance(node, yaml.MappingNode):
            return self._table(node.value)
        return self._loader.construct_object(node, deep=True)

    def _table(self, pairs: list[tuple[Any, Any]]) -> dict[Hashable, Any]:
        found = {self.plain(key): self.plain(value) for key, value in pairs}
        if len(found) < len(pairs) or "<<" in found:
            raise yaml.YAMLError("a key stands twice, or a merge key")
        return found
