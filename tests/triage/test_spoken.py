"""A phrase of one language is no part of a word of another; who mixes languages is still read."""

from __future__ import annotations

from pathlib import Path

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


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("نسيت كلمة السر تبع المنصة", "secrecy"),
        ("والمس قالت بكرا في امتحان", "offline_harm"),
        ("TikTok locked me out of my account this morning", "offline_harm"),
        ("on mange avec ma sœur, elle touche une pension", "offline_harm"),
        ("bir sonraki ders hangi gün, bilmiyorum", "offline_harm"),
    ],
)
def test_in_an_idiom_a_word_means_something_else(text: str, concept: str) -> None:
    assert concept not in {hit.concept for hit in see(text, RULES).hits}
    assert not [hit for hit in see(text, RULES).hits if ":" in hit.concept.replace("platform:", "")]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("كلمة السر معو وقال هيدا سر بيناتنا", "secrecy"),
        ("المس لمستو بجسمو", "offline_harm"),
        ("TikTok locked me out and dad locked me in", "offline_harm"),
    ],
)
def test_beside_an_idiom_the_word_stands(text: str, concept: str) -> None:
    assert concept in {hit.concept for hit in see(text, RULES).hits}


def test_a_desk_adds_an_idiom(tmp_path: Path) -> None:
    (tmp_path / "languages").mkdir()
    file = tmp_path / "languages" / "en.yml"
    file.write_text(
        "language: en\nidioms: {threat: [threaten the lead]}\nphrases: {}\n", encoding="utf-8"
    )
    seen = see("rivals threaten the lead", load(desk=tmp_path))
    assert "threat" in {hit.concept for hit in see("rivals threaten the lead", RULES).hits}
    assert "threat" not in {hit.concept for hit in seen.hits}
