"""Every name in a desk's files, held against what the desk's own files make and what Zammad has.

A name that is nearly one of those is a mistake. Another may stand in the instance only: it is
told once, and `plan` and `doctor` ask the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zammad_plugin.check.names.here import Here
from zammad_plugin.check.names.of_kinds import problems
from zammad_plugin.check.names.world import Entry, World
from zammad_plugin.check.placed import Problem, placed
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.front_matter import parted


@dataclass
class References:
    """`problems` of the files; `elsewhere`: (resource, name) → places that name what no file of
    the desk makes."""

    world: World
    problems: list[DeskError] = field(default_factory=list)
    elsewhere: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def look(self, files: Iterable[Entry]) -> None:
        for entry in files:
            self.told(entry, problems(entry.data, Here(self.world, entry, self.elsewhere)))

    def told(self, entry: Entry, problems: Iterator[Problem]) -> None:
        self.problems += at_entry(entry, problems)


def at_entry(entry: Entry, problems: Iterable[Problem]) -> list[DeskError]:
    """Each with its place in the entry's file."""
    found = list(problems)
    front = parted(entry.file)[0] if found and entry.above else None
    return list(placed(entry.file, found, front, entry.above))
