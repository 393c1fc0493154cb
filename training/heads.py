"""The questions beside whether it is a report, read where the passages of a message say it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from bags import Bag, concept_rows, marks_of, runs_in, stacked
from data import Data, groups
from embedded import best_scales, meant, of_classes
from fit import Linear, fit_classes
from parallel import each
from scipy.sparse import csr_matrix, vstack

from zammad_plugin.text.embedding import WIDTH
from zammad_plugin.triage.evidence.marks import Evidence
from zammad_plugin.triage.weigh import concepts, deciding_of, deciding_words, unit_weights

TASKS = (
    "category",
    "urgency",
    "reporter",
    "under13",
    "minor",
    "blackmail",
    "account_suspended",
    "lang",
)
OF_REPORTS = {"category"}  # asked of reports only: the other question is a report's
MEANT = ("category", "urgency", "reporter", "under13")  # that an embedding knows something of
GROUPS = 4  # of authors; the scales are taken from the first, which the others teach
CALM, NEAR = 1.0, 0.25  # settings.py says what they are
CHUNK = 1000

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Head:
    """One question's linear model: classes, a row of weights and a bias a column."""

    classes: list[str]
    weights: Array
    bias: Array

    def logits(self, data: Any) -> Array:
        return np.asarray(data @ self.weights.T) + self.bias

    def scaled(self, by: float) -> Head:
        return Head(self.classes, self.weights * by, self.bias * by)

    def weighed(self, by: Array) -> Head:
        """For features that nobody has multiplied `by`."""
        return replace(self, weights=self.weights * by)


@dataclass(frozen=True)
class Letters:
    """What the letters say of one question; `by`: the scale that its head has already."""

    head: Head
    by: float = 1.0


@dataclass(frozen=True)
class Meant:
    """`keep`: what the letters' logits are multiplied with where these are added."""

    head: Head
    keep: float


