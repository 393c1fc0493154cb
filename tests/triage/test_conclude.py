"""From what was seen to urgency and writer."""

from __future__ import annotations

import pytest

from zammad_plugin.triage.conclude import Shown, reporter, urgency

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
