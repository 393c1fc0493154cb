"""Two values side by side, as a person reads them: what differs, and no more."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zammad_plugin.text import bidi

WIDTH = 120  # characters of one value on a line
AROUND = 24  # characters of what is alike, before the first difference
SENTENCES = re.compile(r"(?<=[.!?؟։])\s+")
BLOCKS = re.compile(r"(?<=</p>)|(?<=<br>)|(?<=</li>)|(?<=</div>)|(?<=<ul>)")


@dataclass(frozen=True)
class Leaf:
    """One value that differs; `path` from its `field` down: `perform.ticket.tags.value`."""

    field: str
    path: str
    old: Any
    new: Any


def leaves(field: str, old: Any, new: Any, whole: bool = True, path: str = "") -> Iterator[Leaf]:
    """`whole`: keys that only the old mapping has count as taken away."""
    path = path or field
    if not (isinstance(old, dict) and isinstance(new, dict)):
        if old != new:
            yield Leaf(field, path, old, new)
        return
    gone = [name for name in old if name not in new] if whole else []
    for name in [*new, *gone]:
        yield from leaves(field, old.get(name), new.get(name), whole, f"{path}.{name}")


def isolated(text: str) -> str:
    """Right-to-left text inside a line must not turn the rest of the line around; what runs from
    the left is copied by people and stays without marks."""
    return bidi.isolated(text) if bidi.has_rtl(text) else text


def words(value: Any) -> str:
    """A value on one line."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return " ".join(value.split())
    return json.dumps(value, ensure_ascii=False, default=str)


def short(old: Any, new: Any) -> tuple[str, str]:
    """Both on a line each, cut so that the first difference is in sight."""
    one, other = words(old), words(new)
    if max(len(one), len(other)) <= WIDTH:
        return one, other
    alike = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    start = max(0, alike - AROUND)
    return _cut(one, start), _cut(other, start)


def _cut(text: str, start: int) -> str:
    before = "…" if start else ""
    after = "…" if len(text) > start + WIDTH else ""
    return f"{before}{text[start : start + WIDTH]}{after}"


def _split(value: Any) -> list[str]:
    """Lines: of a text its sentences, of HTML its blocks, of anything else its JSON."""
    if isinstance(value, str):
        parts = (part for line in value.splitlines() for part in BLOCKS.split(line))
        sentences = (one for part in parts for one in SENTENCES.split(part))
        return [one for one in sentences if one.strip()]
    return (
        []
        if value is None
        else json.dumps(value, ensure_ascii=False, indent=1, default=str).splitlines()
    )


def lines_of(leaf: Leaf) -> Iterator[tuple[str, str]]:
    """(`-`, `+` or a blank, line) of the whole value."""
    for line in difflib.ndiff(_split(leaf.old), _split(leaf.new)):
        if line[0] != "?":
            yield line[0], line[2:]
