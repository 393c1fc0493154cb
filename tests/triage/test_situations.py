"""Dangers that no line of words names, known by what groups of words mean together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError
from zammad_plugin.triage.trained.situations import EASED, FILE, GROUP, Situations, load, marks

MODEL = rules_folder() / "model"
REPORT = ("grooming", "high")


def model(limit: float = 1.0) -> Situations:
    names = {"g:left": 0, "g:phone_off": 1, "g:left&g:phone_off": 2}
    table = np.array([[1.0, 0.0], [1.0, 0.0], [2.0, 0.0]], np.float32)
    zero = np.zeros(2, np.float32)
    return Situations(("missing", "touched"), names, table, zero, zero + limit)


def test_two_groups_together_say_more_than_each() -> None:
    assert model(1.5).told({"g:left"}, REPORT) == frozenset()
    assert model(1.5).told({"g:left", "g:phone_off"}, REPORT) == {"missing"}


def test_the_likeliest_danger_alone_is_told() -> None:
    assert model(-1.0).told({"g:left", "g:phone_off"}, REPORT) == {"missing"}


def test_nothing_known_tells_nothing() -> None:
    assert model(-9.0).told({"g:unheard_of"}, REPORT) == frozenset()
    assert model(-9.0).told((), REPORT) == frozenset()


def test_less_must_be_said_where_reports_of_the_kind_are_nearly_all_so() -> None:
    kind = next(kind for kind, dangers in EASED.items() if "missing" in dangers)
    names = {"g:left", "g:phone_off"}
    assert model(3.0).told(names, REPORT) == frozenset()
    assert model(3.0).told(names, kind) == {"missing"}


def test_marks_are_names_and_pairs_of_which_one_is_a_group() -> None:
    shown = dict(marks({"child", "threat", GROUP + "left"}))
    assert "child&threat" not in shown and "child&g:left" in shown
    assert shown["child"] > shown["child&g:left"] > 0


def test_the_shipped_model_knows_a_missing_child_by_what_stands_together() -> None:
    shipped = load(MODEL)
    assert shipped is not None
    names = {GROUP + one for one in ("left", "phone_off", "since_when", "own_kid")}
    assert shipped.told(names | {"own_child", "child"}, ("child_other", "critical")) == {"missing"}
    assert shipped.told({"greeting"}, ("parental_guidance", "normal")) == frozenset()


def test_without_a_file_words_alone_tell(tmp_path: Path) -> None:
    assert load(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_a_file_that_is_not_ours_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DeskError, match="no trained weights of situations") as error:
        load(tmp_path)
    assert error.value.hint == "python training/situations.py"
