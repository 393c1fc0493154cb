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


@dataclass(frozen=True)
class Task:
    """One question: weights by class (one row for two classes) and bucket."""

    classes: tuple[str, ...]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]

    def chances(self, places: NDArray[np.int64], values: NDArray[np.float32]) -> Chances:
        """Probability by class."""
        logits = (self.weights[:, places].astype(np.float32) @ values) * self.scale + self.bias
        if len(logits) == 1:
            yes = float(1 / (1 + np.exp(-float(logits[0]))))
            return {self.classes[0]: 1 - yes, self.classes[1]: yes}
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        return {name: float(share) for name, share in zip(self.classes, shares, strict=True)}


@dataclass(frozen=True)
class Weights:
    tasks: dict[str, Task]

    def judge(self, folded: str, marks: Iterable[str]) -> dict[str, Chances]:
        """Probabilities by task and class for a normalised text and the concepts seen."""
        places, values = features(folded, marks)
        return {name: task.chances(places, values) for name, task in self.tasks.items()}


def load(folder: Path) -> Weights:
    """Raises DeskError when the file is missing or not ours."""
    file = folder / FILE
    try:
        with np.load(file, allow_pickle=False) as arrays:
            names = sorted(key.removesuffix(".bias") for key in arrays if key.endswith(".bias"))
            tasks = {name: _task(arrays, name) for name in names}
    except (OSError, ValueError, KeyError) as error:
        what = f"no trained weights: {type(error).__name__}"
        raise DeskError(what, where=Where(file), hint="python training/train.py") from None
    return Weights(tasks)


def _task(arrays: Any, name: str) -> Task:
    weights = arrays[f"{name}.weights"]
    if weights.shape[1] != BUCKETS:
        raise ValueError("another number of buckets")
    classes = tuple(str(one) for one in arrays[f"{name}.classes"])
    return Task(classes, weights, arrays[f"{name}.scale"], arrays[f"{name}.bias"])
