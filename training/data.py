"""All that is trained on, in the form that the fits take."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from bags import BUCKETS, Bag, Text, Units, bag, passages
from corpus import SCENES, Example, examples
from embedded import strangers
from fit import Scores
from ordinary import Beside, ordinary
from scipy.sparse import csr_matrix

from zammad_plugin.triage.ruleset import load

RARITY = 1.5  # power of the inverse document frequency, from authors left out
MADE_UP = 1800  # ordinary messages of several sentences
LANGUAGES = ("en", "fr", "ar", "en", "ar", "fr", "ar-Latn", "tr", "fa", "ckb", "kmr", "hy")
OF_ORDINARY = 0.5  # what an ordinary text counts beside a message
# Whose lines are no messages in the shares in which people write them: with slots, of situations.
TAUGHT_ONLY = {"A", SCENES}
OF_SCENE = 0.5  # what a row of a situation counts beside a message

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Data:
    """`wholes`: messages, then ordinary texts; `parts`: messages, messages with others around them,
    ordinary texts; `bare`, `around`, `around_whole`: what is measured on. `bags` of messages and of
    the copies. `scale`: what a weight is multiplied with for features that nobody has scaled;
    `fold`: group of authors who are left out together, -1 of TAUGHT_ONLY, who always teach;
    `harmful`: concepts that ask for a look."""

    found: list[Example]
    texts: list[Text]
    bags: list[Bag]
    copies: list[Bag]
    letters: Array
    words: Array
    units: csr_matrix
    scale: Array
    wholes: Scores
    parts: Scores
    bare: Scores
    around: Scores
    around_whole: Scores
    truth: Array
    fold: Array
    sure: Array
    spans: list[tuple[int, int]]
    harmful: frozenset[str]

    @property
    def many(self) -> int:
        """Messages."""
        return len(self.found)

    @property
    def harm(self) -> Array:
        """Messages that name harm."""
        return np.array([not self.harmful.isdisjoint(one.names) for one in self.texts])

    @property
    def judged(self) -> Array:
        """Messages that are measured: as people write them."""
        return np.array([one.author not in TAUGHT_ONLY for one in self.found])

    @property
    def strange(self) -> Array:
        """Messages of authors who did not teach the encoder."""
        return np.array([one.author in strangers() for one in self.found])

    def truth_of(self, scores: Scores) -> Array:
        copies = 2 if scores is self.parts else 1
        return self._filled(np.tile(self.truth, copies), scores, 0)

    def sure_of(self, scores: Scores, left_out: int | None) -> Array:
        copies = 2 if scores is self.parts else 1
        mine = np.where(self.fold == left_out, 0.0, self.sure / copies)
        return self._filled(np.tile(mine, copies), scores, OF_ORDINARY)

    def _filled(self, values: Array, scores: Scores, rest: float) -> Array:
        many = int(scores.runs.bag[-1]) + 1
        return np.append(values, np.full(many - len(values), rest))


def gathered(folds: int) -> Data:
    found, known = examples(), ordinary()
    units = Units(load())
    texts = [units.add(one.text) for one in found]
    plain = [units.add(one.text) for one in known]
    taught, kept = (Beside(known[side::2], plain[side::2], side) for side in (0, 1))
    langs = [one.labels["lang"] for one in found]
    bags = [bag([text]) for text in texts]
    copies = [bag(taught.around(*one)) for one in zip(texts, langs, strict=True)]
    around = [bag(kept.around(*one)) for one in zip(texts, langs, strict=True)]
    made = [bag(taught.alone(LANGUAGES[at % len(LANGUAGES)])) for at in range(MADE_UP)]
    rest = [*(bag([text]) for text in plain), *made]
    letters, words = np.array(units.letters, np.float32), np.array(units.words)
    table = units.matrix()
    scale = _scale(table, bags, letters, passages(bags, words, True).concepts)
    scaled = table.multiply(scale).tocsr().astype(np.float32)
    scores = _scoring(scaled, letters, words, scale)
    print(
        f"{len(found)} messages, {len(known)} ordinary texts, {len(letters)} units", file=sys.stderr
    )
    return Data(
        found,
        texts,
        bags,
        copies,
        letters,
        words,
        scaled,
        scale,
        scores([*bags, *rest], True),
        scores([*bags, *copies, *rest], False),
        scores(bags, False),
        scores(around, False),
        scores(around, True),
        np.array([one.labels["child_safety"] == "True" for one in found]).astype(int),
        np.where([one.author in TAUGHT_ONLY for one in found], -1, groups(found, folds)),
        _sure(found),
        units.spans,
        frozenset(units.ruleset.rules.unsure),
    )


def _scoring(
    scaled: csr_matrix, letters: Array, words: Array, scale: Array
) -> Callable[[Sequence[Bag], bool], Scores]:
    """Gives the scores of some bags: of all their passages, or of the `whole` alone."""
    turned = scaled.T.tocsr()

    def scores(some: Sequence[Bag], whole: bool) -> Scores:
        runs = passages(some, words, whole)
        runs.concepts.data *= scale[runs.concepts.indices]
        return Scores(scaled, turned, letters, runs)

    return scores


def _scale(table: csr_matrix, bags: Sequence[Bag], letters: Array, concepts: csr_matrix) -> Array:
    """What every bucket is multiplied with: what is rare says more (inverse document frequency).

    It goes into the weights, so that it costs nothing in use.
    """
    rows = np.repeat(np.arange(len(bags)), [len(one.units) for one in bags])
    shape = (len(bags), table.shape[0])
    of = csr_matrix(
        (np.ones(len(rows), np.float32), (rows, np.concatenate([one.units for one in bags]))), shape
    )
    docs = (of @ table).multiply(1 / np.sqrt(np.maximum(of @ letters, 1))[:, None]) + concepts
    seen = np.bincount(docs.tocsr().indices, minlength=BUCKETS)
    rare = (1.0 + np.log((len(bags) + 1) / (seen + 1))) ** RARITY
    docs = docs.multiply(rare)
    length = np.sqrt(docs.multiply(docs).sum(axis=1)).mean()
    return np.asarray(rare / length, np.float32)


def groups(found: Sequence[Example], many: int) -> Array:
    """Authors who are left out together: a number from 0 on a message."""
    rows = Counter(one.author for one in found)
    order = sorted(rows, key=lambda author: (-rows[author], author))
    return np.array([order.index(one.author) % many for one in found])


def _sure(found: Sequence[Example]) -> Array:
    """Every line counts about the same, however many copies it has."""
    copies = Counter(one.line for one in found)
    kind = [OF_SCENE if one.author == SCENES else 1.0 for one in found]
    return np.array(kind) / np.array([copies[one.line] ** 0.5 for one in found])
