"""Every rule has a first text for everybody who may write, in every language that it owes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from zammad_plugin.check.desk import examine
from zammad_plugin.check.replies.coverage import FITS, Row, rows, unsuited
from zammad_plugin.cli.main import cli
from zammad_plugin.config.places import default_desk
from zammad_plugin.routing.rules import Routing, Rule, load_routing
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.replies.translations import replies_of
from zammad_plugin.vocabulary import REPORTERS

REPLIES = replies_of(read(default_desk()).desired)
SHIPPED = list(rows(load_routing(), REPLIES))
NINE = {"en", "ar", "fr", "ar-Latn", "ckb", "kmr", "fa", "tr", "hy"}


def _of(rule: dict[str, object]) -> list[Row]:
    made = Routing.model_validate({"rules": [{"id": "mine", **rule}]})
    return list(rows(made, REPLIES))


def test_the_shipped_rules_have_no_hole() -> None:
    assert [(row.rule, row.reporter, row.holes) for row in SHIPPED if row.holes] == []
    assert all(set(row.by_lang) == NINE for row in SHIPPED if row.first_hour)
    assert {row.reporter for row in SHIPPED} == set(REPORTERS) == set(FITS)


def test_a_text_for_somebody_else_is_no_text() -> None:
    then = {"replies": ["grooming-contact"]}
    (mother,) = _of({"when": {"reporter": ["guardian"]}, "then": then})
    assert mother.holes == list(mother.by_lang) and mother.first_hour
    (child,) = _of({"when": {"reporter": ["child"]}, "then": then})
    assert child.holes == [] and child.by_lang["tr"] == "grooming-contact"


def test_where_the_first_text_lacks_a_language_the_next_stands_in() -> None:
    when = {"reporter": ["guardian"]}
    (row,) = _of({"when": when, "then": {"replies": ["disclosure-heard", "first-answer-parent"]}})
    assert (row.by_lang["ar"], row.by_lang["tr"]) == ("disclosure-heard", "first-answer-parent")


def test_a_rule_that_names_no_writer_owes_everybody_a_text() -> None:
    found = _of({"when": {}, "then": {"replies": ["first-answer-parent"]}})
    assert {row.reporter for row in found if row.holes} == {"child", "unknown", "adult_victim"}


def test_a_rule_without_texts_owes_none() -> None:
    assert _of({"when": {}, "then": {}}) == []


def test_check_refuses_a_rule_whose_texts_are_for_nobody_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "routing.yml").write_text(
        "before:\n"
        "  - id: mine\n"
        "    when: {reporter: [guardian, child]}\n"
        "    then: {replies: [self-harm-words]}\n",
        encoding="utf-8",
    )
    told = [str(one) for one in examine(tmp_path).problems]
    assert any("routing.yml:4" in one and "'mine' is for guardian" in one for one in told)
    assert not any("is for child" in one for one in told)


def test_what_no_text_is_known_for_is_no_claim() -> None:
    rule = Rule.model_validate({"id": "a", "when": {"reporter": ["child"]}, "then": {}})
    assert unsuited(rule, REPLIES) == []


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_table_names_rule_writer_and_languages(form: str) -> None:
    words = ["templates", "check", "--coverage", *(["--format", "json"] if form == "json" else [])]
    told = CliRunner().invoke(cli, words)
    assert told.exit_code == 0, told.output
    if form == "json":
        first = json.loads(told.output)[0]
        assert {"rule", "reporter", "first_hour", "by_lang"} == set(first)
    else:
        assert "*missing-child" in told.output and told.output.endswith("no holes\n")


def _told(folder: Path, *words: str) -> tuple[int, str]:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "routing.yml").write_text(
        "rules:\n"
        "  - {id: of-the-first-hour, when: {reporter: [child, unknown, guardian]},"
        " then: {replies: [grooming-contact]}}\n"
        "  - {id: later, when: {reporter: [guardian]}, then: {replies: [grooming-guardian]}}\n",
        encoding="utf-8",
    )
    (folder / "zammad-plugin.yml").write_text("extends: default\n", encoding="utf-8")
    words = ("templates", "check", "--coverage", "--desk", str(folder), *words)
    done = CliRunner().invoke(cli, words)
    return done.exit_code, done.output


def test_who_gets_the_same_stands_in_one_line_and_holes_are_named(tmp_path: Path) -> None:
    code, told = _told(tmp_path)
    assert code == 4 and "*of-the-first-hour\n  child, unknown: grooming-contact (all 9)\n" in told
    assert (
        "\n  guardian: HOLE (all 9)\n" in told and "\n  guardian: grooming-guardian (all 3)" in told
    )
    assert "\nhole: of-the-first-hour, guardian: " in told and told.endswith("2 rules, 1 holes\n")


def test_a_language_that_was_asked_for_stands_alone(tmp_path: Path) -> None:
    """Rules that owe nothing in it had an empty place, and holes in others failed the command."""
    code, told = _told(tmp_path, "--lang", "hy")
    assert code == 4 and "later" not in told and "guardian: hy\n" in told
    rule = tmp_path / "rules" / "routing.yml"
    assert "child, unknown: grooming-contact (hy)" in told and rule.exists()


def test_the_table_fits_into_a_window() -> None:
    told = CliRunner().invoke(cli, ["templates", "check", "--coverage"]).output
    assert max(map(len, told.splitlines())) <= 100
    assert told.count("\n") < 600 and "  child, unknown: self-harm-words (all 9)\n" in told
