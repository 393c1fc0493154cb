"""What the taught encoder says of training texts, and who taught it nothing.

It has seen its own teachers: how much its word counts beside the letters', and every limit, comes
from the authors of `strangers`, who taught neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from parallel import each
from scipy.optimize import minimize
from scipy.special import log_softmax

from zammad_plugin.text.embedding import embed
from zammad_plugin.text.embedding.encoder import TAUGHT

Array = np.ndarray[Any, Any]


def meant(texts: Sequence[str]) -> Array:
    """A row a text, as `embed` reads it."""
    return np.array(each(lambda at: embed(texts[at]), range(len(texts))))


@cache
def strangers() -> frozenset[str]:
    """Authors of messages, scenes and drafts."""
    with np.load(TAUGHT) as file:
        return frozenset(file["strangers"].tolist())


@cache
def head(task: str) -> tuple[list[str], Array, Array]:
    """(classes, a row of weights a class, biases) that were taught with the encoder."""
    with np.load(TAUGHT) as file:
        classes, weights, bias = (file[f"head.{task}.{one}"] for one in ("classes", "w", "b"))
        return classes.tolist(), weights.T, bias


def of_classes(task: str, classes: Sequence[str]) -> tuple[Array, Array]:
    """Weights and biases of these classes; of two, what the second has before the first."""
    known, weights, bias = head(task)
    rows = [known.index(one) for one in classes]
    if len(rows) == 2:
        no, yes = rows
        return weights[[yes]] - weights[[no]], bias[[yes]] - bias[[no]]
    return weights[rows], bias[rows]


def best_scales(truth: Array, parts: list[Array]) -> Array:
    """Factors of the parts' logits that make the probabilities fit best what came true."""

    def loss(scales: Array) -> float:
        logits = sum(scale * part for scale, part in zip(scales, parts, strict=True))
        return -float(log_softmax(logits, axis=1)[np.arange(len(truth)), truth].mean())

    start = np.full(len(parts), 1.0 / len(parts))
    return np.asarray(minimize(loss, start, method="Nelder-Mead").x)
