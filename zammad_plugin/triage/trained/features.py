"""What the trained component looks at: letter sequences of the folded text, words beside each
other, skeletons of words, and what rules saw.

The same code makes the features in training and in use, so both always agree. A feature is a
rolling hash over code points, reckoned for the whole text at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.triage.trained.skeleton import skeletons

BITS = 17
BUCKETS = 1 << BITS
SIZES = (2, 3, 4, 5)  # letters
SKELETON_SIZE = 3  # consonants
LONGEST = 6000  # characters looked at: of a longer thread its beginning and its newest words
WORD = re.compile(r"\w+")
# Weights of the blocks against letters; chosen on messages of authors that were left out.
PAIR_WEIGHT = 0.5
SKELETON_WEIGHT = 0.7
SEEN_WEIGHT = 0.5

Hashes = NDArray[np.uint64]
Features = tuple[NDArray[np.int64], NDArray[np.float32]]
_STEP = np.uint64(0x100000001B3)  # FNV's prime
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads neighbours
_SPACE = np.uint64(32)
_LONGEST_WORD = 64
_POWERS = np.cumprod(np.full(_LONGEST_WORD, _STEP, np.uint64), dtype=np.uint64)


def features(folded: str, seen: Iterable[str]) -> Features:
    """(buckets, weights) of a normalised text and of the concepts seen in it."""
    text = " ".join(WORD.findall(_bounded(folded)))
    letters, words = _hashes(text, SIZES)
    bones, bare = _hashes(skeletons(text), (SKELETON_SIZE,))
    blocks = (
        _block(np.concatenate([letters, words]), 1, 1.0),
        _block(words[:-1] * _STEP + words[1:], 2, PAIR_WEIGHT),
        _block(np.concatenate([bones, bare]), 3, SKELETON_WEIGHT),
        _concepts(sorted(set(seen))),
    )
    return np.concatenate([one[0] for one in blocks]), np.concatenate([one[1] for one in blocks])


def _bounded(folded: str) -> str:
    if len(folded) <= LONGEST:
        return folded
    return f"{folded[: LONGEST // 2]} {folded[-LONGEST // 2 :]}"


def _hashes(words: str, sizes: tuple[int, ...]) -> tuple[Hashes, Hashes]:
    """(letter sequences of `sizes` within words and their bounding spaces, whole words)."""
    if not words:
        return np.empty(0, np.uint64), np.empty(0, np.uint64)
    letters = np.frombuffer(f" {words} ".encode("utf-32-le"), np.uint32).astype(np.uint64)
    space = letters == _SPACE
    mixed = letters * _MIX
    return _sequences(mixed, space, sizes), _whole(mixed, space)


def _sequences(mixed: Hashes, space: NDArray[np.bool_], sizes: tuple[int, ...]) -> Hashes:
    """Those with a space inside would run over the end of a word: they are left out."""
    spaces = np.cumsum(space)
    rolling, found = mixed, []
    for size in range(2, max(sizes) + 1):
        rolling = rolling[:-1] * _STEP + mixed[size - 1 :]
        if size in sizes and len(rolling):
            inside: NDArray[np.int64] = spaces[size - 2 : len(spaces) - 1] - spaces[: len(rolling)]
            found.append(rolling[inside == 0] + np.uint64(size))
    return np.concatenate(found)


def _whole(mixed: Hashes, space: NDArray[np.bool_]) -> Hashes:
    starts = np.flatnonzero(space)[:-1]
    place = np.arange(len(mixed) - 1)
    within = place - np.repeat(starts, np.diff(np.append(starts, len(mixed) - 1)))
    weighed = mixed[:-1] * _POWERS[np.minimum(within, _LONGEST_WORD - 1)]
    return np.add.reduceat(weighed, starts)


def _block(hashes: Hashes, salt: int, weight: float) -> Features:
    """Buckets with the logarithm of their counts, of length `weight` together."""
    spread = (hashes + np.uint64(salt)) * _MIX
    spread ^= spread >> np.uint64(29)
    buckets = (spread * _STEP >> np.uint64(64 - BITS)).astype(np.int64)
    places, counts = np.unique(buckets, return_counts=True)
    values = np.log1p(counts.astype(np.float32))
    length = float(np.sqrt((values * values).sum()))
    return places, values * np.float32(weight / length) if length else values


def _concepts(names: list[str]) -> Features:
    """Every concept, and every two of them together."""
    single = np.array([_hash(name) for name in names], np.uint64)
    first, second = np.triu_indices(len(names), 1)
    pairs = single[first] * _STEP + single[second]
    places = np.concatenate([single, pairs]) * _MIX >> np.uint64(64 - BITS)
    weight = SEEN_WEIGHT / max(1.0, len(places) ** 0.5)
    return places.astype(np.int64), np.full(len(places), weight, np.float32)


@lru_cache(maxsize=4096)
def _hash(name: str) -> int:
    return crc32(name.encode())
