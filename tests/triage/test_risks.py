"""Dangers and situations: what tells them, what takes it back, and that files and names agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.check.vocabulary import vocabulary
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.risks.proximity import NOT
from zammad_plugin.triage.rule_files.risks import Risk
from zammad_plugin.triage.ruleset import Ruleset, load
from zammad_plugin.vocabulary import AGENT_LANGUAGES, RISKS

RULES = load()
WRITTEN = {"en", "fr", "ar", "ar-Latn"}


def risks(text: str, rules: Ruleset = RULES) -> set[str]:
    return set(assess([Message(text)], rules).risks)


def test_names_of_risks_are_those_of_the_vocabulary() -> None:
    assert {risk.id for risk in RULES.risks.risks} == RISKS
    assert vocabulary()["risk"] >= RISKS


@pytest.mark.parametrize("risk", RULES.risks.risks, ids=lambda one: one.id)
def test_every_risk_is_tested_described_and_made_of_known_groups(risk: Risk) -> None:
    assert len(risk.hit) >= 2 and risk.miss and set(risk.describe) == set(AGENT_LANGUAGES)
    known = RULES.risks.phrases.names | RULES.phrases.names
    assert {name.removeprefix(NOT) for line in risk.says for name in line} <= known
    assert set(risk.yields) <= RISKS


def test_no_group_has_the_name_of_a_concept() -> None:
    """A concept would stand in for the words of a risk, and is far wider."""
    assert not RULES.risks.phrases.names & RULES.phrases.names


def test_four_languages_have_words_of_their_own() -> None:
    assert RULES.risks.languages == WRITTEN


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I paid him, now he wants more", {"already_paid"}),
        ("if I paid him he would stop", set()),
        ("he wants to leak my photos", set()),
        ("someone leaked my photos", {"images_spread"}),
        ("I am not meeting him tomorrow", set()),
        ("I want to die, everybody has seen it", {"self_harm", "self_harm_own"}),
        ("my daughter says she wants to die", {"self_harm"}),
        ("they make him hurt himself in a discord group, on camera", {"pushed_by_group"}),
    ],
)
def test_denials_conditions_and_plans_are_no_facts(text: str, told: set[str]) -> None:
    assert risks(text) == told


def test_who_blackmails_is_not_who_asks_for_help() -> None:
    assert "offender" in risks("I asked a 13 year old girl for nude pictures, I am 30")
    assert "offender" not in risks("A man asked my 13 year old girl for nude pictures")
    assert "offender" not in risks("im 14 and I sent a nude to a boy of 15")


def test_an_adult_tells_of_the_own_childhood_a_child_of_today() -> None:
    assert "adult_survivor" in risks("I am 29. When I was a child my uncle abused me")
    assert "adult_survivor" not in risks("I am 14. When I was a child my uncle abused me")


def test_triage_itself_concludes_a_meeting_where_no_word_is_known() -> None:
    said = assess(
        [Message("صحبتي عندها ١٥ عام تعرفت على راجل فالسناب، غدوة بتمشي له وحدها")], RULES
    )
    assert (said.category, said.urgency) == ("grooming", "critical")
    assert "meeting" in said.risks


def test_a_language_without_words_of_its_own_has_the_concepts() -> None:
    assert "self_harm" in risks("kızım intihar etmek istiyor, 14 yaşında")


def test_a_desk_adds_words_and_risks(tmp_path: Path) -> None:
    (tmp_path / "risks").mkdir()
    (tmp_path / "risks" / "en.yml").write_text(
        "language: en\nwords: {die_me: [go to the moon forever], zork: [zork]}\n", encoding="utf-8"
    )
    (tmp_path / "risks.yml").write_text(
        "risks:\n  - {id: zorked, says: [[zork]], describe: {en: Zork}}\n", encoding="utf-8"
    )
    rules = load(desk=tmp_path)
    assert {"self_harm", "zorked"} <= risks("I will go to the moon forever, zork", rules)
    assert "zorked" in vocabulary(tmp_path)["risk"] and not rules.problems


def test_a_long_hostile_text_is_read_in_time_linear_in_its_length() -> None:
    told = risks("i sent him 100 dollars and my photos were leaked right now he hits me " * 3000)
    assert {"already_paid", "images_spread", "danger_now"} <= told
