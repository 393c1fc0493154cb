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


DEEPEST = 50  # tables and lists within each other; the package's own files have 9
MOST = 200_000  # values of a file, aliases written out
WORDS = 1000  # characters of a text that count as one value more


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


NUMBER = "tag:yaml.org,2002:int"


def is_number(scalar: str) -> bool:
    """Whether a scalar without quotes is a whole number here."""
    return _tag(scalar) == NUMBER


class Unbounded(yaml.YAMLError):
    """Deeper or larger than any file of a desk; `line`, `column` from 1."""

    def __init__(self, why: str, mark: Any) -> None:
        super().__init__(why)
        self.line, self.column = mark.line + 1, mark.column + 1


def bounded(text: str) -> None:
    """Raises Unbounded for YAML that is nested too deep, or grows by aliases of aliases; nothing
    is built. What is no YAML is left to whoever reads it."""
    try:
        counted = _Counted()
        for event in yaml.parse(text, Base):
            counted.take(event)
    except Unbounded:
        raise
    except yaml.MarkedYAMLError as error:
        if "nesting" in str(error.problem) and error.problem_mark:
            raise Unbounded(f"nested deeper than {DEEPEST}", error.problem_mark) from None
    except yaml.YAMLError:
        return


class _Counted:
    """How deep the events are, and how many nodes they stand for when each alias is written out."""

    def __init__(self) -> None:
        self._open: list[tuple[str | None, int]] = []  # (anchor, nodes before it)
        self._nodes, self._sizes = 0, dict[str, int]()

    def take(self, event: Any) -> None:
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._open.append((event.anchor, self._nodes))
            self._nodes += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._named(*self._open.pop())
        elif isinstance(event, yaml.ScalarEvent):
            self._nodes += 1 + len(event.value) // WORDS
            self._named(event.anchor, self._nodes - 1 - len(event.value) // WORDS)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._sizes:
                raise Unbounded("an alias of nothing before it, or within itself", event.start_mark)
            self._nodes += self._sizes[event.anchor]
        if len(self._open) > DEEPEST:
            raise Unbounded(f"nested deeper than {DEEPEST}", event.start_mark)
        if self._nodes > MOST:
            raise Unbounded(f"more than {MOST} values", event.start_mark)

    def _named(self, anchor: str | None, before: int) -> None:
        if anchor:
            self._sizes[anchor] = self._nodes - before


def load(text: str) -> Any:
    """Raises yaml.YAMLError."""
    if "&" in text and "*" in text:  # libyaml itself bounds the depth
        bounded(text)
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _Reader(loader).plain(node, DEEPEST)
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

    def plain(self, node: Any, left: int) -> Any:
        """`left`: how much deeper it may go."""
        if not left:
            raise yaml.YAMLError("nested too deep")
        if node.tag == STRING and isinstance(node, yaml.ScalarNode):
            return node.value
        if id(node) not in self._known:
            self._known[id(node)] = self._made(node, left - 1)
        return self._known[id(node)]

    def _made(self, node: Any, left: int) -> Any:
        if node.tag == LIST and isinstance(node, yaml.SequenceNode):
            return [self.plain(one, left) for one in node.value]
        if node.tag == TABLE and isinstance(node, yaml.MappingNode):
            return self._table(node.value, left)
        return self._loader.construct_object(node, deep=True)

    def _table(self, pairs: list[tuple[Any, Any]], left: int) -> dict[Hashable, Any]:
        found = {self.plain(key, left): self.plain(value, left) for key, value in pairs}
        if len(found) < len(pairs) or "<<" in found:
            raise yaml.YAMLError("a key stands twice, or a merge key")
        return found
