"""The wording of a draft: what is seen of it, and how much each of it weighs."""

from __future__ import annotations

import numpy as np
import pytest

from zammad_plugin.text.safe_words.wording import LENGTHS, PLACES, Wording, seen, wording

COMMON = np.full(PLACES, 20, np.uint8)


def test_each_block_has_its_length() -> None:
    text = "ما تدفع شي، خلي المحادثة"
    for block, counts in seen(text, "ar").items():
        rarity = np.zeros(PLACES, np.uint8)
        rarity[list(counts)] = 20
        _, values = wording(text, "ar", rarity)
        assert np.linalg.norm(values) == pytest.approx(LENGTHS[block], rel=0.01)


def test_what_was_never_seen_twice_weighs_nothing() -> None:
    _, values = wording("Zyxwv", "en", np.zeros(PLACES, np.uint8))
    assert not values.any()


def test_consonants_are_seen_of_arabic_and_arabizi_only() -> None:
    assert not seen("don't pay", "en")["bones"]
    latin, arabic = seen("ma tedfa3", "ar-Latn"), seen("ما تدفع", "ar")
    assert latin["bones"] and latin["bones"] == arabic["bones"]


def test_a_mark_and_an_amount_are_seen() -> None:
    asked, told = (seen(text, "en")["marks"] for text in ("Pay 50?", "Pay it."))
    assert len(asked) > len(told)


def test_the_rarer_word_weighs_more() -> None:
    rarity = COMMON.copy()
    (rare,) = set(seen("voucher", "en")["words"])
    rarity[rare] = 200
    places, values = wording("the voucher", "en", rarity)
    weights = dict(zip(places.tolist(), values.tolist(), strict=True))
    (common,) = set(seen("the", "en")["words"])
    assert weights[rare] > 5 * weights[common]


def test_a_sum_is_the_bias_when_nothing_is_known() -> None:
    model = Wording(np.zeros(PLACES, np.int8), COMMON, 0.5, -1.25)
    assert model.sum("Pay him", "en") == -1.25
    assert model.sum("", "en") == -1.25
