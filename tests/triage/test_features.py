"""The features reckoned for a whole text at once are those of the plain way, one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.normalise import normalise
from zammad_plugin.triage.trained import features as module
from zammad_plugin.triage.trained.features import SIZES, features
from zammad_plugin.triage.trained.skeleton import skeletons

STEP, MIX, MASK = 0x100000001B3, 0x9E3779B97F4A7C15, (1 << 64) - 1


def sequences(words: list[str], sizes: Iterable[int]) -> Iterator[int]:
    for word in words:
        padded = f" {word} "
        for size in sizes:
            for start in range(len(padded) - size + 1):
                value = 0
                for letter in padded[start : start + size]:
                    value = value * STEP + ord(letter) * MIX
                yield value + size


def whole(word: str) -> int:
    return sum(
        ord(letter) * MIX * pow(STEP, min(place, 63) + 1, 1 << 64)
        for place, letter in enumerate(f" {word}")
    )


def block(hashes: Iterable[int], salt: int, weight: float) -> dict[int, float]:
    counts: Counter[int] = Counter()
    for one in hashes:
        spread = (one + salt) * MIX & MASK
        spread ^= spread >> 29
        counts[(spread * STEP & MASK) >> 64 - module.BITS] += 1
    values = {place: float(np.log1p(count)) for place, count in counts.items()}
    length = sum(value * value for value in values.values()) ** 0.5
    return {place: value * weight / length for place, value in values.items()}


def concepts(seen: Iterable[str]) -> list[tuple[int, float]]:
    single = [crc32(name.encode()) for name in sorted(set(seen))]
    pairs = [one * STEP + other for one, other in combinations(single, 2)]
    places = [(value * MIX & MASK) >> 64 - module.BITS for value in (*single, *pairs)]
    weight = module.SEEN_WEIGHT / max(1.0, len(places) ** 0.5)
    return [(place, weight) for place in places]


def plain(folded: str, seen: Iterable[str]) -> Counter[int]:
    words = re.findall(r"\w+", folded)
    bare = skeletons(" ".join(words)).split()
    known = [whole(word) for word in words]
    blocks = (
        block((*sequences(words, SIZES), *known), 1, 1.0),
        block((a * STEP + b for a, b in pairwise(known)), 2, 0.5),
        block((*sequences(bare, [3]), *map(whole, bare)), 3, 0.7),
    )
    total: Counter[int] = Counter()
    for place, value in (*(pair for one in blocks for pair in one.items()), *concepts(seen)):
        total[place] += value  # type: ignore[assignment]
    return total


def same(text: str, seen: Iterable[str]) -> bool:
    total: Counter[int] = Counter()
    for place, value in zip(*features(text, seen), strict=True):
        total[int(place)] += float(value)  # type: ignore[assignment]
    wanted = plain(text, seen)
    return total.keys() == wanted.keys() and all(
        abs(total[place] - wanted[place]) < 1e-5 for place in wanted
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "my daughter is 13",
        "بنتي عمرها ١٣ سنة",
        "bente 3omra 13",
        "կը սպառնայ",
        "😭 𝔞𝔟𝔠 ok",
        "e\u0301 ﷺ",
        "word " * 900,
        "aeiou 2",
        "x" * 90,
    ],
)
def test_the_same_as_one_by_one(text: str) -> None:
    assert same(normalise(text).text, {"threat", "child", "length:2"})


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(ANY, st.sets(st.text(max_size=6)))
def test_the_same_for_any_text(text: str, seen: set[str]) -> None:
    assert same(text, {name for name in seen if name.isprintable() and name.isascii()})


def test_one_skeleton_in_both_scripts() -> None:
    assert skeletons("بيهددني byhaddedne bihadidni") == "bhdn bhdn bhdn"
    assert skeletons("صور sowar souwar") == "sr sr sr"
    assert skeletons("aeiou") == ""
