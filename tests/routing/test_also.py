"""Replies proposed beside the deciding rule's: a suspended account runs against time."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from zammad_plugin.check.routing.problems import routing_problems
from zammad_plugin.config.desk import load_desk
from zammad_plugin.routing.decision import decide
from zammad_plugin.routing.facts import Circumstances
from zammad_plugin.routing.rules import Routing, load_routing
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load

RULES, ROUTING = load(), load_routing()
OWN = """
before:
  - {id: ours, when: {risk: [blackmail]}, then: {replies: [help-me]}}
also:
  - {id: window, when: {risk: [blakmail]}, unless: [self_ham], then: {replies: [no-such]}}
"""


def _replies(body: str, routing: Routing = ROUTING) -> tuple[str, ...]:
    return decide(assess([Message(body)], RULES), Circumstances("signal"), routing).replies


@pytest.mark.parametrize(
    "body",
    [
        "I'm 14, he has my nudes and wants money. TikTok suspended his account dark.kid.77",
        "my son is 13 and a man wants his nudes. instagram banned the man's account yesterday",
        "عمري ١٤ وهددني ينشر صوري، وتيك توك علّق حسابه مبارح",
        "j'ai 14 ans, il a mes photos nues et veut de l'argent. TikTok a suspendu son compte",
    ],
)
def test_a_suspended_account_proposes_its_text_behind_the_first_words(body: str) -> None:
    first, *others = _replies(body)
    assert first != "account-suspended" and others[-1] == "account-suspended"


def test_not_beside_words_on_dying_nor_without_a_suspension() -> None:
    dying = "I'm 14. tiktok suspended his account but he has my nudes and I want to kill myself"
    assert "account-suspended" not in _replies(dying)
    assert "account-suspended" not in _replies("I'm 14, he has my nudes and wants money")


def test_only_replies_stand_there() -> None:
    rule = {"id": "a", "when": {}, "then": {"group": "Users"}}
    with pytest.raises(ValidationError, match="`also` proposes replies"):
        Routing.model_validate({"also": [rule]})


def test_a_desk_s_own_take_the_place_and_their_mistakes_are_named(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "routing.yml").write_text(OWN)
    (tmp_path / "zammad-plugin.yml").write_text("{}\n")
    said = [str(one) for one in routing_problems(load_desk(tmp_path))]
    for wrong in ("risk blakmail", "the risk self_ham", "no reply 'no-such'"):
        assert any(wrong in one for one in said), said
