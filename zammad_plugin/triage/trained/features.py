"""What the trained component looks at: letter sequences of the folded text, words beside each
other, skeletons of words, and what rules saw.

The same code makes the features in training and in use, so both always agree. A feature is a
rolling hash over code points, reckoned for the whole text at once; every one lies in a unit of the
text, so that what is reckoned for units holds for every passage made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.triage.trained.skeleton import skeletons

BITS = 17
BUCKETS = 1 << BITS
SIZES = (2, 3, 4, 5)  # letters
SKELETON_SIZE = 3  # consonants
WORD = re.compile("[\\w\uf700-\uf70a]+")  # words, and the signs of text/identifiers/mask.py
# What one of a block counts beside one of the letters. A word has about 22 letter sequences, one
# neighbour and four sequences of consonants; chosen on messages of authors that were left out.
PAIR_WEIGHT = 2.3
SKELETON_WEIGHT = 1.6
SEEN_WEIGHT = 0.4

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_STEP = np.uint64(0x100000001B3)  # FNV's prime
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads neighbours
_SPACE = np.uint64(32)
_LONGEST_WORD = 64
_POWERS = np.cumprod(np.full(_LONGEST_WORD, _STEP, np.uint64), dtype=np.uint64)


@dataclass(frozen=True)
class Tokens:
    """Of a text: bucket, value and unit of every feature; `letters`: by unit how many letter
    sequences there are. The value of a text or passage is its sum by the root of its letters."""

    places: Ints
    values: Floats
    units: Ints
    letters: Floats

    def sums(self, weights: Floats) -> Floats:
        """By unit, from a weight a bucket."""
        return np.bincount(
            self.units, weights[self.places] * self.values, len(self.letters)
        ).astype(np.float32)


def tokens(folded: str, spans: Iterable[tuple[int, int]]) -> Tokens:
    """Of a normalised text; `spans`: where each of its units begins and ends."""
    parts = [" ".join(WORD.findall(folded[start:end])) for start, end in spans]
    bones = skeletons(parts)
    letters, words = _hashes(parts, SIZES)
    bare, whole = _hashes(bones, (SKELETON_SIZE,))
    beside = words[1][:-1] == words[1][1:]
    pairs = (words[0][:-1] * _STEP + words[0][1:])[beside], words[1][:-1][beside]
    blocks = (
        (_buckets(letters[0], 1), letters[1], 1.0),
        (_buckets(words[0], 1), words[1], 1.0),
        (_buckets(pairs[0], 2), pairs[1], PAIR_WEIGHT),
        (_buckets(bare[0], 3), bare[1], SKELETON_WEIGHT),
        (_buckets(whole[0], 3), whole[1], SKELETON_WEIGHT),
    )
    many = np.bincount(np.concatenate([letters[1], words[1]]), minlength=len(parts))
    return Tokens(
        np.concatenate([places for places, _, _ in blocks]),
        np.concatenate([np.full(len(one), value, np.float32) for one, _, value in blocks]),
        np.concatenate([units for _, units, _ in blocks]),
        many.astype(np.float32),
    )


def _hashes(
    parts: list[str], sizes: tuple[int, ...]
) -> tuple[tuple[Hashes, Ints], tuple[Hashes, Ints]]:
    """(hash, unit) of letter sequences of `sizes` within words and their bounding spaces, and of
    whole words."""
    text = " ".join(["", *parts, ""])
    owner = np.repeat(np.arange(len(parts)), [len(part) + 1 for part in parts])
    owner = np.append(owner, len(parts) - 1)
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    space = letters == _SPACE
    mixed = letters * _MIX
    starts = np.flatnonzero(space[:-1] & ~space[1:])
    sequences, begins = _sequences(mixed, space, sizes)
    return (sequences, owner[begins]), (_whole(mixed, space, starts), owner[starts])


def _sequences(
    mixed: Hashes, space: NDArray[np.bool_], sizes: tuple[int, ...]
) -> tuple[Hashes, Ints]:
    """(hashes, begins). Those with a space inside would run over the end of a word."""
    spaces = np.cumsum(space)
    rolling, found, begins = mixed, [mixed[:0]], [np.empty(0, np.int64)]
    for size in range(2, max(sizes) + 1):
        rolling = rolling[:-1] * _STEP + mixed[size - 1 :]
        if size in sizes and len(rolling):
            inside: Ints = spaces[size - 2 : len(spaces) - 1] - spaces[: len(rolling)]
            at = np.flatnonzero(
                (inside == 0) & ~(space[: len(rolling)] & space[1 : len(rolling) + 1])
            )
            found.append(rolling[at] + np.uint64(size))
            begins.append(at)
    return np.concatenate(found), np.concatenate(begins)


def _whole(mixed: Hashes, space: NDArray[np.bool_], starts: Ints) -> Hashes:
    """Of words that begin behind the spaces at `starts`."""
    if not len(starts):
        return np.empty(0, np.uint64)
    place = np.arange(len(mixed))
    begins = np.zeros(len(mixed), np.int64)
    begins[starts] = starts
    within = place - np.maximum.accumulate(begins)
    weighed = mixed * _POWERS[np.minimum(within, _LONGEST_WORD - 1)]
    weighed[space & (begins != place)] = 0  # more than one space, or the last
    return np.add.reduceat(weighed, starts)


def _buckets(hashes: Hashes, salt: int) -> Ints:
    spread = (hashes + np.uint64(salt)) * _MIX
    spread ^= spread >> np.uint64(29)
    return (spread * _STEP >> np.uint64(64 - BITS)).astype(np.int64)


def pairs_of(names: Iterable[str]) -> Ints:
    """Buckets of every two of the names together (on the diagonal: of one), a square table."""
    single = np.array([_hash(name) for name in names], np.uint64)
    low, high = np.minimum.outer(single, single), np.maximum.outer(single, single)
    both = low * _STEP + high
    np.fill_diagonal(both, single)
    return (both * _MIX >> np.uint64(64 - BITS)).astype(np.int64)


@lru_cache(maxsize=4096)
def _hash(name: str) -> int:
    return crc32(name.encode())
