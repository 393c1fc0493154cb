"""Weights that are missing or odd, the figures of `eval`, and the gate on our own rows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from zammad_plugin.cli.main import cli
from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError
from zammad_plugin.measure.baseline import compare
from zammad_plugin.measure.evaluate import evaluate
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load
from zammad_plugin.triage.trained import weights

THREAT = "I'm 14 and he threatens to post my photos"


@pytest.fixture
def rules_only(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(), folder)
    shutil.rmtree(folder / "model")
    return folder


def test_without_weights_the_rules_judge(rules_only: Path) -> None:
    rules = load(rules_only)
    assert "no trained weights" in str(rules.problems[0])
    report = assess([Message(THREAT)], rules)
    assert (report.child_safety, report.category, report.urgency) == (
        True,
        "sextortion",
        "critical",
    )
    press = assess([Message("journalist, article on blackmail of children's pictures")], rules)
    assert not press.child_safety and press.review
    other = assess([Message("hello")], rules)
    assert (other.child_safety, other.review, other.reporter) == (False, False, "unknown")


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("I am a teacher", "teacher"),
        ("my son", "guardian"),
        ("mama will be angry", "child"),
        ("I am 40", "adult_victim"),
        ("a kid", "bystander"),
    ],
)
def test_reporter_without_weights(rules_only: Path, text: str, reporter: str) -> None:
    assert assess([Message(text)], load(rules_only)).reporter == reporter


def test_odd_weights_are_refused(tmp_path: Path) -> None:
    file = tmp_path / weights.FILE
    file.write_bytes(b"no zip")
    with pytest.raises(DeskError, match="no trained weights"):
        weights.load(tmp_path)
    np.savez(
        file,
        tasks=["x"] * 3,
        classes=list("abc"),
        scale=np.ones(3),
        bias=np.zeros(3),
        weights=np.zeros((3, 7), np.int8),
        settings="",
    )
    with pytest.raises(DeskError, match="no trained weights"):
        weights.load(tmp_path)


def test_a_decision_shows_what_the_trained_part_said() -> None:
    reasons = {reason.rule: reason for reason in assess([Message(THREAT)], load()).reasons}
    assert "trained model" in reasons["wording"].describe["en"]
    assert set(reasons["wording"].describe) == {"en", "ar", "fr"}


def test_compare_names_what_fell() -> None:
    before = {"caught": 0.9, "precision": 0.8, "rows": 3}
    assert compare({"caught": 0.9, "precision": 0.9}, before) == []
    [worse] = compare({"caught": 0.85, "precision": None}, before)
    assert str(worse) == "caught: 0.9 before, 0.85 now"
    assert compare({"unsure": 0.05}, {"unsure": 0.08}) == []
    [more] = compare({"unsure": 0.1}, {"unsure": 0.08})
    assert str(more) == "unsure: 0.08 before, 0.1 now"


LABELLED = Path(__file__).parent / "labelled"
ROWS = LABELLED / "regression.jsonl"


@pytest.mark.parametrize(
    "name",
    [
        "regression",
        "other-author",
        "strict-author",
        "later-authors",
        "unread-author",
        "threads-author",
    ],
)
def test_our_own_rows_do_not_get_worse(tmp_path: Path, name: str) -> None:
    """The gate: mend the rules, or raise the baseline when it got better for good. The next two are
    by authors who wrote no training message, the fourth by two whose other messages teach; of the
    fifth nobody who mended triage had read a line. The last are threads, and read by kind."""
    out = tmp_path / "out.jsonl"
    rows, baseline = LABELLED / f"{name}.jsonl", LABELLED / f"{name}-baseline.json"
    words = ["eval", str(rows), "--baseline", str(baseline), "--predictions", str(out)]
    result = CliRunner().invoke(cli, words)
    assert result.exception is None, result.output
    keys = set(json.loads(out.read_text(encoding="utf-8").splitlines()[0]))
    assert {
        "id",
        "child_safety",
        "review",
        "category",
        "urgency",
        "platforms",
        "reporter",
        "under13",
        "minor",
        "blackmail",
        "account_suspended",
        "lang",
        "ms",
    } <= keys


def test_what_no_label_tells_is_not_measured() -> None:
    row = {"id": "1", "lang": "en", "body": THREAT, "labels": {"child_safety": True}}
    figures = evaluate([row], load()).to_dict()
    assert figures["under13"] is figures["platforms_f1"] is None
    told = {**row, "labels": {"child_safety": True, "under13": True, "platforms": []}}
    assert evaluate([told], load()).to_dict()["under13"] == 0.0


def test_a_fall_fails_and_a_broken_baseline_is_named(tmp_path: Path) -> None:
    high = tmp_path / "high.json"
    high.write_text('{"precision": 1.1}')
    failed = CliRunner().invoke(cli, ["eval", str(ROWS), "--baseline", str(high)])
    assert "worse than the baseline: precision" in str(failed.exception)
    high.write_text("nothing")
    failed = CliRunner().invoke(cli, ["eval", str(ROWS), "--baseline", str(high)])
    assert "no figures in" in str(failed.exception)
