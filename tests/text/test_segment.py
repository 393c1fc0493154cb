"""Words without blanks between them are told apart where known words cover them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.segment import Lexicon, closed
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load

WORDS = ["he has my", "nudes", "and wants money", "رجل يهدد ابنتي", "بنشر صورها العارية"]
LEXICON = Lexicon(WORDS)


@pytest.mark.parametrize(
    "said", ["he has my nudes and wants money", "رجل يهدد ابنتي بنشر صورها العاريه"]
)
def test_words_are_told_apart(said: str) -> None:
    written = said.replace(" ", "")
    folded = LEXICON.respaced(normalise(written))
    assert folded.text == said and not closed(folded.text)
    at = folded.text.rindex(" ") + 1
    start, end = folded.span(at, len(folded.text))
    assert written[start:end] == said.split()[-1]


@pytest.mark.parametrize(
    "text",
    [
        "he has my nudes and wants money",
        "https://example.org/hehasmynudesandwantsmoneyandmore",
        "#hehasmynudesandwantsmoneyandmore",
        "qwertzuiopasdfghjklyxcvbnmqwertz",
        "hahahahahahahahahahahahahahahahaha",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    folded = normalise(text)
    assert LEXICON.respaced(folded) == folded


def test_what_stays_closed_is_named() -> None:
    assert closed(normalise("qwertzuiopasdfghjklyxcvbnmqwertz").text)
    assert not closed(
        normalise("hahahahahahahahahahahahahahahahaha, https://x.example/" + "ab" * 30).text
    )


def test_a_report_without_blanks_is_seen() -> None:
    threat = (
        "a man has nude photos of my 12 year old son and wants 500 dollars or he publishes them"
    )
    assessment = assess([Message(threat.replace(" ", ""))], load())
    assert assessment.child_safety or assessment.review


@given(st.text("hasmynude ", max_size=120))
def test_only_blanks_are_added(text: str) -> None:
    folded = normalise(text)
    apart = LEXICON.respaced(folded)
    assert apart.text.replace(" ", "") == folded.text.replace(" ", "")
    assert len(apart.offsets) == len(apart.text) and apart.offsets == sorted(apart.offsets)


def test_hostile_texts_take_no_longer() -> None:
    start = time.process_time()
    LEXICON.respaced(normalise("hehasmynudes" * 20_000))
    assert time.process_time() - start < 3  # quadratic would take minutes
