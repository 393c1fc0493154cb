"""Findings in a file → errors with file:line:column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from zammad_plugin.config.reading.placed_yaml import place, read_yaml
from zammad_plugin.errors import DeskError

Loc = tuple[str | int, ...]
Problem = tuple[Loc, str, str]  # (where in the file, what, what next)


def placed(
    file: Path, problems: Iterable[Problem], front: str | None = None, above: int = 0
) -> Iterator[DeskError]:
    """`front`: the front matter alone, below `above` lines. The reader that knows the places is
    slow: a file without a finding is not read by it."""
    found = list(problems)
    if not found:
        return
    data = read_yaml(file, front, above)
    for loc, what, hint in found:
        yield DeskError(what, where=place(file, data, loc, above), hint=hint)
