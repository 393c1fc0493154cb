"""What passages of a text show, all of them at once: concepts, and what follows from ages. Pure.

Everything seen lies in a unit; a passage shows what lies in one of its units. What follows from
several things together (a child is concerned, an adult only) is reckoned for each passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHILD_SIGNS = (
    "own_child",
    "child_word",
    "cousin",
    "school",
    "teacher_self",
    "friend",
    "self_child",
)
OWN_CHILD = ("own_child", "child_word", "teacher_self")
# Ages and classes as they are seen; they are no marks themselves.
AGE_UNDER_13, AGE_UNDER_18, AGE_ADULT = "age:under13", "age:teen", "age:adult"
GRADE_LOW, GRADE_OPEN, GRADE_HIGH = "grade:low", "grade:open", "grade:high"
# Whose age it is, where the writer says so: he or she is a minor, or an adult.
SELF_MINOR, SELF_ADULT = "self_minor", "self_adult"
# … and what says nothing of the matter.
INNER = frozenset(
    {
        AGE_UNDER_13,
        AGE_UNDER_18,
        AGE_ADULT,
        GRADE_LOW,
        GRADE_OPEN,
        GRADE_HIGH,
        "plea",
        "greeting",
    }
)
# Of the whole thread, where the passage itself does not say it: who is concerned.
CONTEXT = (
    "child",
    "child_age",
    "adult_age",
    "under13",
    "own_child",
    "self_child",
    "teacher_self",
    SELF_MINOR,
    SELF_ADULT,
)
# … and where only the units are looked at that speak of the matter: whether it is over.
OVER = ("past", "closed", "no_demand", "now", "self_harm")
WORDS = (3, 8, 20, 60)  # limits of the marks of length

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Marks:
    """`names` of the columns of `present`, a row a passage; `minor` and `under13` by passage:
    1 yes, 0 no, -1 open."""

    names: tuple[str, ...]
    present: Bools
    minor: NDArray[np.int8]
    under13: NDArray[np.int8]

    def of(self, passage: int) -> frozenset[str]:
        return frozenset(
            name for name, there in zip(self.names, self.present[passage], strict=True) if there
        )


class Evidence:
    """What was seen, by unit."""

    def __init__(self, sights: Iterable[tuple[str, int]], units: int) -> None:
        """`sights`: (name, unit)."""
        found = set(sights)
        self.names = sorted({name for name, _ in found})
        at = {name: place for place, name in enumerate(self.names)}
        self.by_unit = np.zeros((units, len(self.names)), bool)
        for name, unit in found:
            self.by_unit[unit, at[name]] = True

    def runs(self, first: Ints, last: Ints) -> Bools:
        """By run of units, from `first` to `last` (exclusive)."""
        sums = np.zeros((len(self.by_unit) + 1, len(self.names)), np.int32)
        np.cumsum(self.by_unit, axis=0, out=sums[1:])
        return np.asarray(sums[last] > sums[first], bool)

    def some(self, units: Bools, own: int, words: Ints) -> Marks:
        """What these units show together, within the first `own` ones; `words` of each unit."""
        parts = [self.by_unit[units].any(axis=0), self.by_unit[:own].any(axis=0)]
        many = np.array([words[units].sum(), words[:own].sum()])
        both = self.marks(np.stack(parts), many, 1, (*CONTEXT, *OVER))
        return Marks(both.names, both.present[:1], both.minor[:1], both.under13[:1])

    def marks(
        self, present: Bools, words: Ints, whole: int, context: Sequence[str] = CONTEXT
    ) -> Marks:
        """`present`: a row a passage as of `runs`; `words` of each; `whole`: number of the passage
        that is all of it, which stands as `context` where another one lacks something."""
        columns = {
            name: present[:, place]
            for place, name in enumerate(self.names)
            if not name.startswith("platform:")
        }
        rows = len(present)
        places = [at for at, name in enumerate(self.names) if name.startswith("platform:")]
        if places:
            columns["platform"] = np.asarray(present[:, places].any(axis=1), bool)
        minor, under13 = _band(columns, rows)
        columns |= _derived(columns, minor, under13, rows)
        for name in context:
            if name in columns and columns[name][whole]:
                columns[f"ctx:{name}"] = np.logical_not(columns[name])
        length = np.searchsorted(WORDS, words)
        for size in set(length.tolist()):
            columns[f"length:{size}"] = np.equal(length, size)
        names = tuple(name for name in columns if name not in INNER)
        table = np.stack([columns[name] for name in names], axis=1)
        return Marks(names, table, minor, under13)


def _any(columns: dict[str, Bools], names: Sequence[str], rows: int) -> Bools:
    found = np.zeros(rows, bool)
    for name in names:
        if name in columns:
            found |= columns[name]
    return found


def _band(columns: dict[str, Bools], rows: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """(minor, under13). A child's age beside an adult's means that a child is concerned; of
    several the youngest counts."""

    def has(*names: str) -> Bools:
        return _any(columns, names, rows)

    young, grade = has(AGE_UNDER_13, AGE_UNDER_18), has(GRADE_LOW, GRADE_OPEN, GRADE_HIGH)
    adult = has(AGE_ADULT) & ~has(*OWN_CHILD)
    cases = [young | grade, adult, has(*CHILD_SIGNS)]
    minor = np.select(cases, [1, 0, 1], -1)
    low = np.where(young, has(AGE_UNDER_13), has(GRADE_LOW))
    # "collège" beside a class of its own says nothing more: 25 of 32 labelled so are 13 or older.
    open_ = ~young & has(GRADE_OPEN) & ~has(GRADE_HIGH)
    under13 = np.select([~(young | grade), low, open_], [np.where(adult, 0, -1), 1, -1], 0)
    return minor.astype(np.int8), under13.astype(np.int8)


def _derived(
    columns: dict[str, Bools], minor: NDArray[np.int8], under13: NDArray[np.int8], rows: int
) -> dict[str, Bools]:
    made = {
        "child": minor == 1,
        "adult_age": _any(columns, [AGE_ADULT], rows),
        "child_age": _any(columns, [AGE_UNDER_13, AGE_UNDER_18], rows),
        "grade": _any(columns, [GRADE_LOW, GRADE_OPEN, GRADE_HIGH], rows),
        "under13": under13 == 1,
        "teen": (minor == 1) & (under13 == 0),
    }
    return {name: one for name, one in made.items() if one.any()}
