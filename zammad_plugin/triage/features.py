"""What the trained component looks at: letter sequences of the folded text, and what rules saw.

The same code makes the features in training and in use, so both always agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17
SIZES = (2, 3, 4, 5)  # letters
LONGEST = 6000  # characters looked at: of a longer thread its beginning and its newest words
WORD = re.compile(r"\w+")
SEEN_WEIGHT = 0.5  # concepts against letters; from the development set

Features = tuple[NDArray[np.int64], NDArray[np.float32]]


def features(folded: str, seen: Iterable[str]) -> Features:
    """(buckets, weights) of a normalised text and of the concepts seen in it."""
    grams = Counter[int](crc32(gram.encode()) & (BUCKETS - 1) for gram in _grams(_bounded(folded)))
    names = sorted(set(seen))
    tokens = [*names, *(f"{a}&{b}" for a, b in combinations(names, 2))]
    marks = Counter[int](crc32(b"\0" + one.encode()) & (BUCKETS - 1) for one in tokens)
    places = np.fromiter((*grams, *marks), np.int64, len(grams) + len(marks))
    letters = np.log1p(np.fromiter(grams.values(), np.float32, len(grams)))
    scale = SEEN_WEIGHT / max(1.0, len(tokens) ** 0.5)
    concepts = np.full(len(marks), scale, np.float32)
    return places, np.concatenate([_unit(letters), concepts])


def _bounded(folded: str) -> str:
    if len(folded) <= LONGEST:
        return folded
    return f"{folded[: LONGEST // 2]} {folded[-LONGEST // 2 :]}"


def _unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.sqrt((values * values).sum()))
    return values / np.float32(length) if length else values


def _grams(text: str) -> Iterable[str]:
    for word in WORD.findall(text):
        padded = f" {word} "
        yield padded
        for size in SIZES:
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]
