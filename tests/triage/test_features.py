"""The features reckoned for a whole text at once are those of the plain way, one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.normalise import normalise
from zammad_plugin.triage.trained import features as module
from zammad_plugin.triage.trained.features import SIZES, pairs_of, tokens
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


def buckets(hashes: Iterable[int], salt: int, value: float) -> Counter[int]:
    found: Counter[int] = Counter()
    for one in hashes:
        spread = (one + salt) * MIX & MASK
        spread ^= spread >> 29
        found[(spread * STEP & MASK) >> 64 - module.BITS] += value  # type: ignore[assignment]
    return found


def plain(unit: str) -> Counter[int]:
    words = re.findall(r"\w+", unit)
    bare = skeletons([" ".join(words)])[0].split()
    known = [whole(word) for word in words]
    total = buckets((*sequences(words, SIZES), *known), 1, 1.0)
    total.update(buckets((a * STEP + b for a, b in pairwise(known)), 2, module.PAIR_WEIGHT))
    bones = (*sequences(bare, [3]), *map(whole, bare))
    total.update(buckets(bones, 3, module.SKELETON_WEIGHT))
    return total


def same(units: list[str]) -> bool:
    """Every unit's features, and none of one unit in another."""
    text = " ".join(units)
    ends = [*accumulate((len(unit) + 1 for unit in units), initial=0)]
    spans = [(start, end - 1) for start, end in pairwise(ends)]
    made = tokens(text, spans)
    for at, unit in enumerate(units):
        here = made.units == at
        found: Counter[int] = Counter()
        for place, value in zip(made.places[here], made.values[here], strict=True):
            found[int(place)] += float(value)  # type: ignore[assignment]
        wanted = plain(unit)
        close = all(abs(found[place] - wanted[place]) < 1e-3 for place in wanted)
        if found.keys() != wanted.keys() or not close:
            return False
    return True


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
    folded = normalise(text).text
    assert same([folded]) and same([folded, "and more", folded, ""])


ANY = st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=60)


@given(st.lists(ANY, min_size=1, max_size=4))
def test_the_same_for_any_text(units: list[str]) -> None:
    assert same([normalise(unit).text for unit in units])


def test_two_concepts_have_a_place_of_their_own() -> None:
    table = pairs_of(["threat", "child", "image"])
    assert (table == table.T).all() and len({*table[np.triu_indices(3)].tolist()}) == 6
    assert table[0, 1] == pairs_of(["child", "threat"])[0, 1]


def test_one_skeleton_in_both_scripts() -> None:
    assert skeletons(["بيهددني byhaddedne bihadidni"]) == ["bhdn bhdn bhdn"]
    assert skeletons(["صور sowar souwar"]) == ["sr sr sr"]
    assert skeletons(["aeiou"]) == [""]
