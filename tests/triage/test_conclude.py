"""From what was seen to urgency and writer."""

from __future__ import annotations

import pytest

from zammad_plugin.triage.conclude import Shown, reporter, urgency
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load

USUAL = {"sextortion": (0.84, 0.07, 0.09), "cyberbullying_minor": (0.1, 0.8, 0.1)}
WORDS = {"critical": 0.1, "high": 0.7, "normal": 0.2, "low": 0.0}


def shown(*names: str) -> Shown:
    return Shown(frozenset(names), 30, None, None, "en")


@pytest.mark.parametrize(
    ("names", "soon"), [((), "critical"), (("past",), "high"), (("ctx:past",), "high")]
)
def test_what_is_usual_of_live_blackmail_is_not_of_one_that_is_over(
    names: tuple[str, ...], soon: str
) -> None:
    chances = {"urgency": WORDS, "category": {"sextortion": 1.0}}
    assert urgency(shown(*names), [], [], chances, "sextortion", USUAL, 1.75) == soon


@pytest.mark.parametrize(
    ("names", "who"),
    [
        (("teacher_self",), "teacher"),
        ((), "guardian"),
        (("own_child",), "guardian"),
        (("self_minor", "friend"), "guardian"),
    ],
)
def test_nobody_is_a_teacher_who_does_not_say_so(names: tuple[str, ...], who: str) -> None:
    shares = {"teacher": 0.45, "guardian": 0.35, "peer": 0.1, "child": 0.1}
    assert reporter(shown(*names), {"reporter": shares}) == who


def test_whoever_tells_an_adults_age_as_the_own_one_is_no_child() -> None:
    shares = {"child": 0.7, "adult_victim": 0.2, "teacher": 0.05, "guardian": 0.05}
    assert reporter(shown("self_adult"), {"reporter": shares}) == "adult_victim"
    assert reporter(shown("self_minor"), {"reporter": shares}) == "child"


@pytest.mark.parametrize(
    "text",
    [
        "im 12, my tiktok got suspended and a man says he will post my pictures if i dont pay",
        "Ma fille a 12 ans, on la fait chanter sur TikTok avec ses photos et son compte a été "
        "suspendu",
        "بنتي عمرها 12 سنة، حدا عم يهددها بصورها عالتيك توك وبدو مصاري، وحسابها انوقف",
        "3omre 12, wa7ad 3am yhaddedne b suware w tiktok sakkarle l account",
    ],
)
def test_blackmail_is_more_serious_than_the_age_of_an_account(text: str) -> None:
    found = assess([Message(text)], load())
    assert (found.category, found.urgency) == ("sextortion", "critical")


def test_an_account_of_a_child_stays_one() -> None:
    found = assess(
        [Message("My son is 11 and has an Instagram account. Can you close it?")], load()
    )
    assert found.category == "underage_account"
