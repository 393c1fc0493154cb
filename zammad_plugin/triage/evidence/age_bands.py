"""What the ages and school classes of a text make of the persons in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.text.phrases import Found
from zammad_plugin.triage.evidence.child_age import AgeReader
from zammad_plugin.triage.evidence.marks import (
    AGE_ADULT,
    AGE_UNDER_13,
    AGE_UNDER_18,
    GRADE_HIGH,
    GRADE_LOW,
    GRADE_OPEN,
    SELF_ADULT,
    SELF_MINOR,
)

ADULT = 18
TEEN = 13  # the platforms' age limit
LAST_GRADE_UNDER_13 = 6  # of the labels: grade 6 and below count as under 13
FIRST_GRADE_OF_13 = 8  # grade 7 leaves it open
NAMES_A_CHILD = {"own_child", "child_word", "cousin", "friend"}


def bands(
    found: list[Found], folded: str, reader: AgeReader, year: int
) -> Iterator[tuple[str, int]]:
    """(mark, place in `folded`) of every age, of those that are the writer's own, of every class.
    `year`: when it was written."""
    years, grades = reader.band(folded)
    years += _beside(found, folded, reader)
    told = list(reader.told.find(folded, year, {at for _, at in years}))
    bounds = {one.at for one in told}
    for age, at in years:
        if at not in bounds:  # the number is not the age that counts
            yield _band(age), at
            if reader.own.holds(folded, at):
                yield (SELF_MINOR if age < ADULT else SELF_ADULT), at
    for one in told:
        # One under 18, or twelve or thirteen, is a child, and nobody knows which.
        open_ = one.low < TEEN <= one.high < ADULT
        yield GRADE_OPEN if open_ else _band(one.low or one.high), one.at
    for grade, at in grades:
        low, high = grade <= LAST_GRADE_UNDER_13, grade >= FIRST_GRADE_OF_13
        yield GRADE_LOW if low else GRADE_HIGH if high else GRADE_OPEN, at


def _band(age: int) -> str:
    return AGE_UNDER_13 if age < TEEN else AGE_UNDER_18 if age < ADULT else AGE_ADULT


def _beside(found: list[Found], folded: str, reader: AgeReader) -> Iterator[tuple[int, int]]:
    """Ages that stand right after the mention of a child, without a word that says so."""
    ends = {_word_end(folded, one.until): one.at for one in found if one.name in NAMES_A_CHILD}
    for end, at in sorted(ends.items()):
        age = reader.beside.find(folded, end)
        if age is not None:
            yield age, at


def _word_end(folded: str, end: int) -> int:
    while end < len(folded) and folded[end].isalpha():
        end += 1
    return end