class Heads:
    def __init__(self, data: Data, passage: Linear) -> None:
        self.data, self.tasks = data, TASKS
        self._said = data.units @ passage.weights
        self._passage = Linear(passage.weights * data.scale, passage.bias)
        bare, shown = self._attended(data.bags)
        copies, _ = self._attended(data.copies)
        self.rows = vstack([bare, copies]).tocsr()
        self._shown = shown
        self.reports = data.truth == 1
        self._apart = groups(data.found, GROUPS) == 0

    def embedded(self) -> Array:
        """Of the deciding passages of messages by authors who did not teach the encoder; noughts
        for the others."""
        rows = np.flatnonzero(self.data.strange)
        found = np.zeros((self.data.many, WIDTH), np.float32)
        found[rows] = meant([self._window(at, self._shown[at]) for at in rows])
        return found

    def _attended(self, bags: Sequence[Bag]) -> tuple[csr_matrix, list[tuple[int, int]]]:
        """(features as weigh.py reads them, the deciding passage of each)."""
        chunks = [bags[at : at + CHUNK] for at in range(0, len(bags), CHUNK)]
        found = each(lambda at: self._chunk(chunks[at]), range(len(chunks)))
        rows = vstack([one[0] for one in found]).tocsr()
        return rows, [run for one in found for run in one[1]]

    def _chunk(self, bags: Sequence[Bag]) -> tuple[csr_matrix, list[tuple[int, int]]]:
        read = [self._one(one) for one in bags]
        weights = [one[0] for one in read]
        starts = np.cumsum([0, *map(len, weights)])
        places = np.concatenate([one.units for one in bags])
        by = csr_matrix(
            (np.concatenate(weights), places, starts), (len(bags), len(self.data.words))
        )
        seen = stacked([one[1] for one in read])
        seen.data *= self.data.scale[seen.indices]
        return (by @ self.data.units + seen).astype(np.float32), [one[2] for one in read]

    def _one(self, one: Bag) -> tuple[Array, tuple[Array, Array, Array], tuple[int, int]]:
        data, many = self.data, len(one.units)
        first, last, words = runs_in(data.words[one.units])
        marks = marks_of(one, first, last, words)
        sums = np.concatenate([[0.0], np.cumsum(self._said[one.units])])
        letters = np.concatenate([[0.0], np.cumsum(data.letters[one.units])])
        root = np.sqrt(np.maximum(letters[last] - letters[first], 1.0))
        logits = (sums[last] - sums[first]) / root + self._passage.bias
        logits += concepts(marks.names, marks.present, self._passage.weights)
        weight = unit_weights(first, last, logits, many, CALM)
        near = Evidence(one.sights, many).some(weight >= NEAR, many, np.diff(words))
        scale = np.sqrt(max(float(weight @ data.letters[one.units]), 1.0))
        chosen = deciding_of(first, last, words, logits)
        return weight / scale, concept_rows(near), (int(first[chosen]), int(last[chosen]))

    def _window(self, at: int, run: tuple[int, int]) -> str:
        """What is embedded of a message."""
        text, spans = self.data.found[at].text, self.data.spans
        first = self.data.texts[at].first
        return deciding_words(text, spans[first + run[0]][0], spans[first + run[1] - 1][1])

    def _answers(self, task: str) -> tuple[list[str], Array]:
        said = [one.labels.get(task) for one in self.data.found]
        asked = [
            a for a, yes in zip(said, self.reports, strict=True) if yes or task not in OF_REPORTS
        ]
        classes = sorted({one for one in asked if one})
        return classes, np.array([classes.index(one) if one in classes else -1 for one in said])

    def letters(self, task: str) -> Letters:
        classes, answers = self._answers(task)
        asked = answers >= 0
        alone = self._letters(classes, answers, asked)
        if task not in MEANT:
            return Letters(alone)
        inside = np.flatnonzero(asked & self._apart & self.data.judged)
        said = self._letters(classes, answers, asked & ~self._apart).logits(self.rows[inside])
        by = float(best_scales(answers[inside], [said])[0])
        print(f"{task}: letters {_right(answers[inside], said):.3f}", file=sys.stderr)
        return Letters(alone.scaled(by), by)

    def meant(self, task: str, letters: Letters, embedded: Array) -> Meant:
        """The meaning beside the letters, for one of the questions that it knows something of."""
        classes, answers = self._answers(task)
        asked, strange = answers >= 0, self.data.strange
        inside = np.flatnonzero(asked & strange)
        said = self._letters(classes, answers, asked & ~strange).logits(self.rows[inside])
        head = Head(classes, *of_classes(task, classes))
        truth, more = answers[inside], head.logits(embedded[inside])
        both = best_scales(truth, [said, more])
        right = [_right(truth, one) for one in (said, more, both[0] * said + both[1] * more)]
        print(f"{task}: letters, meaning, both {np.round(right, 3)}", file=sys.stderr)
        return Meant(head.scaled(float(both[1])), float(both[0]) / letters.by)

    def _letters(self, classes: list[str], answers: Array, of: Array) -> Head:
        rows = np.flatnonzero(np.tile(of, 2))
        taught, sure = np.tile(answers, 2)[rows], np.tile(self.data.sure / 2, 2)[rows]
        table, bias = fit_classes(self.rows[rows], taught, len(classes), sure)
        if len(classes) == 2:
            return Head(classes, table.T[1:] - table.T[:1], bias[1:] - bias[:1])
        return Head(classes, table.T, bias)

    def report(self) -> Head:
        """What the meaning by itself says of a report."""
        classes = ["False", "True"]
        return Head(classes, *of_classes("child_safety", classes))

    def opinion(self, embedded: Array) -> Array:
        """Of authors who did not teach the encoder; noughts for the others."""
        return np.where(self.data.strange, self.report().logits(embedded)[:, 0], 0.0)

    def urgency(self) -> dict[str, tuple[float, float, float]]:
        """How urgent reports of a category usually are, among messages as people write them."""
        found: dict[str, tuple[float, float, float]] = {}
        rows = [one for one, yes in zip(self.data.found, self.data.judged, strict=True) if yes]
        for kind in sorted({one.labels["category"] for one in rows} - {"not_child_safety"}):
            said = [one.labels["urgency"] for one in rows if one.labels["category"] == kind]
            shares = [
                max(0.01, said.count(level) / len(said)) for level in ("critical", "high", "normal")
            ]
            found[kind] = (round(shares[0], 3), round(shares[1], 3), round(shares[2], 3))
        return found


def _right(truth: Array, logits: Array) -> float:
    return float((logits.argmax(axis=1) == truth).mean())
