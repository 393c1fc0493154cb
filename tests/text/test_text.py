from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.mail.clean import clean_article
from zammad_plugin.text.mail.lines import LONGEST
from zammad_plugin.text.normalise import fold, fold_all, normalise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أُهَدِّدُكَ", "اهددك"),
        ("مـــرحبا", "مرحبا"),
        ("Hellllp ME", "hellp me"),
        ("عمري ١٢ و ۱۳", "عمري 12 و 13"),
        ("a\u200bb\u202ec", "abc"),
        ("élève", "eleve"),
        ("ﷺ"[:0] + "ﻻ", "لا"),
        ("گۆڕێ ڵە", "گۆڕێ ڵە"),
    ],
)
def test_one_spelling(written, folded):
    assert normalise(written).text == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    once = normalise(text).text
    assert normalise(once).text == once


@given(st.text(min_size=1), st.data())
def test_every_span_lies_in_the_original(text, data):
    result = normalise(text)
    assert len(result.offsets) == len(result.text)
    assert list(result.offsets) == sorted(result.offsets)
    if result.text:
        start = data.draw(st.integers(0, len(result.text) - 1))
        end = data.draw(st.integers(start + 1, len(result.text)))
        low, high = result.span(start, end)
        assert 0 <= low < high <= len(text)


@given(st.text(), st.sampled_from(["text/html", "text/plain", "", "None"]))
def test_cleaning_never_raises(body, content_type):
    clean_article(body, content_type).encode("utf-8")


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("help me\n\nOn Mon, 3 May 2026, Desk wrote:\n> hello", "help me"),
        ("aidez-moi\nLe lun. 3 mai 2026, Desk a écrit :\n> bonjour", "aidez-moi"),
        ("ساعدوني\nفي الإثنين 3 مايو كتب المكتب:\n> مرحبا", "ساعدوني"),
        ("text\n-- \nName\nStreet", "text"),
        ("> only a quote", "only a quote"),
    ],
)
def test_quotes_and_signatures(body, left):
    assert clean_article(body, "text/plain") == left


def test_html_keeps_words_and_line_ends():
    body = "<style>x</style><p>one</p><p>two<br>three</p><blockquote>old</blockquote>"
    assert clean_article(body, "text/html").split() == ["one", "two", "three"]


def test_a_very_long_text_keeps_head_and_tail():
    text = clean_article("head " + "x" * 5_000_000 + " tail", "text/plain")
    assert text.startswith("head") and text.endswith("tail")
    assert len(text) <= LONGEST + 1


@given(st.lists(st.text("aab  .1\u0661\u0430_\u0647\u0640'", max_size=12)))
def test_phrases_fold_as_texts_do_one_by_one_and_all_at_once(phrases: list[str]) -> None:
    alone = [normalise(one).text.strip() for one in phrases]
    assert [fold(one) for one in phrases] == fold_all(phrases) == alone
