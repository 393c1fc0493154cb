"""Rules that can never decide."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.routing.decision import decide
from zammad_plugin.routing.facts import Circumstances
from zammad_plugin.routing.reach import unreachable
from zammad_plugin.routing.rules import Routing, load_routing
from zammad_plugin.triage.model import Assessment

URGENCIES = ["low", "normal", "high", "critical"]


def routing(*rules: dict[str, Any]) -> Routing:
    made = [{"id": f"r{number}", "when": when, "then": {}} for number, when in enumerate(rules)]
    return Routing.model_validate({"rules": made})


def test_the_shipped_file_has_none() -> None:
    assert unreachable(load_routing()) == []


def test_one_rule_takes_all_of_another() -> None:
    made = routing({"child_safety": True}, {"child_safety": True, "urgency": ["critical"]})
    assert unreachable(made) == [("r1", ("r0",))]
    assert unreachable(routing({}, {"voice": True})) == [("r1", ("r0",))]


def test_several_take_all_of_another_together() -> None:
    halves = [{"urgency": ["critical", "high"]}, {"urgency": ["normal", "low"]}]
    assert unreachable(routing(*halves, {"voice": True})) == [("r2", ("r0", "r1"))]
    assert unreachable(routing(halves[0], {"urgency": ["normal"]}, {"voice": True})) == []
    assert unreachable(routing({"review": True}, {"review": False}, {})) == [("r2", ("r0", "r1"))]
    # Whether somebody is under 13 may be unknown; a category that no rule names may come.
    assert unreachable(routing({"under13": True}, {"under13": False}, {})) == []
    assert unreachable(routing({"category": ["grooming"]}, {"channel": ["sms"]}, {})) == []


def test_a_rule_within_two_others() -> None:
    made = routing({"platform": ["tiktok"]}, {"platform": ["x"]}, {"platform": ["x", "tiktok"]})
    assert unreachable(made) == [("r2", ("r0", "r1"))]


def test_too_many_combinations_claim_nothing() -> None:
    many = {"category": [f"c{n}" for n in range(200)], "platform": [f"p{n}" for n in range(200)]}
    assert unreachable(routing({**many, "risk": ["a"]}, {"voice": True})) == []


WHENS = st.fixed_dictionaries(
    {},
    optional={
        "urgency": st.lists(st.sampled_from(URGENCIES), min_size=1, max_size=3, unique=True),
        "platform": st.lists(st.sampled_from(["a", "b"]), min_size=1, unique=True),
        "voice": st.booleans(),
        "under13": st.booleans(),
    },
)
CASES = [
    (urgency, platforms, voice, under13)
    for urgency in URGENCIES
    for platforms in ((), ("a",), ("b",), ("a", "b"), ("c",))
    for voice in (True, False)
    for under13 in (True, False, None)
]


def _assessment(urgency: str, platforms: tuple[str, ...], under13: bool | None) -> Assessment:
    return Assessment(
        child_safety=True,
        review=False,
        category="grooming",
        urgency=urgency,  # type: ignore[arg-type]
        platforms=platforms,
        reporter="child",
        under13=under13,
        minor=None,
        blackmail=False,
        account_suspended=False,
        lang="en",
        answer_lang="en",
        score=1.0,
        reasons=(),
        hits=(),
        suppressed=(),
        ruleset="d",
    )


@given(st.lists(WHENS, min_size=1, max_size=4))
def test_what_is_called_unreachable_never_decides(whens: list[dict[str, Any]]) -> None:
    """Against every case there is; and what is not called so decides on one."""
    made = routing(*whens)
    decided = {
        decide(_assessment(urgency, platforms, young), Circumstances("web", voice=voice), made).rule
        for urgency, platforms, voice, young in CASES
    }
    never = {name for name, _ in unreachable(made)}
    assert not never & decided
    assert never | decided >= {rule.id for rule in made.rules}
