"""Broken rules' files and odd messages: named, left out, never raised."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from zammad_plugin.cli.main import cli
from zammad_plugin.config.places import rules_folder
from zammad_plugin.text.mail.clean import clean_article
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load

RULES = load()
THREAT = "I'm 14, he threatens to post my photos on tiktok"


@pytest.mark.parametrize("name", ["languages/tr.yml", "rules.yml", "platforms.yml", "concepts.yml"])
def test_a_broken_file_is_named_and_the_rest_works(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(), folder)
    (folder / name).write_text("nonsense: [1\n", encoding="utf-8")
    rules = load(folder)
    [problem] = rules.problems
    assert f"{name}:1:11: " in str(problem)  # where the bracket opens
    assert assess([Message(THREAT)], rules).child_safety


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    rules = load(tmp_path)
    assert {problem.where.path.name for problem in rules.problems if problem.where} == {
        "rules.yml",
        "platforms.yml",
        "concepts.yml",
        "risks.yml",
        "letters.npz",
    }
    assert not assess([Message(THREAT)], rules).child_safety


def test_check_fails_on_a_desks_broken_rules_and_explain_goes_on(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    (desk / "rules" / "languages").mkdir(parents=True)
    file = desk / "rules" / "languages" / "en.yml"
    file.write_text("language: en\nphrses: {}\n", encoding="utf-8")
    failed = CliRunner().invoke(cli, ["check", "--desk", str(desk)])
    assert failed.exit_code == 1 and "en.yml:2:1: unknown key 'phrses'" in failed.output
    goes_on = CliRunner().invoke(cli, ["explain", "--desk", str(desk), THREAT])
    assert goes_on.exit_code == 0 and "en.yml:2:1" in goes_on.stderr
    assert "sextortion" in goes_on.stdout


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "😭😭😭", "\ud800\udfff\udc00", "\0\x01\x02\xff", "\x03\x04" + "\x80" * 999],
)
def test_odd_messages_are_no_report(text: str) -> None:
    result = assess([Message(clean_article(text, "text/plain"))], RULES)
    assert not result.child_safety and result.lang == "none"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a" * 1_000_000, "text/plain"),
        ("<div>" * 100_000 + THREAT, "text/html"),
        ("e" + "\u0301" * 999_999, "text/plain"),
        ("\u202e\u2066" * 500_000, "text/plain"),
        ("14 years old, " * 71_428, "text/plain"),
        ("1. " * 333_333, "text/plain"),
        ("ما " * 330_000, "text/plain"),
        ("threat " * 140_000, "text/plain"),
        ("x" * 5_000_000 + THREAT, "text/plain"),
    ],
)
def test_hostile_texts_end_soon(text: str, kind: str) -> None:
    start = time.process_time()  # of our own work: a busy machine must not fail it
    assess([Message(clean_article(text, kind))], RULES)
    assert time.process_time() - start < 5  # 0.5 on a quiet machine: benchmarks/triage.py


def test_a_report_at_the_end_of_a_long_text_is_seen() -> None:
    text = clean_article("lorem ipsum " * 400_000 + THREAT, "text/plain")
    assert "threat" in {hit.concept for hit in assess([Message(text)], RULES).hits}


def test_explain_marks_hits_in_the_text_in_three_languages_and_as_a_note() -> None:
    text = "بنتي عمرها 13 وواحد كان يهددها من سنتين بصورها"
    shown = CliRunner().invoke(cli, ["explain", text]).stdout
    assert "[بنتي]" in shown and "(-هدد)" in shown and "told as over" in shown
    lines = [line for line in shown.splitlines() if line.startswith("  |")]
    assert lines and all(line.startswith("  | \u2068") for line in lines)
    assert "لم يُحتسب" in CliRunner().invoke(cli, ["explain", "--lang", "ar", text]).stdout
    assert "écarté" in CliRunner().invoke(cli, ["explain", "--lang", "fr", text]).stdout
    note = CliRunner().invoke(cli, ["explain", "--note", "--lang", "ar", text]).stdout
    assert note.startswith('<div dir="rtl">') and "\u2068" in note
    plain = CliRunner().invoke(cli, ["explain", "--format", "json", text]).stdout
    assert plain.isascii() and '"suppressed"' in plain
