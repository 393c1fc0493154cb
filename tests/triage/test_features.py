"""The features made many at a time are those of the plain way, to the bit and in the same order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.normalise import normalise
from zammad_plugin.triage.features import BUCKETS, SEEN_WEIGHT, SIZES, WORD, features


def grams(text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        padded = f" {word} "
        yield padded
        for size in SIZES:
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]


def plain(folded: str, seen: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    letters = Counter(crc32(gram.encode()) & (BUCKETS - 1) for gram in grams(folded))
    names = sorted(set(seen))
    tokens = [*names, *(f"{a}&{b}" for a, b in combinations(names, 2))]
    marks = Counter(crc32(b"\0" + one.encode()) & (BUCKETS - 1) for one in tokens)
    places = np.fromiter((*letters, *marks), np.int64, len(letters) + len(marks))
    counts = np.log1p(np.fromiter(letters.values(), np.float32, len(letters)))
    length = float(np.sqrt((counts * counts).sum()))
    counts = counts / np.float32(length) if length else counts
    scale = SEEN_WEIGHT / max(1.0, len(tokens) ** 0.5)
    return places, np.concatenate([counts, np.full(len(marks), scale, np.float32)])


def same(text: str, seen: Iterable[str]) -> bool:
    ours, theirs = features(text, seen), plain(text, seen)
    return all(
        one.dtype == other.dtype and one.tobytes() == other.tobytes()
        for one, other in zip(ours, theirs, strict=True)
    )


@pytest.mark.parametrize(
    "text",
    ["", "a", "my daughter is 13", "بنتي عمرها ١٣ سنة", "bente 3omra 13", "կը սպառնայ", "😭 𝔞𝔟𝔠 ok",
     "e\u0301 ﷺ", "word " * 900],
)  # fmt: skip
def test_the_same_to_the_bit(text: str) -> None:
    assert same(normalise(text).text, {"threat", "child", "length:2"})


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(ANY, st.sets(st.text(max_size=6)))
def test_the_same_for_any_text(text: str, seen: set[str]) -> None:
    assert same(text, {name for name in seen if name.isprintable() and name.isascii()})
