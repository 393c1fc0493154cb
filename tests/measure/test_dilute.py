"""Harmless words around our own labelled reports: none may fall out, no urgency sink far."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from zammad_plugin.cli.main import cli
from zammad_plugin.measure.dilute import Diluted, dilute, forms
from zammad_plugin.measure.labelled import read_rows
from zammad_plugin.triage.ruleset import load

LABELLED = Path(__file__).parent / "labelled"
FEWEST_KEPT = 0.98  # of what is caught bare, in every form
MOST_SUNK = 0.08


@pytest.fixture(scope="module")
def found() -> list[Diluted]:
    rows = [*read_rows(LABELLED / "regression.jsonl"), *read_rows(LABELLED / "other-author.jsonl")]
    reports = [row for row in rows if row["labels"]["child_safety"]]
    rules = load()
    assert rules.weights
    return list(dilute(reports[::4], replace(rules, weights=replace(rules.weights, meaning=None))))


def test_what_is_caught_bare_stays_caught_in_every_form(found: list[Diluted]) -> None:
    lost = {one.form: one.lost for one in found if one.kept < FEWEST_KEPT * one.caught}
    assert found and not lost


def test_no_form_lets_the_urgency_sink(found: list[Diluted]) -> None:
    sunk = {one.form: one.sunk for one in found if one.sank > MOST_SUNK * one.caught}
    assert not sunk


def test_every_form_changes_a_message_and_keeps_its_words() -> None:
    row = {"id": "a", "body": "he has my photos", "lang": "fr", "channel": "email"}
    for name, form in forms().items():
        made = json.dumps(form(row), ensure_ascii=False)
        assert form(row) != row and "he has my photos" in made, name


def test_a_thread_is_diluted_in_its_first_message() -> None:
    row = {"id": "a", "lang": "en", "messages": ["one", {"body": "two"}]}
    made = forms()["link"](row)["messages"]
    assert made[0]["body"].startswith("one\n") and made[1] == {"body": "two"}
    assert len(forms()["thanks"](row)["messages"]) == 3


def test_the_command_tells_form_by_form() -> None:
    rows = str(LABELLED / "regression.jsonl")
    told = CliRunner().invoke(cli, ["eval", rows, "--diluted"])
    assert told.exception is None and told.stdout.count("kept") == len(forms())
    data = json.loads(
        CliRunner().invoke(cli, ["eval", rows, "--diluted", "--format", "json"]).stdout
    )
    assert {one["form"] for one in data} == set(forms())
