"""The rules' own tests, one item each; every rule and counter has some, and says what it means."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.check.rules import Case, cases, failures
from zammad_plugin.config.places import rules_folder
from zammad_plugin.triage.evidence.find import see
from zammad_plugin.triage.rule_files.rules import Counter, Rule
from zammad_plugin.triage.ruleset import load
from zammad_plugin.vocabulary import AGENT_LANGUAGES

RULES = load()
CASES = cases([rules_folder()])
READERS = set(AGENT_LANGUAGES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language}-{case.what}")
def test_own_test(case: Case) -> None:
    assert case.passes(RULES), case.text


@pytest.mark.parametrize("rule", [*RULES.rules.rules, *RULES.rules.counter], ids=lambda one: one.id)
def test_every_rule_is_tested_and_described(rule: Rule | Counter) -> None:
    assert len(rule.hit) >= 4 and rule.miss  # in the four languages that most write
    assert set(rule.describe) == READERS


def test_every_concept_is_described() -> None:
    names = {name for name in RULES.phrases.names if ":" not in name}
    assert names <= set(RULES.concepts.concepts)
    for table in dict(RULES.concepts).values():
        assert table and all(set(words) == READERS for words in table.values())


def test_a_test_that_fails_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(
        "rules:\n"
        "  - {id: mine, category: grooming, urgency: high, score: 1, all: [child], describe: {},\n"
        '     hit: ["nothing at all"], miss: ["my daughter"]}\n',
        encoding="utf-8",
    )
    rules = load(desk=tmp_path)
    first, second = failures(rules, [tmp_path])
    assert "rules.yml:3:13: 'mine' must be seen in its test" in str(first)
    assert "'mine' may not be seen" in str(second)


def test_a_desk_adds_phrases_rules_names_and_languages(tmp_path: Path) -> None:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "en.yml").write_text(
        "language: en\nphrases: {threat: [zorgle me]}\n"
        "tests: {threat: {hit: [they zorgle me], miss: [zorg]}}\n",
        encoding="utf-8",
    )
    (tmp_path / "languages" / "xx.yml").write_text(
        "language: xx\nsmall: [qwop, blarp]\nphrases: {own_child: [moj zork]}\n", encoding="utf-8"
    )
    (tmp_path / "platforms.yml").write_text("platforms: {tiktok: [tokkle]}\n", encoding="utf-8")
    rules = load(desk=tmp_path)
    assert not rules.problems and not failures(rules, [tmp_path])
    seen = see("qwop blarp qwop blarp qwop moj zork zorgle me tokkle", rules)
    names = {name for name, _ in seen.sights}
    assert {"threat", "own_child"} <= names and seen.platforms == ("tiktok",)
    assert seen.lang == "xx"
    assert rules.digest != RULES.digest


MAIN = {"threat", "demand", "image", "meeting", "self_harm", "own_child"}
MOST_WRITTEN = {
    "spread",
    "secrecy",
    "contact",
    "gift",
    "ask_image",
    "offline_harm",
    "account",
    "suspended",
}


@pytest.mark.parametrize("lang", sorted({one.language for one in CASES if one.language}))
def test_a_language_tests_its_main_concepts(lang: str) -> None:
    ours = [one for one in CASES if one.language == lang]
    wanted = MAIN | (MOST_WRITTEN if lang in {"ar", "ar-Latn", "en", "fr"} else set())
    assert wanted <= {one.what for one in ours if one.wanted}
    assert wanted <= {one.what for one in ours if not one.wanted}


def test_every_language_with_small_words_has_tests() -> None:
    spoken = {"ar", "ar-Latn", "ckb", "en", "fa", "fr", "hy", "kmr", "tr"}
    assert {one.language for one in CASES if one.language} == spoken
