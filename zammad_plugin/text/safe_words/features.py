"""What the trained part of the linter looks at: letters, words, words that are denied or told of
another, quotations, concepts.

The same code makes the features in training and in use, so both always agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from math import log1p, sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.safe_words.concepts import Lexicon, Read
from zammad_plugin.text.safe_words.quotes import split
from zammad_plugin.text.safe_words.spellings import apart, bones

BITS = 16
BUCKETS = 1 << BITS
SIZES = (2, 3, 4, 5)  # letters
WORD = re.compile(r"\w+")
# Length of each block of features, of each single concept; chosen on writers that were left out.
LENGTHS = {
    "letters": 1.6,
    "beside": 0.6,
    "apart": 0.4,
    "first": 0.4,
    "bones": 0.7,
    "concepts": 1.5,
    "pairs": 0.7,
    "denied": 0.7,
    "told": 0.5,
    "quoted": 0.5,
}
BY_BONES = {"ar", "ar-Latn"}

Features = tuple[NDArray[np.int64], NDArray[np.float32]]
Weights = dict[str, float]


def features(text: str, lang: str, lexicon: Lexicon) -> Features:
    """(buckets, weights) of one sentence or a short text."""
    weights: Weights = {}
    for block, names in blocks(text, lang, lexicon):
        length = LENGTHS[block]
        weights.update((name, length * value) for name, value in names.items())
    return _hashed(weights)


def blocks(text: str, lang: str, lexicon: Lexicon) -> Iterator[tuple[str, Weights]]:
    """Blocks of LENGTHS, each of length 1 but for concepts."""
    own, quoted = (normalise(apart(one)).text for one in split(text))
    words, read = WORD.findall(own), lexicon.read(own, lang)
    yield "letters", _letters(words)
    yield "beside", _unit(Counter(f"b{a} {b}" for a, b in pairwise(words)))
    yield "apart", _unit(Counter(f"a{a} {b}" for a, b in zip(words, words[2:], strict=False)))
    yield "first", _even(f"f{' '.join(words[:many])}" for many in (1, 2, 3))
    if lang in BY_BONES:
        yield "bones", _unit(Counter(f"s{bones(word)}" for word in words))
    yield from _concepts(read)
    yield "told", _even(f"t{word}" for word in sorted(read.told))
    yield "quoted", _even(f"q{word}" for word in ["", *WORD.findall(quoted)] if quoted)


def _letters(words: list[str]) -> Weights:
    counts = Counter(f"w{word}" for word in words)
    for word in (f" {word} " for word in words):
        for size in SIZES:
            counts.update("c" + word[at : at + size] for at in range(len(word) - size + 1))
    return _unit(counts)


def _concepts(read: Read) -> Iterator[tuple[str, Weights]]:
    marks = sorted(read.marks)
    yield "concepts", dict.fromkeys((f"m{one}" for one in marks), 1.0)
    yield "pairs", _even(f"p{a}&{b}" for a, b in combinations(marks, 2))
    yield "denied", _even(f"n{word}" for word in sorted(read.denied))


def _even(names: Iterable[str]) -> Weights:
    known = list(dict.fromkeys(names))
    return dict.fromkeys(known, 1 / sqrt(max(1, len(known))))


def _unit(counts: Mapping[str, int]) -> Weights:
    values = {name: log1p(count) for name, count in counts.items()}
    norm = sqrt(sum(one * one for one in values.values())) or 1.0
    return {name: one / norm for name, one in values.items()}


def _hashed(weights: Mapping[str, float]) -> Features:
    places = np.fromiter((crc32(one.encode()) % BUCKETS for one in weights), np.int64)
    return places, np.fromiter(weights.values(), np.float32)
