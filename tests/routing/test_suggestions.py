"""Which first words people's messages get: danger first, then who writes, then the category.

`suggestions.jsonl`: invented messages, labelled before the rules met them; none is read by a native
speaker. Of the last 104, which no rule had been written for, 69 were right when first seen.
`first`: keys of which one must be suggested first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import accepted
import pytest

from zammad_plugin.config.places import default_desk
from zammad_plugin.routing.decision import Decision, decide
from zammad_plugin.routing.facts import Circumstances
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.replies.translations import replies_of, source_of
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "suggestions.jsonl").read_text("utf-8").splitlines()
]
RULES, ROUTING = load(), load_routing()
GATE = 0.95
FEW = 2  # messages of 277 whose writer is taken for somebody else
# Of these one message each may get other words: minutes count, or a wrong word does harm.
GRAVE = {"self_harm", "missing", "danger_now", "meeting", "offender", "paid", "safe_contact"}
# Audiences that a text for somebody else would speak to in the wrong way.
NOT_FOR = {
    "child": {"guardian", "teacher", "partner", "bystander"},
    "guardian": {"child", "partner", "teacher"},
    "teacher": {"child", "partner"},
    "professional": {"child"},
    "peer": {"child", "partner", "teacher"},
    "bystander": {"child", "partner", "teacher"},
}


@cache
def decision(body: str) -> Decision:
    return decide(assess([Message(body)], RULES), Circumstances("signal"), ROUTING)


@cache
def audiences() -> Mapping[str, str]:
    replies = replies_of(read(default_desk()).desired)
    return {key: str(source_of(langs).about["audience"]) for key, langs in replies.items()}


def right(row: Mapping[str, object]) -> bool:
    first = next(iter(decision(str(row["body"])).replies), "")
    return accepted.right(first, row["first"])  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["en", "ar", "fr", "ar-Latn"])
def test_the_first_suggestion_is_the_right_one(lang: str) -> None:
    rows = [row for row in ROWS if row["lang"] == lang]
    wrong = [row["id"] for row in rows if not right(row)]
    assert len(rows) >= 20 and 1 - len(wrong) / len(rows) >= GATE, wrong


@pytest.mark.parametrize("danger", sorted(GRAVE))
def test_of_grave_dangers_no_more_than_one_gets_other_words(danger: str) -> None:
    rows = [row for row in ROWS if row["danger"] == danger]
    assert len(rows) >= 4
    assert len([row["id"] for row in rows if not right(row)]) <= 1


def test_nobody_gets_a_text_that_speaks_to_somebody_else() -> None:
    wrong = [
        (row["id"], key)
        for row in ROWS
        for key in decision(row["body"]).replies
        if audiences()[key] in NOT_FOR.get(row["reporter"], ()) and key not in row["first"]
    ]
    assert len({row for row, _ in wrong}) <= FEW, wrong


def test_who_may_have_done_it_goes_to_the_lead() -> None:
    rows = [row for row in ROWS if row["danger"] in ("offender", "own_child_offender")]
    assert len(rows) >= 9
    assert all("cs-flow-lead" in decision(row["body"]).tags for row in rows)


def test_words_on_dying_stand_alone_and_before_those_on_blackmail() -> None:
    rows = [row for row in ROWS if row["danger"] == "self_harm" and row["reporter"] == "child"]
    for row in rows:
        first, *others = decision(row["body"]).replies
        assert first == "self-harm-words", row["id"]
        assert set(others) <= {"are-you-safe-now", "who-can-help"}, row["id"]
