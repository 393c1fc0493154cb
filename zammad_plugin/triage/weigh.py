"""What the trained part makes of a thread that was read: by message and by passage. Pure.

Two models judge whether it is a report: one what a whole message says, one its passages, of which
the gravest counts. What else is asked (category, urgency …) is read where the passages say it,
each unit weighed by how grave its passages are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zammad_plugin.triage.evidence.marks import Bools, Ints, Marks
from zammad_plugin.triage.reading import Reading
from zammad_plugin.triage.trained.features import SEEN_WEIGHT, pairs_of
from zammad_plugin.triage.trained.linear_heads import Chances, Floats, chances_of
from zammad_plugin.triage.trained.settings import Parts
from zammad_plugin.triage.trained.weights import OPINION, PASSAGE, REPORT, WHOLE, Weights

SHORT = 3  # units of passages that tell how grave a unit is
ALIKE = 0.8  # logit: passages that are as grave as the gravest; the shortest decides
LONGEST_SHOWN = 240  # characters of the deciding passage that are embedded


@dataclass(frozen=True)
class Judged:
    """`score`, `whole` and `passage`: logits of both models together and of each; `deciding`: number
    of the passage that decides; `near`: the units that speak of the matter; `marks`: what these
    show together; `chances`: by question; `apart`: the gravest passage of a footer and the like."""

    score: float
    whole: float
    passage: float
    deciding: int
    near: Bools
    marks: Marks
    chances: dict[str, Chances]
    parts: Parts
    apart: float

    @property
    def report(self) -> bool:
        return self.score >= self.parts.sure

    @property
    def unsure(self) -> bool:
        """What stands in a footer alone is for a person to see, whatever it says."""
        return max(self.score, self.apart) >= self.parts.unsure

    @property
    def share(self) -> float:
        """The score as a probability."""
        return float(1 / (1 + np.exp(-self.score)))


def weigh(reading: Reading, weights: Weights) -> Judged:
    settings = weights.settings
    passages = _runs(reading, slice(None), weights, PASSAGE)
    whole = float(_runs(reading, slice(reading.proper, None), weights, WHOLE).max())
    own = np.where(reading.apart, -np.inf, passages)
    passage, apart = float(own.max()), float(np.where(reading.apart, passages, -np.inf).max())
    deciding = _deciding(reading, own)
    weight = unit_weights(reading.passages.first, reading.passages.last, own, reading.passages.units)
    weight = np.exp(weight / np.float32(settings.calm)) * reading.own
    near = weight >= settings.near
    marks = reading.some(near)
    logits = _logits(reading, weight, marks, weights)
    score = scored(settings.letters, settings.lag, whole, passage)
    parts, more = settings.letters, dict[str, Floats]()
    low, high = settings.plainly
    if weights.meaning and settings.both and low <= score < high:
        more = weights.meaning.logits(shown(reading, deciding))
        parts = settings.both
        score = scored(parts, settings.lag, whole, passage, float(more[REPORT][0]))
    chances = _chances(logits, more, weights)
    hidden = scored(settings.letters, settings.lag, apart, apart)
    return Judged(score, whole, passage, deciding, near, marks, chances, parts, hidden)


def scored(parts: Parts, lag: float, whole: float, passage: float, meaning: float = 0.0) -> float:
    """One logit; what harmless words beside a passage take away from it is bounded by `lag`."""
    whole = max(whole, passage - lag)
    said = parts.whole * whole + parts.passage * passage + parts.meaning * meaning
    return said + parts.offset


def _chances(
    logits: dict[str, Floats], more: dict[str, Floats], weights: Weights
) -> dict[str, Chances]:
    found = {}
    for task, one in logits.items():
        said = one
        if task in more and weights.meaning:
            said = one * np.float32(weights.meaning.heads.keep[task]) + more[task]
        found[task] = chances_of(weights.heads.tasks[task], said)
    if more:
        found[OPINION] = chances_of(("False", "True"), more[REPORT])
    return found


def _runs(reading: Reading, rows: slice, weights: Weights, task: str) -> Floats:
    """Logits of passages by one of the models of a report."""
    column = weights.whole if task == WHOLE else weights.passage
    tokens, runs = reading.tokens, reading.passages
    first, last = runs.first[rows], runs.last[rows]
    counted = reading.own | reading.apart_units
    sums = np.concatenate([[0.0], np.cumsum(tokens.sums(column))])
    many = np.concatenate([[0.0], np.cumsum(tokens.letters)])
    del counted
    root = np.sqrt(np.maximum(many[last] - many[first], 1.0))
    seen = _concepts(reading.marks.names, reading.marks.present[rows], column)
    said = (sums[last] - sums[first]) / root + seen
    return np.asarray(weights.heads.of(task, said), np.float32)


def _concepts(names: tuple[str, ...], present: Bools, column: Floats) -> Floats:
    """What concepts and every two of them say of passages, all at once."""
    there = present.astype(np.float32)
    weights = np.triu(column[pairs_of(names)])
    many = there.sum(axis=1)
    pairs = np.maximum(many * (many + 1) / 2, 1.0)
    said: Floats = ((there @ weights) * there).sum(axis=1) * np.float32(SEEN_WEIGHT) / np.sqrt(pairs)
    return said


def _logits(reading: Reading, weight: Floats, marks: Marks, weights: Weights) -> dict[str, Floats]:
    """Of all other questions, where the matter is told."""
    tokens = reading.tokens
    values = tokens.values * weight[tokens.units]
    there = np.flatnonzero(values > LEAST)
    root = np.sqrt(max(float(weight @ tokens.letters), 1.0))
    sums = values[there] @ weights.table[tokens.places[there]].astype(np.float32) / root
    names = [name for name, shown in zip(marks.names, marks.present[0], strict=True) if shown]
    places = pairs_of(names)[np.triu_indices(len(names))]
    worth = SEEN_WEIGHT / np.sqrt(max(len(places), 1))
    sums = sums + weights.table[places].astype(np.float32).sum(axis=0) * np.float32(worth)
    return weights.heads.logits(sums)
