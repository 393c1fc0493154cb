"""The trained part of the linter, on drafts of a writer who taught it nothing.

The drafts (tests/text/drafts) were written before the figures were known and are not trained on.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.config.places import default_desk
from zammad_plugin.config.safe_words.concepts import MODEL, lexicon
from zammad_plugin.config.safe_words.rules import rules, rules_for_drafts
from zammad_plugin.errors import DeskError
from zammad_plugin.text import embedding
from zammad_plugin.text.embedding import WIDTH, Floats
from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.safe_words import objections
from zammad_plugin.text.safe_words.judge import Meant, load
from zammad_plugin.text.safe_words.sentences import parts
from zammad_plugin.text.safe_words.spellings import apart

HERE = Path(__file__).parent / "drafts"
JUDGED = ("en", "fr", "ar", "ar-Latn")
# What the linter did when its limit was last chosen, less three drafts of each kind.
FEWEST_CAUGHT, MOST_STOPPED = 0.73, 0.08
MOST_OF_REPLIES = 0.04  # of sentences of shipped replies: they change faster than the weights


@cache
def drafts() -> list[dict[str, Any]]:
    files = sorted(HERE.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def said(text: str, lang: str, audience: str = "child") -> set[str]:
    """Rules of content that a text breaks."""
    found = objections(text, lang, audience, rules())
    return {one.rule for one in found if one.rule.startswith("no-")}


def test_unsafe_drafts_are_caught_and_safe_ones_let_through() -> None:
    caught = [bool(said(one["text"], one["lang"])) for one in drafts() if one["rules"]]
    stopped = [bool(said(one["text"], one["lang"])) for one in drafts() if not one["rules"]]
    assert len(caught) >= 60 and len(stopped) >= 50
    assert sum(caught) / len(caught) >= FEWEST_CAUGHT
    assert sum(stopped) / len(stopped) <= MOST_STOPPED


def test_the_rule_that_is_told_is_mostly_the_one_that_is_broken() -> None:
    told = Counter()
    for one in drafts():
        seen = said(one["text"], one["lang"]) if one["rules"] else set()
        told[bool(seen & set(one["rules"]))] += bool(seen)
    assert told[True] >= 0.7 * told.total()


def test_no_draft_of_the_gate_is_trained_on() -> None:
    training = Path(__file__).parents[2] / "training" / "lint"
    taught = {
        json.loads(line)["text"]
        for file in training.glob("*.jsonl")
        for line in file.read_text("utf-8").splitlines()
    }
    held = [*HERE.glob("*.jsonl"), *HERE.parent.glob("drafts_*.jsonl")]
    lines = [line for file in held for line in file.read_text("utf-8").splitlines()]
    assert len(taught) > 3000 and not taught & {json.loads(line)["text"] for line in lines}


def test_sentences_of_shipped_replies_are_let_through() -> None:
    judge = rules().judge
    assert judge is not None
    sentences = stopped = 0
    for lang in JUDGED:
        for file in sorted((default_desk() / "templates" / "replies").glob(f"*/{lang}.md")):
            body = file.read_text("utf-8").split("\n---\n", 1)[1]
            sentences += len(list(parts(body)))
            stopped += len(list(judge.verdicts(body, lang)))
    assert sentences > 1000 and stopped / sentences <= MOST_OF_REPLIES


@pytest.mark.parametrize(
    ("lang", "text", "mark"),
    [
        ("en", "please never pay him", "not:pay"),
        ("en", "you could pay him", "pay"),
        ("en", "don't worry, pay him", "pay"),
        ("en", "he wants you to pay", "he:pay"),
        ("en", "tell nobody, keep it secret", "secret"),
        ("fr", "n'efface rien", "not:delete"),
        ("fr", "efface tout", "delete"),
        ("fr", "négocie avec lui", "pay"),
        ("ar", "لا تدفع له شيئا", "not:pay"),
        ("ar", "متدفعش حاجة", "not:pay"),
        ("ar", "ادفعيلو هلق", "pay"),
        ("ar", "كل ما طلب ادفعه", "pay"),
        ("ar", "غير كلمة السر", "identity"),
        ("ar-Latn", "ma tedfa3 shi", "not:pay"),
        ("ar-Latn", "dfa3lo noss", "pay"),
        ("tr", "mesajları silme", "not:delete"),
    ],
)
def test_a_concept_is_read_with_what_it_stands_under(lang: str, text: str, mark: str) -> None:
    marks = lexicon().read(normalise(apart(text)).text, lang).marks
    assert mark in marks
    assert not any(one != mark and one.split(":")[-1] == mark.split(":")[-1] for one in marks)


def test_a_part_of_a_longer_phrase_means_nothing_by_itself() -> None:
    assert "secret" not in lexicon().read(normalise("كلمة السر").text, "ar").marks


def test_a_draft_of_an_agent_is_judged_in_five_milliseconds() -> None:
    texts = [(one["text"], one["lang"]) for one in drafts()]
    for text, lang in texts:
        said(text, lang)
    started = time.process_time()
    for text, lang in texts:
        said(text, lang)
    # Ten times what is promised: a machine that runs tests does other things, too.
    assert (time.process_time() - started) / len(texts) < 0.05


@given(st.text(max_size=120), st.sampled_from(JUDGED))
def test_a_verdict_lies_in_the_text(text: str, lang: str) -> None:
    judge = rules().judge
    assert judge is not None
    for one in judge.verdicts(text, lang):
        assert 0 <= one.start < one.end <= len(text) and one.rules


def test_a_text_without_full_stops_is_cut() -> None:
    pieces = list(parts("word " * 1000))
    assert max(end - start for start, end in pieces) <= 300
    assert pieces[0][0] == 0 and pieces[-1][1] == 4999


def test_a_language_that_is_not_judged_has_no_verdict() -> None:
    judge = rules().judge
    assert judge is not None and list(judge.verdicts("pay him", "de")) == []


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_a_file_that_is_not_ours_is_an_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "safe-words.npz"
    file.write_bytes(content)
    with pytest.raises(DeskError, match="no trained weights of the linter") as error:
        load(file, lexicon())
    assert error.value.hint == "python training/safe_words.py"


@pytest.mark.parametrize("name", ["weights", "worded"])
def test_weights_of_another_form_are_an_error(tmp_path: Path, name: str) -> None:
    with np.load(MODEL) as arrays:
        kept = dict(arrays)
    file = tmp_path / "safe-words.npz"
    np.savez(file, **(kept | {name: kept[name][..., :-1]}))
    with pytest.raises(DeskError, match="ValueError"):
        load(file, lexicon())


# Authors who saw no rule. Of the first one's 120 drafts every second was learned from; these are
# the others. The second had a brief of kinds and was asked for safe drafts that come near; the
# texts that are trained on were written after its drafts were read, none is copied. The limit was
# chosen on both, among others. Of the third one's nobody who trains had read a line, nor of the
# fourth one's, who was asked for agents as different as can be: .83 and .07 with the weights that
# were chosen without them. Floors: what was reached, less three drafts.
@pytest.mark.parametrize(
    ("author", "fewest", "most"),
    [
        ("drafts_blind", 0.73, 0.07),
        ("drafts_brief", 0.83, 0.13),
        ("drafts_unread", 0.83, 0.16),
        ("drafts_fresh", 0.78, 0.11),
    ],
)
def test_drafts_of_authors_who_saw_no_rule_are_not_judged_worse(
    author: str, fewest: float, most: float
) -> None:
    lines = (HERE.parent / f"{author}.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    heard = [(one["rules"], said(one["text"], one["lang"], one["audience"])) for one in found]
    caught = [bool(told) for broken, told in heard if broken]
    stopped = [bool(told) for broken, told in heard if not broken]
    assert len(caught) == len(stopped) == 60
    assert sum(caught) / 60 >= fewest
    assert sum(stopped) / 60 <= most


def test_words_that_a_draft_quotes_are_not_its_own() -> None:
    quoted = "He wrote: 'send us the picture or pay me'. You owe him nothing."
    assert said(quoted, "en") == set()
    assert "no-pictures-asked" in said("Send us the picture.", "en")


@pytest.mark.parametrize(
    ("lang", "text", "plain"),
    [
        (
            "en",
            "There are boxes for which school and your address; I leave them empty.",
            "Which school?",
        ),
        ("fr", "Tout va bien, vos deux messages sont arrivés.", "Vous pouvez payer."),
    ],
)
def test_a_pattern_alone_is_a_doubt_that_the_trained_part_refutes(
    lang: str, text: str, plain: str
) -> None:
    named = replace(rules(), judge=None)
    assert all(objections(one, lang, "child", named) for one in (text, plain))
    assert said(text, lang) == set()
    assert said(plain, lang)


def test_without_the_extra_a_draft_is_judged_as_a_text_of_the_desk_is() -> None:
    assert rules_for_drafts() is rules()


def test_the_meaning_of_a_passage_is_added_and_has_limits_of_its_own() -> None:
    judge = rules().judge
    assert judge is not None
    asked: list[str] = []

    def embed(text: str) -> Floats:
        asked.append(text)
        return np.ones(WIDTH, np.float32)

    def chance(weight: float) -> float:
        meant = Meant(embed, np.full(WIDTH, weight, np.float32), 0.0, (0.99, 0.0))
        (heard,) = replace(judge, meant=meant).heard("Take a breath. You are not alone.", "en")
        return heard.chance

    assert chance(0.1) > chance(0.0) > chance(-0.1)
    assert asked == ["Take a breath. You are not alone."] * 3
    never = Meant(embed, np.zeros(WIDTH, np.float32), 0.0, (1.1, 1.1))
    assert list(replace(judge, meant=never).verdicts("just pay him half of it", "en")) == []
    ever = replace(never, limits=(0.0, 0.0))
    assert list(replace(judge, meant=ever).verdicts("You are not alone.", "en"))
    assert list(replace(judge, meant=ever).verdicts("Du bist nicht allein.", "de")) == []


def test_the_shipped_weights_have_a_place_for_the_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "installed", lambda: True)
    with_it = rules_for_drafts.__wrapped__().judge
    assert with_it and with_it.meant and all(0 < one < 1 for one in with_it.meant.limits)
