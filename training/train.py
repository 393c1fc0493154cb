"""Train the linear parts of triage on the messages in training/messages.

usage: python training/train.py      (needs the extras `train` and `semantic`)
Writes zammad_plugin/rules/model/*.npz. Nothing is drawn by chance: the same files and libraries
give the same weights. Whole authors are left out, in FOLDS groups: the figures printed, the scales
of the probabilities and the shares of the two parts come from what the others taught.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from corpus import HERE, Example, examples
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

from zammad_plugin.triage.evidence.find import see
from zammad_plugin.triage.ruleset import load
from zammad_plugin.triage.trained import meaning, weights
from zammad_plugin.triage.trained.features import BUCKETS, features

OUT = HERE.parent / "zammad_plugin" / "rules" / "model"
CACHE = HERE / ".embeddings.npz"
TASKS = (
    "child_safety",
    "category",
    "urgency",
    "reporter",
    "under13",
    "minor",
    "blackmail",
    "account_suspended",
    "lang",
)
OF_REPORTS = {"category"}  # asked of reports only: the other question is child_safety's
BY_LETTERS = {"lang", "account_suspended"}  # an embedding of many languages knows nothing of these
STRENGTH, MEANING_STRENGTH = 8.0, 0.5  # inverse of regularisation, from authors left out
RARITY = 1.5  # power of the inverse document frequency, from authors left out
# A fit that stops early is worth two points of recall less: from authors left out.
TO_THE_END = {"max_iter": 2000, "tol": 1e-5}
FOLDS = 5  # of whole authors, each left out once

Array = np.ndarray[Any, Any]


def main() -> None:
    found = examples()
    print(f"{len(found)} examples of {len({one.line for one in found})} lines", file=sys.stderr)
    letters, meant = _letters(found), _meant(found)
    rare = _rarity(letters)
    letters = letters.multiply(rare).tocsr()
    models: list[tuple[str, Trained]] = []
    for task in TASKS:
        trained = _train(task, found, letters, meant).weighed(rare)
        print(f"{task:18} {trained.told}", file=sys.stderr)
        models.append((task, trained))
    OUT.mkdir(exist_ok=True)
    _pack(OUT / weights.FILE, [(task, one.letters) for task, one in models])
    heads = [(task, one.meaning) for task, one in models if one.meaning]
    _pack(OUT / meaning.FILE, heads, keep=[one.keep for _, one in models if one.meaning])


def _letters(found: list[Example]) -> csr_matrix:
    ruleset = load()
    rows = [see(one.text, ruleset) for one in found]
    made = [features(row.folded, row.marks) for row in rows]
    starts = np.cumsum([0, *(len(places) for places, _ in made)])
    values = np.concatenate([one[1] for one in made])
    return csr_matrix(
        (values, np.concatenate([one[0] for one in made]), starts), shape=(len(found), BUCKETS)
    )


def _rarity(letters: csr_matrix) -> Array:
    """What every bucket is multiplied with: what is rare says more (inverse document frequency).

    It goes into the weights, so that it costs nothing in use.
    """
    rows = letters.shape[0]
    seen = np.bincount(letters.indices, minlength=BUCKETS)
    rare = (1.0 + np.log((rows + 1) / (seen + 1))) ** RARITY
    length = np.sqrt(letters.multiply(letters).sum(axis=1)).mean()
    weighed = letters.multiply(rare)
    by = rare * length / np.sqrt(weighed.multiply(weighed).sum(axis=1)).mean()
    return np.asarray(by, np.float32)


def _meant(found: list[Example]) -> Array:
    """Embeddings; those that were made once are kept beside this file (they take a while)."""
    known: dict[str, Array] = {}
    if CACHE.exists():
        with np.load(CACHE) as kept:
            known = dict(zip(kept["texts"].tolist(), kept["numbers"], strict=True))
    known |= {text: meaning.embed(text) for text in {one.text for one in found} - set(known)}
    texts = sorted(known)
    np.savez(CACHE, texts=np.array(texts), numbers=np.array([known[text] for text in texts]))
    return np.array([known[one.text] for one in found])


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


@dataclass(frozen=True)
class Trained:
    """`keep`: what the letters' logits are multiplied with where the meaning is added."""

    letters: Head
    meaning: Head | None
    keep: float
    told: str

    def weighed(self, by: Array) -> Trained:
        """For features that nobody has multiplied `by`."""
        return replace(self, letters=replace(self.letters, weights=self.letters.weights * by))


def _train(task: str, found: list[Example], letters: csr_matrix, meant: Array) -> Trained:
    of_reports = task in OF_REPORTS
    asked = [not of_reports or one.labels["child_safety"] == "True" for one in found]
    rows = np.flatnonzero(asked)
    kept = [found[i] for i in rows]
    task_of = _Task(task, kept, letters[rows], meant[rows])
    return task_of.train()


