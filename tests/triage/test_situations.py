"""What a message is about and who writes it, by the models and by what words tell."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from zammad_plugin.config.files import load_fast
from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError
from zammad_plugin.text import embedding
from zammad_plugin.text.embedding import LONGEST, Floats
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Assessment, Message
from zammad_plugin.triage.rule_files.risks import Words
from zammad_plugin.triage.ruleset import load as load_rules
from zammad_plugin.triage.situation import as_risk, judged
from zammad_plugin.triage.trained.features import Tokens
from zammad_plugin.triage.trained.linear_heads import Chances
from zammad_plugin.triage.trained.meaning import OF_SITUATIONS, Meaning
from zammad_plugin.triage.trained.situations import (
    FILE,
    GROUP,
    NONE,
    SITUATION,
    WRITER,
    Situations,
    features,
    load,
)
from zammad_plugin.vocabulary import REPORTERS, SITUATIONS

MODEL = rules_folder() / "model"
RULES = load_rules()
ANY = assess([Message("hello")], RULES)
REPORT = replace(ANY, child_safety=True, category="sextortion", urgency="high")


def test_every_class_of_the_model_is_a_word_of_the_vocabulary() -> None:
    shipped = load(MODEL)
    assert shipped is not None
    assert set(shipped.heads.tasks[SITUATION]) == SITUATIONS
    assert set(shipped.heads.tasks[WRITER]) <= set(REPORTERS)


def test_what_stands_around_a_persons_words_is_no_feature() -> None:
    places, units = np.array([5, 3, 5, 9]), np.array([0, 0, 0, 1])
    tokens = Tokens(places, np.ones(4, np.float32), units, np.ones(2, np.float32))
    found = features(tokens, np.array([True, False]), {"b"})
    assert found.places.tolist() == [3, 5] and found.values.tolist() == [1.0, 2.0]


def about(shares: Chances, made: Assessment, told: Collection[str] = ()) -> str:
    return judged({SITUATION: shares}, {}, even, told, made)[0]


def even(_situation: str, _writer: str) -> float:
    return 0.0


def test_a_report_is_about_something() -> None:
    shares = {"none": 0.9, "blackmail": 0.06, "grooming": 0.04}
    assert about(shares, ANY) == "none"
    assert about(shares, REPORT) == "blackmail"


def test_what_is_no_report_is_about_nothing_unless_it_is_plain() -> None:
    shares = {"none": 0.3, "blackmail": 0.35, "grooming": 0.35}
    assert about(shares, ANY) == "none"
    assert about(shares, ANY, {"grooming"}) == "grooming"
    assert about({"none": 0.2, "blackmail": 0.8}, ANY) == "blackmail"


def test_words_on_dying_are_missed_last() -> None:
    shares = {"self_harm": 0.3, "blackmail": 0.6, "none": 0.1}
    assert about(shares, REPORT) == "self_harm"
    assert about({**shares, "self_harm": 0.01}, REPORT) == "blackmail"


def test_what_words_are_about_is_known_in_every_language_that_is_taught() -> None:
    shipped, folder = load(MODEL), rules_folder() / "risks"
    topics = [
        {
            name
            for name in load_fast(Words, folder / f"{lang}.yml").words
            if name.startswith("about_")
        }
        for lang in ("en", "fr", "ar", "ar-Latn")
    ]
    assert len(topics[0]) > 60 and all(one == topics[0] for one in topics)
    assert shipped is not None and {GROUP + name for name in topics[0]} <= {*shipped.index}


def test_what_words_tell_counts_more_and_without_models_nothing_is_chosen() -> None:
    shares = {"meeting": 0.3, "grooming": 0.5, "none": 0.2}
    report = replace(REPORT, category="child_other")
    assert about(shares, report) == "grooming"
    assert about(shares, report, {"meeting"}) == "meeting"
    assert judged({}, {}, even, {"meeting"}, report) == ("", report.reporter)


@pytest.mark.parametrize(("share", "made", "told"), [(0.9, REPORT, "missing"), (0.2, REPORT, "")])
def test_only_what_is_sure_is_a_risk_as_words_tell_it(
    share: float, made: Assessment, told: str
) -> None:
    assert as_risk("missing", {"missing": share}, made) == told
    assert as_risk("missing", {"missing": 0.9}, ANY) == ""


def test_who_writes_is_judged_by_both_models_and_by_what_it_is_about() -> None:
    child = replace(REPORT, reporter="child")
    triage = {"child": 0.5, "peer": 0.4, "guardian": 0.1}

    def who(writers: Chances, lift: Callable[[str, str], float] = even) -> str:
        return judged({SITUATION: {"phone_ban": 1.0}, WRITER: writers}, triage, lift, (), child)[1]

    assert who({"peer": 0.9, "child": 0.1}) == "peer"
    assert who({"peer": 0.5, "child": 0.5}) == "child"
    shares = {"guardian": 0.3, "child": 0.4, "peer": 0.3}
    assert who(shares) == "child"
    assert who(shares, lambda _, one: 8.0 * (one == "guardian")) == "guardian"


def test_the_shipped_model_knows_that_parents_rather_than_children_ban_a_telephone() -> None:
    shipped = load(MODEL)
    assert shipped is not None
    assert shipped.lift("phone_ban", "guardian") > shipped.lift("phone_ban", "child") + 0.5
    assert shipped.lift("phone_ban", "professional") < 0


@pytest.mark.parametrize("text", ["-", "?!", "123"])
def test_a_text_without_a_letter_is_about_nothing(text: str) -> None:
    assert assess([Message(text)], RULES).situation == ""


def test_without_a_file_words_alone_tell(tmp_path: Path) -> None:
    assert load(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_a_file_that_is_not_ours_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DeskError, match="no trained weights of situations") as error:
        load(tmp_path)
    assert error.value.hint == "python training/situations.py"


NOTHING_SEEN = features(
    Tokens(np.array([], int), np.ones(0, np.float32), np.array([], int), np.ones(0, np.float32)),
    np.array([], bool),
    (),
)


def with_meaning(said: str, asked: list[str]) -> Situations:
    """The shipped models with a meaning that is sure of `said`."""
    shipped = load(MODEL)
    assert shipped is not None
    heads = shipped.heads
    table = np.zeros((1, len(heads.bias)), np.int8)
    table[0, heads.tasks[SITUATION].index(said)] = 100
    nought = np.zeros_like(heads.bias)
    heard = replace(heads, bias=nought, scale=nought + 1, keep=dict.fromkeys(heads.tasks, 0.5))

    def embed(text: str) -> Floats:
        asked.append(text)
        return np.ones(1, np.float32)

    return replace(shipped, meaning=Meaning(heard, table, embed))


def test_with_the_extra_the_meaning_says_too_what_it_is_about() -> None:
    asked: list[str] = []
    models = with_meaning("missing", asked)
    shares = models.shares(NOTHING_SEEN, "her bed is empty")[SITUATION]
    assert max(shares, key=lambda one: shares[one]) == "missing"
    assert asked == ["her bed is empty"]
    assert models.shares(NOTHING_SEEN, "") == replace(models, meaning=None).shares(NOTHING_SEEN)


def test_what_the_letters_say_is_plainly_nothing_is_not_embedded() -> None:
    asked: list[str] = []
    models = with_meaning("missing", asked)
    bias = models.heads.bias.copy()
    bias[models.heads.tasks[SITUATION].index(NONE)] += 50
    sure = replace(models, heads=replace(models.heads, bias=bias))
    assert sure.shares(NOTHING_SEEN, "our football times")[SITUATION][NONE] > 0.9 and not asked


def test_of_a_long_text_what_stands_around_what_decides_is_embedded() -> None:
    asked: list[str] = []
    rules = replace(RULES, situations=with_meaning("missing", asked))
    calm = "The weather was fine and we went to the market to buy some bread. " * 20
    assess([Message(f"{calm}He threatens to post my photos, I'm 14. {calm}")], rules)
    assert len(asked) == 1 and "He threatens" in asked[0] and len(asked[0]) <= LONGEST


def test_heads_over_the_meaning_that_are_not_ours_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(MODEL / FILE, tmp_path)
    monkeypatch.setattr(embedding, "installed", lambda: True)
    assert (found := load(tmp_path)) and found.meaning is None
    (tmp_path / OF_SITUATIONS).write_bytes(b"no archive")
    with pytest.raises(DeskError, match="no trained weights"):
        load(tmp_path)


def test_the_shipped_heads_over_the_meaning_have_the_classes_of_the_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedding, "installed", lambda: True)
    shipped = load(MODEL)
    assert shipped and shipped.meaning
    assert shipped.meaning.heads.tasks == shipped.heads.tasks
