"""Texts as the trained part sees them: units with features, and texts as sequences of units.

A text beside which others are put (a footer, ten sentences, a forwarded letter) is only a longer
sequence of units that are known already; so thousands of such copies cost little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from parallel import each
from scipy.sparse import csr_matrix, vstack

from zammad_plugin.triage.evidence.marks import Evidence, Marks
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.passages import runs_of
from zammad_plugin.triage.reading import read
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.trained.features import BUCKETS, SEEN_WEIGHT, pairs_of

Array = np.ndarray[Any, Any]
CHUNK = 2000  # bags that one processor takes


@dataclass(frozen=True)
class Text:
    """`first`: number of its first unit; `sights`: (name, unit of the text)."""

    first: int
    units: int
    sights: tuple[tuple[str, int], ...]

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.sights}

    def part(self, start: int, end: int) -> Text:
        """Some of its units."""
        kept = tuple((name, unit - start) for name, unit in self.sights if start <= unit < end)
        return Text(self.first + start, end - start, kept)


@dataclass
class Units:
    """Of all texts: a row a unit of feature sums, with `letters` and `words` of each."""

    ruleset: Ruleset
    rows: list[csr_matrix] = field(default_factory=list)
    letters: list[float] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    known: dict[str, Text] = field(default_factory=dict)

    def add(self, text: str) -> Text:
        if text not in self.known:
            self.known[text] = self._read(text)
        return self.known[text]

    def _read(self, text: str) -> Text:
        reading = read([Message(text)], self.ruleset)
        # No part of it is apart: whatever the text is, it is judged as a person's words.
        made, units = reading.tokens, reading.own
        shape = (units, BUCKETS)
        self.rows.append(csr_matrix((made.values, (made.units, made.places)), shape))
        first = len(self.letters)
        self.letters += made.letters.tolist()
        self.words += np.diff(reading.words).tolist()
        self.spans += reading.spans
        return Text(first, units, tuple(reading.sights))

    def matrix(self) -> csr_matrix:
        whole = vstack(self.rows).tocsr()
        whole.sum_duplicates()
        return whole.astype(np.float32)


@dataclass(frozen=True)
class Bag:
    """A text or several behind each other: `units` in the order of reading, and what is seen."""

    units: Array
    sights: tuple[tuple[str, int], ...]


def bag(parts: Iterable[Text]) -> Bag:
    units, sights, many = list[Array](), list[tuple[str, int]](), 0
    for part in parts:
        units.append(np.arange(part.first, part.first + part.units))
        sights += [(name, unit + many) for name, unit in part.sights]
        many += part.units
    return Bag(np.concatenate(units), tuple(sights))


@dataclass(frozen=True)
class Runs:
    """Passages of many bags: `first` and `last` are places in `sequence`, the units of all bags
    behind each other; `bag` of each passage, rising; `concepts`: a row a passage."""

    sequence: Array
    first: Array
    last: Array
    bag: Array
    concepts: csr_matrix


def passages(bags: Sequence[Bag], words: Array, whole: bool) -> Runs:
    """All passages of the bags, the last of each being the whole; or the `whole` alone."""

    def of(chunk: int) -> tuple[list[Array], list[Array], csr_matrix]:
        some = bags[chunk : chunk + CHUNK]
        runs = [runs_in(words[one.units], whole) for one in some]
        rows = [concept_rows(marks_of(one, *run)) for one, run in zip(some, runs, strict=True)]
        return [run[0] for run in runs], [run[1] for run in runs], stacked(rows)

    found = each(of, range(0, len(bags), CHUNK))
    many = [len(one) for part in found for one in part[0]]
    starts = np.repeat(np.cumsum([0, *(len(one.units) for one in bags)])[:-1], many)
    first, last = (np.concatenate([one for part in found for one in part[at]]) for at in (0, 1))
    sequence = np.concatenate([one.units for one in bags])
    owner = np.repeat(np.arange(len(bags)), many)
    concepts = vstack([part[2] for part in found]).tocsr()
    return Runs(sequence, first + starts, last + starts, owner, concepts)


def runs_in(words: Array, whole: bool = False) -> tuple[Array, Array, Array]:
    """(first, last, running sum of words) of all passages, the last being the whole."""
    sums = np.cumsum([0, *words])
    first, last = (np.zeros(0, int), np.zeros(0, int)) if whole else runs_of(sums)
    return np.append(first, 0), np.append(last, len(words)), sums


def marks_of(one: Bag, first: Array, last: Array, words: Array) -> Marks:
    """As reading.py makes them; the last run is the whole."""
    evidence = Evidence(one.sights, len(one.units))
    return evidence.marks(evidence.runs(first, last), words[last] - words[first], len(first) - 1)


def concept_rows(marks: Marks) -> tuple[Array, Array, Array]:
    """(count by row, buckets, values) of every concept and every two together."""
    table = pairs_of(marks.names)
    low, high = np.triu_indices(len(marks.names))
    both = marks.present[:, low] & marks.present[:, high]
    many = both.sum(axis=1)
    row, pair = np.nonzero(both)
    values = (SEEN_WEIGHT / np.sqrt(np.maximum(many, 1)))[row].astype(np.float32)
    return many, table[low, high][pair], values


def stacked(rows: Sequence[tuple[Array, Array, Array]]) -> csr_matrix:
    starts = np.cumsum([0, *np.concatenate([one[0] for one in rows])])
    places = np.concatenate([one[1] for one in rows]).astype(np.int32)
    values = np.concatenate([one[2] for one in rows])
    return csr_matrix((values, places, starts), shape=(len(starts) - 1, BUCKETS))
