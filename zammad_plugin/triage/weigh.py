"""What the trained part makes of a thread that was read: by message and by passage. Pure.

Two models judge whether it is a report: one what a whole message says, one its passages, of which
the gravest counts. What else is asked (category, urgency …) is read where the passages say it,
each unit weighed by how grave its passages are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zammad_plugin.text.embedding import LONGEST
from zammad_plugin.triage.evidence.marks import Bools, Ints, Marks
from zammad_plugin.triage.reading import Reading
from zammad_plugin.triage.trained.features import SEEN_WEIGHT, pairs_of
from zammad_plugin.triage.trained.linear_heads import Chances, Floats, chances_of
from zammad_plugin.triage.trained.settings import Parts
from zammad_plugin.triage.trained.weights import OPINION, PASSAGE, REPORT, WHOLE, Weights

SHORT = 3  # units of passages that tell how grave a unit is
ALIKE = 0.8  # logit: passages that are as grave as the gravest; the shortest decides
CONTEXT = 80  # characters to each side of the deciding passage that are embedded
LEAST = 0.02  # weight of a unit that is left out
NO = -99.0  # logit of what is not there


@dataclass(frozen=True)
class Judged:
    """`score`: a logit, of all parts together; `passage`: of the gravest passage by itself;
    `apart`: of that of a footer; `deciding`: number of the passage that decides; `near`: the units
    that speak of the matter, `marks` what they show together; `chances`: by question; `parts`: the
    limits."""

    score: float
    passage: float
    apart: float
    deciding: int
    near: Bools
    marks: Marks
    chances: dict[str, Chances]
    parts: Parts

    @property
    def report(self) -> bool:
        return self.score >= self.parts.sure

    @property
    def unsure(self) -> bool:
        """What stands in a footer alone is for a person to see, however grave."""
        return self.passage >= self.parts.unsure or self.apart >= self.parts.sure

    @property
    def share(self) -> float:
        """The score as a probability."""
        return float(1 / (1 + np.exp(-self.score)))


@dataclass(frozen=True)
class _Said:
    """Logits of passages, of the gravest whole, and of the gravest apart."""

    passages: Floats
    whole: float
    apart: float

    @property
    def passage(self) -> float:
        return float(self.passages.max())


def weigh(reading: Reading, weights: Weights) -> Judged:
    settings = weights.settings
    said = _said(reading, weights)
    deciding = deciding_of(reading.runs.first, reading.runs.last, reading.words, said.passages)
    weight = _weight(reading, said.passages, settings.calm)
    near = weight >= settings.near
    marks = reading.some(near)
    logits = _logits(reading, weight, marks, weights)
    parts, more, opinion = settings.letters, dict[str, Floats](), 0.0
    score = scored(parts, settings.lag, said.whole, said.passage, opinion)
    if weights.meaning and settings.both and settings.asked[0] <= score < settings.asked[1]:
        told = deciding_words(reading.text, *reading.span(deciding))
        more, parts = weights.meaning.logits(told), settings.both
        opinion = float(more[REPORT][0])
        score = scored(parts, settings.lag, said.whole, said.passage, opinion)
    passage = said.passage + parts.opinion * opinion
    apart = scored(settings.letters, settings.lag, said.apart, said.apart, 0.0)
    chances = _chances(logits, more, weights)
    return Judged(score, passage, apart, deciding, near, marks, chances, parts)


def scored(parts: Parts, lag: float, whole: float, passage: float, meaning: float) -> float:
    """One logit; what harmless words beside a passage take away from it is bounded by `lag`."""
    whole = max(whole, passage - lag)
    said = parts.whole * whole + parts.passage * passage + parts.meaning * meaning
    return said + parts.offset


def deciding_of(first: Ints, last: Ints, words: Ints, logits: Floats) -> int:
    """The shortest of the passages that are as grave as the gravest; `words`: running sum."""
    alike = np.flatnonzero(logits >= logits.max() - ALIKE)
    many = (words[last] - words[first])[alike]
    return int(alike[np.lexsort((-logits[alike], many))[0]])


def deciding_words(text: str, start: int, end: int) -> str:
    """What is embedded: the deciding passage with a little around it. Of more, a newsletter or a
    forwarded letter below a short report tells something else: of ten such reports one was lost."""
    return text[max(0, start - CONTEXT) : end + CONTEXT][:LONGEST]


def around(text: str, start: int, end: int) -> str:
    """At most LONGEST characters, as many before as behind."""
    spare = LONGEST - (end - start)
    if spare <= 0:
        return text[start : start + LONGEST]
    begin = max(0, min(max(0, start - spare // 2), len(text) - LONGEST))
    return text[begin : begin + LONGEST]


def unit_weights(first: Ints, last: Ints, logits: Floats, units: int, calm: float) -> Floats:
    """By unit, from the logits of passages: 1 where the gravest short one is, less elsewhere."""
    grave = np.full(units, -np.inf, np.float32)
    short = last - first <= SHORT
    for step in range(SHORT):
        there = short & (first + step < last)
        np.maximum.at(grave, first[there] + step, logits[there])
    known = np.isfinite(grave)
    if not known.any():
        return np.ones(units, np.float32)
    grave[~known] = logits.min()
    weight: Floats = np.exp((grave - grave.max()) / np.float32(calm)).astype(np.float32)
    return weight


def _weight(reading: Reading, logits: Floats, calm: float) -> Floats:
    """What stands around a person's words weighs nothing."""
    last = reading.runs.last[: len(logits)]
    mine = unit_weights(reading.runs.first[: len(logits)], last, logits, reading.own, calm)
    return np.append(mine, np.zeros(len(reading.spans) - reading.own, np.float32))


