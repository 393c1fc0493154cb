"""Figures now and before: which fell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Worse:
    """A figure that fell below the baseline."""

    name: str
    before: float
    now: float

    def __str__(self) -> str:
        return f"{self.name}: {self.before} before, {self.now} now"


GATED = (
    "caught",
    "caught_critical",
    "precision",
    "left_alone",
    "category",
    "urgency",
    "reporter",
    "minor",
    "under13",
    "platforms_f1",
    "language",
)
FEWER = ("unsure",)  # the less the better


def compare(figures: dict[str, Any], baseline: dict[str, Any], slack: float = 0.0) -> list[Worse]:
    """Gated figures that are more than `slack` worse than the baseline's."""
    return [
        Worse(name, baseline[name], figures[name])
        for name in (*GATED, *FEWER)
        if baseline.get(name) is not None
        and figures.get(name) is not None
        and _worse(name, figures[name], baseline[name]) > slack
    ]


def _worse(name: str, now: float, before: float) -> float:
    return now - before if name in FEWER else before - now
