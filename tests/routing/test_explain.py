"""Why this rule and not that one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from test_reach import _assessment

from zammad_plugin.routing.decision import decide
from zammad_plugin.routing.explain import to_dict, to_text
from zammad_plugin.routing.facts import Circumstances
from zammad_plugin.routing.rules import Routing, load_routing

ROUTING = load_routing()
REPORT = replace(_assessment("critical", ("tiktok", "x"), None), category="sextortion")


def test_each_earlier_rule_names_its_first_condition_and_what_was_there() -> None:
    decision = decide(REPORT, Circumstances("signal"), ROUTING)
    text = to_text(decision, ROUTING)
    assert text.startswith("routing rule sextortion-child: group Child Safety, priority 3 high")
    assert "not lured-child: category is sextortion, wanted grooming" in text
    assert "not reached: faked-of-another," in text
    told: Any = to_dict(decision, ROUTING)
    assert {
        "rule": "lured-child",
        "condition": "category",
        "wanted": ("grooming",),
        "found": ("sextortion",),
    } in told["skipped"]
    assert told["not_reached"][0] == "faked-of-another"


def test_values_are_codes_in_order_and_many_are_counted() -> None:
    whens = [{"platform": ["discord"]}, {"under13": True}, {"risk": ["meeting"]}, {}]
    rules = [{"id": f"r{n}", "when": when, "then": {}} for n, when in enumerate(whens)]
    made = Routing.model_validate({"rules": rules})
    decision = decide(REPORT, Circumstances("web"), made)
    assert [one.found for one in decision.skipped] == [("tiktok", "x"), ("unknown",), ()]
    assert "risk is none, wanted meeting" in to_text(decision, made)
    assert "nothing changes" not in to_text(decision, made)  # attributes are written


def _then(**then: Any) -> Routing:
    return Routing.model_validate({"rules": [{"id": "r", "when": {}, "then": then}]})


def test_only_what_can_wait_is_put_off() -> None:
    later = _then(state="pending reminder", follow_up=60)
    calm = replace(REPORT, urgency="low")
    assert decide(calm, Circumstances("web"), later).state == "pending reminder"
    assert decide(calm, Circumstances("web"), later).follow_up == 60
    for pressing, around in [
        (REPORT, Circumstances("web")),
        (replace(calm, review=True), Circumstances("web")),
        (calm, Circumstances("web", voice=True)),
    ]:
        decision = decide(pressing, around, later)
        assert (decision.state, decision.follow_up) == ("open", 0)


@pytest.mark.parametrize("then", [{"state": "pending reminder"}, {"follow_up": 5}])
def test_a_state_that_waits_and_its_time_go_together(then: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="go together"):
        _then(**then)
