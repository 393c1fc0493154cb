"""Texts as the trained part sees them: units with features, and texts as sequences of units.

A text beside which others are put (a footer, ten sentences, a forwarded letter) is only a longer
sequence of units that are known already; so thousands of such copies cost little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack

from zammad_plugin.triage.evidence.marks import Evidence, Marks
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.passages import runs_of
from zammad_plugin.triage.reading import read
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.trained.features import BUCKETS, SEEN_WEIGHT, pairs_of

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Text:
    """`first`: number of its first unit; `sights`: (name, unit of the text)."""

    first: int
    units: int
    sights: tuple[tuple[str, int], ...]


@dataclass
class Units:
    """Of all texts: a row a unit of feature sums, with `letters` and `words` of each."""

    ruleset: Ruleset
    rows: list[csr_matrix] = field(default_factory=list)
    letters: list[float] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    known: dict[str, Text] = field(default_factory=dict)

    def add(self, text: str) -> Text:
        if text not in self.known:
            self.known[text] = self._read(text)
        return self.known[text]

    def _read(self, text: str) -> Text:
        reading = read([Message(text)], self.ruleset)
        made, units = reading.tokens, reading.passages.units
        shape = (units, BUCKETS)
        self.rows.append(csr_matrix((made.values, (made.units, made.places)), shape))
        first = len(self.letters)
        self.letters += made.letters.tolist()
        self.words += np.diff(reading.words).tolist()
        return Text(first, units, tuple(reading.sights))

    def matrix(self) -> csr_matrix:
        whole = vstack(self.rows).tocsr()
        whole.sum_duplicates()
        return whole.astype(np.float32)


@dataclass(frozen=True)
class Bag:
    """A text or several behind each other: `units` in the order of reading, and what is seen.
    `own`: how many of the units are the message's own, from `begin`."""

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
    first, last, owner, start = list[Array](), list[Array](), list[Array](), 0
    rows: list[tuple[Array, Array, Array]] = []
    for number, one in enumerate(bags):
        sums = np.cumsum([0, *words[one.units]])
        begin, end = (np.zeros(0, int), np.zeros(0, int)) if whole else runs_of(sums)
        begin, end = np.append(begin, 0), np.append(end, len(one.units))
        evidence = Evidence(one.sights, len(one.units))
        rows.append(concept_rows(marks_of(evidence, begin, end, sums)))
        first.append(begin + start)
        last.append(end + start)
        owner.append(np.full(len(begin), number))
        start += len(one.units)
    sequence = np.concatenate([one.units for one in bags])
    concepts = stacked(rows)
    return Runs(sequence, *(np.concatenate(one) for one in (first, last, owner)), concepts)


def marks_of(evidence: Evidence, first: Array, last: Array, words: Array) -> Marks:
    """As reading.py makes them; the last run is the whole."""
    present, many = evidence.runs(first, last), words[last] - words[first]
    whole = evidence.marks(present[-1:], many[-1:])
    return evidence.marks(present, many, whole.of(0))


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
