"""How a draft is worded: letters, words and their neighbours, marks, each by how rare it is.

Knows nothing of concepts: what a stranger writes in words that no lexicon has is seen here.
The same code makes the features in training and in use, so both always agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.safe_words.features import BY_BONES, SIZES, WORD, Features
from zammad_plugin.text.safe_words.spellings import apart, bones

PLACES = 1 << 18
MARK = re.compile(r"[?؟!.,،;:…\d]|[\U0001f300-\U0001faff]")
STEP, MOST_STEPS = 40, 12  # letters; how long a draft is, is told in steps
# Length of each block of features; chosen on writers that were left out.
LENGTHS = {"letters": 1.0, "words": 1.0, "bones": 1.0, "far": 0.5, "marks": 0.3}

Counts = Counter[int]
Rarity = NDArray[np.uint8]


@dataclass(frozen=True)
class Wording:
    """A linear model. `table`: a weight a place, times `scale`; `rarity`: see `wording`."""

    table: NDArray[np.int8]
    rarity: Rarity
    scale: float
    bias: float

    def sum(self, text: str, lang: str) -> float:
        """Of a text, before it is made a chance that it is unsafe."""
        places, values = wording(text, lang, self.rarity)
        return float(values @ self.table[places].astype(np.float32)) * self.scale + self.bias


def wording(text: str, lang: str, rarity: Rarity) -> Features:
    """(places, weights) of a whole draft. `rarity`: (PLACES,), 0 of what was never seen twice."""
    weights: dict[int, float] = {}
    for block, counts in seen(text, lang).items():
        known = {one: (1 + log(many)) * int(rarity[one]) for one, many in counts.items()}
        norm = sqrt(sum(one * one for one in known.values()))
        scale = LENGTHS[block] / norm if norm else 0.0
        for place, value in known.items():
            weights[place] = weights.get(place, 0.0) + value * scale
    places = np.fromiter(weights, np.int64, len(weights))
    return places, np.fromiter(weights.values(), np.float32, len(weights))


def seen(text: str, lang: str) -> Mapping[str, Counts]:
    """Block of LENGTHS → how often each place of the table occurs."""
    said = normalise(apart(text)).text
    words = WORD.findall(said)
    consonants = [bones(word) for word in words] if lang in BY_BONES else []
    return {
        "letters": Counter(place for word in words for place in _letters(word)),
        "words": _counted(_with_next("w", words)),
        "bones": _counted(_with_next("s", consonants)),
        "far": _counted(_far(words)),
        "marks": _counted(_marks(said)),
    }


@lru_cache(maxsize=16384)
def _letters(word: str) -> tuple[int, ...]:
    edged = f" {word} "
    return tuple(
        _place("c" + edged[at : at + size]) for size in SIZES for at in range(len(edged) - size + 1)
    )


def _with_next(kind: str, words: list[str]) -> Iterator[str]:
    yield from (kind + word for word in words)
    yield from (f"{kind}{a} {b}" for a, b in pairwise(words))


def _far(words: list[str]) -> Iterator[str]:
    yield from (f"a{a} {b}" for a, b in zip(words, words[2:], strict=False))
    yield from (f"t{a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False))


def _marks(said: str) -> Iterator[str]:
    yield from ("p" + mark for mark in MARK.findall(said))
    yield f"l{min(MOST_STEPS, len(said) // STEP)}"


def _counted(names: Iterable[str]) -> Counts:
    return Counter(_place(name) for name in names)


def _place(name: str) -> int:
    return crc32(name.encode()) % PLACES
