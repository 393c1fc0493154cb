"""A phrase of one language is no part of a word of another; who mixes languages is still read."""

from __future__ import annotations

import pytest

from zammad_plugin.triage.evidence.find import see
from zammad_plugin.triage.ruleset import load

RULES = load()


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("As-tu bien reçu son colis de la part du voisin hier soir ?", "child_word"),
        ("Nos voisins et mes parents habitent au village depuis longtemps", "demand"),
        ("On s'est parlé par écrit la semaine dernière, tout va bien", "past"),
        ("The tyres were old so we changed all four of them on Monday", "meeting"),
        ("If you no longer need it, let us know by the end of the month", "professional_self"),
    ],
)
def test_a_word_of_the_texts_language_is_no_phrase_of_another(text: str, concept: str) -> None:
    assert concept not in {hit.concept for hit in see(text, RULES).hits}


@pytest.mark.parametrize(
    ("text", "concept", "lang"),
    [
        ("bir adam kızımı tehdit ediyor, ne yapmam lazım bilmiyorum", "threat", "tr"),
        ("zilamek keça min tehdîd dike û ez nizanim çi bikim", "threat", "kmr"),
        ("my son is 14, il me menace and wants money from us", "threat", "fr"),
        ("tehdit", "threat", "tr"),
    ],
)
def test_a_language_that_is_heard_is_read(text: str, concept: str, lang: str) -> None:
    assert (concept, lang) in {(hit.concept, hit.lang) for hit in see(text, RULES).hits}
