"""Embeddings of training texts; those that were made once are kept beside this file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from corpus import HERE
from parallel import each
from scipy.optimize import minimize
from scipy.special import log_softmax

from zammad_plugin.text.embedding import embed

CACHE = HERE / ".embeddings.npz"

Array = np.ndarray[Any, Any]


def meant(texts: Sequence[str], cache: Path = CACHE) -> Array:
    """A row a text, as `embed` reads it."""
    known: dict[str, Array] = {}
    if cache.exists():
        with np.load(cache) as kept:
            known = dict(zip(kept["texts"].tolist(), kept["numbers"], strict=True))
    missing = sorted(set(texts) - set(known))
    made = each(lambda at: embed(missing[at]), range(len(missing))) if missing else []
    known |= dict(zip(missing, made, strict=True))
    names = sorted(known)
    np.savez(cache, texts=np.array(names), numbers=np.array([known[one] for one in names]))
    return np.array([known[one] for one in texts])


def best_scales(truth: Array, parts: list[Array]) -> Array:
    """Factors of the parts' logits that make the probabilities fit best what came true."""

    def loss(scales: Array) -> float:
        logits = sum(scale * part for scale, part in zip(scales, parts, strict=True))
        return -float(log_softmax(logits, axis=1)[np.arange(len(truth)), truth].mean())

    start = np.full(len(parts), 1.0 / len(parts))
    return np.asarray(minimize(loss, start, method="Nelder-Mead").x)
