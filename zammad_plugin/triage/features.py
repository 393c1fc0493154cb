"""What the trained component looks at: letter sequences of the folded text, and what rules saw.

The same code makes the features in training and in use, so both always agree. Sequences are
hashed many at a time: CRC-32 of their UTF-8, byte by byte over all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17
SIZES = (2, 3, 4, 5)  # letters
LONGEST = 6000  # characters looked at: of a longer thread its beginning and its newest words
WORD = re.compile(r"\w+")
SEEN_WEIGHT = 0.5  # concepts against letters; from the development set
KNOWN_MARKS = 1 << 16  # pairs of concepts whose bucket is remembered

Features = tuple[NDArray[np.int64], NDArray[np.float32]]
Numbers = NDArray[np.int64]


def features(folded: str, seen: Iterable[str]) -> Features:
    """(buckets, weights) of a normalised text and of the concepts seen in it."""
    grams = _grams(WORD.findall(_bounded(folded)))
    places, counts = _counted(grams)
    names = sorted(set(seen))
    tokens = [*names, *(f"{a}&{b}" for a, b in combinations(names, 2))]
    marks = np.fromiter(dict.fromkeys(map(_mark, tokens)), np.int64)
    scale = SEEN_WEIGHT / max(1.0, len(tokens) ** 0.5)
    letters = np.log1p(counts.astype(np.float32))
    concepts = np.full(len(marks), scale, np.float32)
    return np.concatenate([places, marks]), np.concatenate([_unit(letters), concepts])


def _bounded(folded: str) -> str:
    if len(folded) <= LONGEST:
        return folded
    return f"{folded[: LONGEST // 2]} {folded[-LONGEST // 2 :]}"


def _unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.sqrt((values * values).sum()))
    return values / np.float32(length) if length else values


@lru_cache(KNOWN_MARKS)
def _mark(token: str) -> int:
    return crc32(b"\0" + token.encode()) & (BUCKETS - 1)


def _counted(grams: Numbers) -> tuple[Numbers, Numbers]:
    """(buckets, how often), in the order in which they come first."""
    first = np.zeros(BUCKETS, np.int64)
    order = np.arange(len(grams))
    first[grams[::-1]] = order[::-1]  # of equal ones the last written stands, which is the first
    places = grams[first[grams] == order]
    return places, np.bincount(grams, minlength=BUCKETS)[places]


def _grams(words: list[str]) -> Numbers:
    """Buckets word by word: the padded word itself, then its sequences by size and place."""
    if not words:
        return np.zeros(0, np.int64)
    padded = [f" {word} " for word in words]
    lengths = np.fromiter(map(len, padded), np.int64, len(padded))
    by_size = [np.maximum(lengths - size + 1, 0) for size in SIZES]
    begins = _before(np.sum(by_size, axis=0) + 1)  # where each word's buckets begin
    result = np.empty(begins[-1], np.int64)
    result[begins[:-1]] = [crc32(word.encode()) & (BUCKETS - 1) for word in padded]
    hashed = _hashed("".join(padded))
    starts, offset = _before(lengths)[:-1], begins[:-1] + 1
    for size, counts in zip(SIZES, by_size, strict=True):
        inside = np.arange(counts.sum()) - np.repeat(_before(counts)[:-1], counts)
        result[np.repeat(offset, counts) + inside] = hashed[size][
            np.repeat(starts, counts) + inside
        ]
        offset = offset + counts
    return result


def _before(counts: Numbers) -> Numbers:
    """Running sum that begins with 0: how many come before each, and all at the end."""
    return np.concatenate([[0], np.cumsum(counts)])


def _crc_table() -> NDArray[np.uint32]:
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(0xEDB88320), table >> 1)
    return table


TABLE = _crc_table()  # of CRC-32 as in zlib


def _hashed(text: str) -> dict[int, Numbers]:
    """Size → bucket of the sequence of that size at each place; near the end it is not one."""
    data = np.frombuffer(text.encode(), np.uint8)
    starts = np.flatnonzero((data & 0xC0) != 0x80)  # of UTF-8's characters
    state = np.full(len(starts), 0xFFFFFFFF, np.uint32)
    widths = np.diff(starts, append=len(data))
    buckets: dict[int, Numbers] = {}
    for size in range(1, max(SIZES) + 1):
        place = np.minimum(np.arange(len(starts)) + size - 1, len(starts) - 1)
        state = _fed(state, data, starts[place], widths[place])
        if size in SIZES:
            buckets[size] = ((state ^ np.uint32(0xFFFFFFFF)) & (BUCKETS - 1)).astype(np.int64)
    return buckets


def _fed(
    state: NDArray[np.uint32], data: NDArray[np.uint8], begins: Numbers, widths: Numbers
) -> NDArray[np.uint32]:
    """CRC states after one character more each."""
    for byte in range(int(widths.max())):
        has = widths > byte
        at = np.where(has, begins + byte, 0)
        new = TABLE[(state ^ data[at]) & 0xFF] ^ (state >> 8)
        state = np.where(has, new, state)
    return state
