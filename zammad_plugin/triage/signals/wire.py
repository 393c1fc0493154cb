"""What the two sides of a pipe say to each other: one JSON object a line.

The child begins with `{"concepts": {NAME: [CONCEPT, …]}}`. Then each `{"text": …}` is answered by
`{"signs": [[CONCEPT, START, END], …], "failed": [NAME, …]}`.
"""

from __future__ import annotations

from typing import NamedTuple, TypedDict

CONCEPT = r"^[a-z][a-z0-9_]{0,39}$"
MOST = 200  # signs of one text


class Sign(NamedTuple):
    """A concept that a function saw from `start` to `end` of the text."""

    concept: str
    start: int
    end: int


class Hello(TypedDict):
    """Name of each signal → the concepts that it may see."""

    concepts: dict[str, list[str]]


class Asked(TypedDict):
    text: str


class Answer(TypedDict):
    """`failed`: names of the signals that raised, or gave what is none."""

    signs: list[tuple[str, int, int]]
    failed: list[str]
