"""Linear models as arrays in a file: eight bits a weight, a scale and a bias a class."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.errors import DeskError, Where

Floats = NDArray[np.float32]
Chances = dict[str, float]


@dataclass(frozen=True)
class Heads:
    """What linear models share. `tasks`: question → its classes; a question of two classes has
    one column (the second class's), others one a class, in this order. `keep`: what the logits
    of the other part are multiplied with before these are added."""

    tasks: dict[str, tuple[str, ...]]
    scale: Floats
    bias: Floats
    keep: dict[str, float]

    def column(self, task: str) -> int:
        """Of a question of two classes."""
        names = list(self.tasks)
        return sum(columns(self.tasks[one]) for one in names[: names.index(task)])

    def of(self, task: str, sums: Floats) -> Floats:
        """Logits of one question of two classes, from weighted sums of its column alone."""
        column = self.column(task)
        found: Floats = sums * self.scale[column] + self.bias[column]
        return found

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


def load_table(file: Path, rows: int) -> tuple[Heads, NDArray[np.int8], str]:
    """Heads, the weights' table of `rows` × columns, and settings as JSON. Raises DeskError."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return _read(arrays, rows)
    except (OSError, ValueError, KeyError) as error:
        what = f"no trained weights: {type(error).__name__}"
        raise DeskError(what, where=Where(file), hint="python training/train.py") from None


def _read(arrays: Any, rows: int) -> tuple[Heads, NDArray[np.int8], str]:
    tasks: dict[str, tuple[str, ...]] = {}
    for task, name in zip(arrays["tasks"], arrays["classes"], strict=True):
        tasks[str(task)] = (*tasks.get(str(task), ()), str(name))
    kept = arrays["keep"] if "keep" in arrays else np.ones(len(tasks))
    keep = dict(zip(tasks, map(float, kept), strict=True))
    heads = Heads(tasks, arrays["scale"], arrays["bias"], keep)
    weights = arrays["weights"]
    if weights.shape != (sum(map(columns, tasks.values())), rows):
        raise ValueError("another form")
    return heads, np.ascontiguousarray(weights.T), str(arrays["settings"])
