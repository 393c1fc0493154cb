"""What is denied or over, in each language; and what goes on."""

from __future__ import annotations

import pytest

from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.reading import read
from zammad_plugin.triage.ruleset import load

RULES = load()


@pytest.mark.parametrize(
    "text",
    [
        "he is not threatening me",
        "he didn't threaten her",
        "il ne me menace pas",
        "ما عم يهددني",
        "لم يهددها",
        "ma 3am yhadedne",
        "beni tehdit etmiyor",
        "هەڕەشە ناکات",
        "تهدیدم نمیکنه",
        "tehdît nake",
    ],
)
def test_denied(text: str) -> None:
    reading = read([Message(text)], RULES)
    names = reading.names
    assert "threat" not in names and "not:threat" in names and reading.seen.denied


@pytest.mark.parametrize(
    "text",
    [
        "he used to threaten me",
        "he threatened me last year",
        "il ne me menace plus",
        "il me menaçait l'année dernière",
        "كان يهددني من سنتين",
        "وقف يهددني",
        "ما عاد يهددني",
        "ken yhadedne mn sene",
    ],
)
def test_over(text: str) -> None:
    assert {"threat", "past:threat", "past"} <= read([Message(text)], RULES).names


@pytest.mark.parametrize(
    "text",
    [
        "he will not stop threatening me",
        "if i dont pay he will post my pictures",
        "بعد ما هددني",
        "he threatened me last year and now he is back again",
        "كان عم يهددني وهلق رجع يهددني",
        "ba3do 3am yhadedne",
        "il me menace",
        "ma fille subit un chantage",
        "beni tehdit ediyor",
        "إذا ما دفعت بيفضحني",
    ],
)
def test_it_stands(text: str) -> None:
    names = read([Message(text)], RULES).names
    assert "threat" in names and not {"not:threat", "past:threat"} & names


def test_what_is_over_is_shown_and_not_critical() -> None:
    past = assess([Message("my son is 14, he threatened him last year with his photos")], RULES)
    live = assess([Message("my son is 14, he threatens him with his photos")], RULES)
    assert live.urgency == "critical" and past.urgency != "critical"
    assert {one.by for one in past.suppressed} >= {"past"}
