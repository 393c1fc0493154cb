"""Ages and school classes in a normalised text: digits beside a word of age."""

from __future__ import annotations

import re

_NUMBER = r"(\d{1,2})"
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NUMBER} ?(?:years?|yrs?|yo\b|y/o|ans\b|an\b|سنه|سنين|عام|sene|snin|sne\b)",
        rf"\b(?:aged?|age is|i am|i'm|im|he is|she is|he's|she's|turned) {_NUMBER}\b",
        rf"(?:عمر\w{{0,4}}|ابن|بنت) (?:ال)?{_NUMBER}\b",
        rf"\b(?:3omr\w{{0,3}}|omr\w{{0,3}}|3emr\w{{0,3}}) {_NUMBER}\b",
        rf"\b(?:son|daughter|kid|boy|girl|sister|brother)[ ,(]{{1,3}}{_NUMBER}\b",
    )
)
ADULT = 18
TEEN = 13
GRADE = re.compile(r"\b(?:grade|eb|صف) ?(\d{1,2})\b|\b(\d{1,2})(?:eme|e) (?:annee|classe)?")
LAST_GRADE_UNDER_13 = 6


def ages(text: str) -> list[int]:
    """Ages of persons, in years, in the order of the patterns; 3 to 99."""
    found = [int(group) for pattern in PATTERNS for group in _groups(pattern, text)]
    return [age for age in found if 3 <= age <= 99]


def _groups(pattern: re.Pattern[str], text: str) -> list[str]:
    return [
        next(g for g in match.groups() if g)
        for match in pattern.finditer(text)
        if any(match.groups())
    ]


def lowest_grade(text: str) -> int | None:
    """The school grade named, 1 (youngest) to 12, or None."""
    grades = [int(match.group(1)) for match in GRADE.finditer(text) if match.group(1)]
    return min((grade for grade in grades if 1 <= grade <= 12), default=None)
