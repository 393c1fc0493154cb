"""A tree of words matches what their alternation does; so do the other patterns made for speed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.any_of import any_of
from zammad_plugin.text.detect import ARABIZI, WITH_DIGIT
from zammad_plugin.text.normalise import RUN

WORDS = st.lists(st.text("ab.c ", min_size=0, max_size=4), min_size=1, max_size=8)
TEXTS = st.text("ab.c 1", max_size=12)


def _alternation(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@given(WORDS, TEXTS, st.sampled_from(["", "b?(?!a)", r"\b"]))
def test_it_matches_as_an_alternation_of_the_longest_first(
    words: list[str], text: str, more: str
) -> None:
    plain = re.compile(f"(?:{_alternation(words)}){more}")
    tree = re.compile(f"(?:{any_of(words)}){more}")
    assert [one.span() for one in tree.finditer(text)] == [
        one.span() for one in plain.finditer(text)
    ]


def test_without_words_it_matches_nothing() -> None:
    assert re.search(any_of([]), "") is None


@given(st.text("a  b1.", max_size=14))
def test_a_run_is_three_of_anything_or_two_spaces(text: str) -> None:
    plain = re.finditer(r"(.)\1\1+|  +", text)
    assert [one.span() for one in RUN.finditer(text)] == [one.span() for one in plain]


@given(st.text("ab37pm ._ع", max_size=16))
def test_digits_as_letters_are_found_word_by_word(text: str) -> None:
    words = WITH_DIGIT.findall(text)
    assert [hit for word in words for hit in ARABIZI.findall(word)] == ARABIZI.findall(text)
