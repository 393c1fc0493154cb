"""What the trained part of the linter looks at: letters, words, words that are denied, concepts.

The same code makes the features in training and in use, so both always agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations, pairwise
from math import log1p, sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.safe_words.concepts import Lexicon, Read, apart
from zammad_plugin.text.safe_words.spellings import bones

BITS = 15
BUCKETS = 1 << BITS
SIZES = (2, 3, 4, 5)  # letters
WORD = re.compile(r"\w+")
# Of every concept and of the blocks against letters; chosen on writers that were left out.
CONCEPT, PAIRS, DENIED, BESIDE, BONES = 1.5, 0.7, 0.7, 0.5, 0.7
BY_BONES = {"ar", "ar-Latn"}

Features = tuple[NDArray[np.int64], NDArray[np.float32]]


def features(text: str, lang: str, lexicon: Lexicon) -> Features:
    """(buckets, weights) of one sentence or a short text."""
    folded = normalise(apart(text)).text
    words = WORD.findall(folded)
    weights = _letters(words) | _unit(Counter(f"b{a} {b}" for a, b in pairwise(words)), BESIDE)
    if lang in BY_BONES:
        weights |= _unit(Counter(f"s{bones(word)}" for word in words), BONES)
    return _hashed(weights | _concepts(lexicon.read(folded, lang)))


def _letters(words: list[str]) -> dict[str, float]:
    counts = Counter(f"w{word}" for word in words)
    for word in (f" {word} " for word in words):
        for size in SIZES:
            counts.update("c" + word[at : at + size] for at in range(len(word) - size + 1))
    return _unit(counts, 1.0)


def _concepts(read: Read) -> dict[str, float]:
    marks = sorted(read.marks)
    weights = dict.fromkeys((f"m{one}" for one in marks), CONCEPT)
    return (
        weights
        | _even((f"p{a}&{b}" for a, b in combinations(marks, 2)), PAIRS)
        | _even((f"n{word}" for word in read.denied), DENIED)
    )


def _even(names: Iterable[str], length: float) -> dict[str, float]:
    known = list(names)
    return dict.fromkeys(known, length / sqrt(max(1, len(known))))


def _unit(counts: Mapping[str, int], length: float) -> dict[str, float]:
    values = {name: log1p(count) for name, count in counts.items()}
    norm = sqrt(sum(one * one for one in values.values())) or 1.0
    return {name: length * one / norm for name, one in values.items()}


def _hashed(weights: Mapping[str, float]) -> Features:
    places = np.fromiter((crc32(one.encode()) % BUCKETS for one in weights), np.int64)
    return places, np.fromiter(weights.values(), np.float32)