def _said(reading: Reading, weights: Weights) -> _Said:
    passages = _runs(reading, slice(None), weights, PASSAGE)
    whole = _runs(reading, reading.runs.messages, weights, WHOLE)
    behind = reading.runs.whole + 1
    apart = float(passages[behind:].max()) if len(passages) > behind else NO
    return _Said(passages[:behind], float(whole.max()), apart)


def _runs(reading: Reading, rows: slice, weights: Weights, task: str) -> Floats:
    """Logits of passages by one of the models of a report."""
    column = weights.whole if task == WHOLE else weights.passage
    first, last = reading.runs.first[rows], reading.runs.last[rows]
    sums = np.concatenate([[0.0], np.cumsum(reading.tokens.sums(column))])
    many = np.concatenate([[0.0], np.cumsum(reading.tokens.letters)])
    root = np.sqrt(np.maximum(many[last] - many[first], 1.0))
    seen = concepts(reading.marks.names, reading.marks.present[rows], column)
    return np.asarray(weights.heads.of(task, (sums[last] - sums[first]) / root + seen), np.float32)


def concepts(names: tuple[str, ...], present: Bools, column: Floats) -> Floats:
    """What concepts and every two of them say of passages, all at once."""
    there = present.astype(np.float32)
    table = np.triu(column[pairs_of(names)])
    many = there.sum(axis=1)
    pairs = np.maximum(many * (many + 1) / 2, 1.0)
    said: Floats = ((there @ table) * there).sum(axis=1) * np.float32(SEEN_WEIGHT) / np.sqrt(pairs)
    return said


def _logits(reading: Reading, weight: Floats, marks: Marks, weights: Weights) -> dict[str, Floats]:
    """Of all questions, where the matter is told."""
    tokens = reading.tokens
    values = tokens.values * weight[tokens.units]
    there = np.flatnonzero(weight[tokens.units] >= LEAST)
    root = np.sqrt(max(float(weight @ tokens.letters), 1.0))
    sums = values[there] @ weights.table[tokens.places[there]].astype(np.float32) / root
    names = [name for name, shown in zip(marks.names, marks.present[0], strict=True) if shown]
    places = pairs_of(names)[np.triu_indices(len(names))]
    worth = np.float32(SEEN_WEIGHT / np.sqrt(max(len(places), 1)))
    sums = sums + weights.table[places].astype(np.float32).sum(axis=0) * worth
    return weights.heads.logits(sums)


def _chances(
    logits: dict[str, Floats], more: dict[str, Floats], weights: Weights
) -> dict[str, Chances]:
    found = {}
    for task, classes in weights.heads.tasks.items():
        said = logits[task]
        if task in more and weights.meaning:
            said = said * np.float32(weights.meaning.heads.keep[task]) + more[task]
        found[task] = chances_of(classes, said)
    if more:
        found[OPINION] = chances_of(("False", "True"), more[REPORT])
    return found
