"""Units and passages: where a text is parted, and that none of it is lost."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.triage.passages import LONGEST, MOST, runs_of, units


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hello. He has my photos! Help", ["Hello.", "He has my photos!", "Help"]),
        ("one\ntwo\n\nthree", ["one", "two", "three"]),
        (
            "عمري ١٣ سنة؟ في واحد؛ عم يهددني۔ ساعدوني",
            ["عمري ١٣ سنة؟", "في واحد؛", "عم يهددني۔", "ساعدوني"],
        ),
        ("come - now", ["come -", "now"]),
        ("see t.me and wait", ["see t.me and wait"]),
        ("", [""]),
    ],
)
def test_a_text_is_parted_at_its_stops(text: str, parts: list[str]) -> None:
    bounds, _ = units(text)
    assert [text[one:two].strip() for one, two in pairwise(bounds)] == parts


@given(st.text())
def test_units_cover_the_text_in_order(text: str) -> None:
    bounds, words = units(text)
    assert bounds[0] == 0 and bounds[-1] == len(text) and bounds == sorted(bounds)
    assert len(words) == len(bounds) - 1 and sum(words) >= len(text.split())


def test_a_long_unit_is_cut_in_equal_parts() -> None:
    _, words = units("word " * 100)
    assert max(words) <= LONGEST and max(words) - min(words) <= 1


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_every_unit_with_words_enough_lies_in_a_passage(words: list[int]) -> None:
    sums = np.cumsum([0, *words])
    first, last = runs_of(sums)
    many = sums[last] - sums[first]
    assert len(first) and (first < last).all()
    assert (many <= max(MOST, sums[-1])).all()
    for unit, count in enumerate(words):
        inside = ((first <= unit) & (unit < last)).any()
        assert inside or count < 3 or sum(words) > MOST