class _Task:
    """One question over its messages."""

    def __init__(self, task: str, found: list[Example], letters: csr_matrix, meant: Array) -> None:
        self.found, self.letters, self.meant = found, letters, meant
        self.answers = np.array([one.labels[task] for one in found])
        self.classes = sorted(set(self.answers))
        self.authors = np.array([one.author for one in found])
        copies = Counter(one.line for one in found)
        # Every line counts the same, however many copies it has.
        self.sure = np.array([1.0 / copies[one.line] ** 0.5 for one in found])
        self.by_letters = task in BY_LETTERS

    def train(self) -> Trained:
        outside = np.concatenate(self._folds())
        said, more = self._held_out()
        truth = np.array([self.classes.index(answer) for answer in self.answers[outside]])
        alone = _best_scales(truth, [said])[0]
        letters = self._fit(self.letters, slice(None), STRENGTH)
        right = f"letters {_right(truth, said):.3f}"
        if self.by_letters:
            return Trained(letters.scaled(alone), None, 1.0, right)
        mine, theirs = _best_scales(truth, [said, more])
        if self.classes == ["False", "True"]:
            right += _cuts(truth, {"letters": alone * said, "both": mine * said + theirs * more})
        right += f"  meaning {_right(truth, more):.3f}"
        right += f"  both {_right(truth, mine * said + theirs * more):.3f}"
        both = self._fit(self.meant, slice(None), MEANING_STRENGTH).scaled(theirs)
        return Trained(letters.scaled(alone), both, mine / alone, right)

    def _folds(self) -> list[Array]:
        """Rows of authors who are left out together."""
        many = Counter(self.authors)
        authors = sorted(many, key=lambda author: (-many[author], author))
        return [np.flatnonzero(np.isin(self.authors, authors[i::FOLDS])) for i in range(FOLDS)]

    def _held_out(self) -> tuple[Array, Array]:
        """What letters and meaning say of every author who taught nothing."""
        said, more = [], []
        for mine in self._folds():
            others = np.setdiff1d(np.arange(len(self.found)), mine)
            head = self._fit(self.letters, others, STRENGTH)
            said.append(self._all(head, self.letters[mine]))
            if not self.by_letters:
                other = self._fit(self.meant, others, MEANING_STRENGTH)
                more.append(self._all(other, self.meant[mine]))
        return np.concatenate(said), np.concatenate(more) if more else np.zeros(0)

    def _all(self, head: Head, data: Any) -> Array:
        """A column for every class, also for one that only the author left out knows."""
        found = head.logits(data)
        if len(head.classes) == 2:
            found = np.hstack([np.zeros_like(found), found])
        full = np.full((found.shape[0], len(self.classes)), found.min() - 1.0)
        full[:, [self.classes.index(one) for one in head.classes]] = found
        return full

    def _fit(self, data: Any, rows: Any, strength: float) -> Head:
        # Balanced: of the classes none shall be swallowed, and the cuts stay as messages are added.
        model = LogisticRegression(C=strength, class_weight="balanced", **TO_THE_END)
        model.fit(data[rows], self.answers[rows], sample_weight=self.sure[rows])
        return Head([str(one) for one in model.classes_], model.coef_, model.intercept_)


def _right(truth: Array, logits: Array) -> float:
    return float((logits.argmax(axis=1) == truth).mean())


def _cuts(truth: Array, parts: dict[str, Array]) -> str:
    """What limits of the probability would have done with authors left out."""
    lines = []
    for name, logits in parts.items():
        chance = 1 / (1 + np.exp(logits[:, 0] - logits[:, 1]))
        for cut in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            said = chance >= cut
            caught, right = truth[said].sum() / truth.sum(), truth[said].mean()
            lines.append(
                f"{name} from {cut}: caught {caught:.3f}, right {right:.3f}, "
                f"{said.mean():.3f} of all"
            )
    return "\n  ".join(["", *lines, ""])


def _best_scales(truth: Array, parts: list[Array]) -> Array:
    """Factors of the parts' logits that make the probabilities fit best what came true."""

    def loss(scales: Array) -> float:
        logits = sum(scale * part for scale, part in zip(scales, parts, strict=True))
        return -float(log_softmax(logits, axis=1)[np.arange(len(truth)), truth].mean())

    start = np.full(len(parts), 1.0 / len(parts))
    return np.asarray(minimize(loss, start, method="Nelder-Mead").x)


def _pack(file: Path, heads: list[tuple[str, Head]], **more: Any) -> None:
    """Eight bits a weight, one scale a column; heads.py says how it is read."""
    table = np.concatenate([head.weights for _, head in heads])
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    named = [(task, name) for task, head in heads for name in head.classes]
    np.savez_compressed(
        file,
        weights=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32).ravel(),
        bias=np.concatenate([head.bias for _, head in heads]).astype(np.float32),
        tasks=np.array([task for task, _ in named]),
        classes=np.array([name for _, name in named]),
        **{name: np.array(value, np.float32) for name, value in more.items()},
    )


if __name__ == "__main__":
    main()
