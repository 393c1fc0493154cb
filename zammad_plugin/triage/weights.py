"""The trained part of triage: linear models over letter sequences, eight bits a weight.

Trained by training/train.py on messages written for it; the same text always gives the same
figures. It looks up numbers and does nothing else: no code is loaded from the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.errors import DeskError, Where
from zammad_plugin.triage.features import BUCKETS, features

FILE = "letters.npz"
Chances = dict[str, float]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Heads:
    """What every linear model shares. `tasks`: question → its classes; a question of two classes
    has one column (the second class's), others one a class, in this order."""

    tasks: dict[str, tuple[str, ...]]
    scale: Floats
    bias: Floats

    def logits(self, sums: Floats) -> dict[str, Floats]:
        """By question, from the weighted sums of all columns."""
        values, found, start = sums * self.scale + self.bias, {}, 0
        for task, classes in self.tasks.items():
            width = columns(classes)
            found[task] = values[start : start + width]
            start += width
        return found


def columns(classes: tuple[str, ...]) -> int:
    return 1 if len(classes) == 2 else len(classes)


def chances_of(classes: tuple[str, ...], logits: Floats) -> Chances:
    """Probability by class."""
    if len(logits) == 1:
        yes = float(1 / (1 + np.exp(-float(logits[0]))))
        return {classes[0]: 1 - yes, classes[1]: yes}
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    return {name: float(share) for name, share in zip(classes, shares, strict=True)}


@dataclass(frozen=True)
class Weights:
    """`table`: a row a bucket, a column a class, so that a text touches few places in memory."""

    heads: Heads
    table: NDArray[np.int8]

    def logits(self, folded: str, marks: Iterable[str]) -> dict[str, Floats]:
        """By question, for a normalised text and the concepts seen."""
        places, values = features(folded, marks)
        return self.heads.logits(values @ self.table[places].astype(np.float32))

    def judge(self, folded: str, marks: Iterable[str]) -> dict[str, Chances]:
        """Probabilities by question and class."""
        found = self.logits(folded, marks)
        return {task: chances_of(self.heads.tasks[task], one) for task, one in found.items()}


def load(folder: Path) -> Weights:
    """Raises DeskError when the file is missing or not ours."""
    heads, table = load_table(folder / FILE, BUCKETS)
    return Weights(heads, table)


def load_table(file: Path, rows: int) -> tuple[Heads, NDArray[np.int8]]:
    """Heads and the weights' table of `rows` × classes. Raises DeskError."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return _read(arrays, rows)
    except (OSError, ValueError, KeyError) as error:
        what = f"no trained weights: {type(error).__name__}"
        raise DeskError(what, where=Where(file), hint="python training/train.py") from None


def _read(arrays: Any, rows: int) -> tuple[Heads, NDArray[np.int8]]:
    tasks: dict[str, tuple[str, ...]] = {}
    for task, name in zip(arrays["tasks"], arrays["classes"], strict=True):
        tasks[str(task)] = (*tasks.get(str(task), ()), str(name))
    heads = Heads(tasks, arrays["scale"], arrays["bias"])
    weights = arrays["weights"]
    if weights.shape != (sum(map(columns, tasks.values())), rows):
        raise ValueError("another form")
    return heads, np.ascontiguousarray(weights.T)
