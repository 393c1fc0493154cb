"""Small counts are hidden, and so are those by which a hidden one could be told. Pure.

With few reports a table says who it was: "one girl under 13 from one village". A count from one to
four is not shown; where a total is shown, a second one goes too, so that no subtraction finds it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEWEST = 5
Name = TypeVar("Name", bound=Hashable)
Shown = dict[Name, int | None]  # None: hidden


def shown(count: int) -> int | None:
    """A count by itself, in no table."""
    return None if 0 < count < FEWEST else count


def table(counts: Mapping[Name, int]) -> Shown[Name]:
    """A table whose total is shown elsewhere. Of what is hidden at least two hold something, and
    together they are not fewer than FEWEST."""
    hidden = {name for name, many in counts.items() if 0 < many < FEWEST}
    left = sorted((many, str(name), name) for name, many in counts.items() if many >= FEWEST)
    while hidden and left and (len(hidden) < 2 or sum(counts[one] for one in hidden) < FEWEST):
        hidden.add(left.pop(0)[2])
    return {name: None if name in hidden else many for name, many in counts.items()}


def cross(cells: Mapping[tuple[str, str], int]) -> Shown[tuple[str, str]]:
    """A table of two names whose rows and columns may be added up elsewhere: in no line may one
    hidden cell stand alone."""
    hidden = {name for name, many in cells.items() if 0 < many < FEWEST}
    while (more := _alone(cells, hidden)) is not None:
        hidden.add(more)
    return {name: None if name in hidden else many for name, many in cells.items()}


def _alone(
    cells: Mapping[tuple[str, str], int], hidden: set[tuple[str, str]]
) -> tuple[str, str] | None:
    """The cell to hide next: the smallest one beside a hidden one that stands alone."""
    for side in (0, 1):
        for line in sorted({name[side] for name in hidden}):
            there = [name for name in cells if name[side] == line and cells[name]]
            inside = [name for name in there if name in hidden]
            few = sum(cells[name] for name in inside) < FEWEST
            open_ = sorted((name for name in there if name not in hidden), key=lambda n: cells[n])
            if open_ and (len(inside) < 2 or few):
                return open_[0]
    return None
