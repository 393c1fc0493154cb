"""An assessment as data: names in the place of places."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.explain import to_dict
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import Ruleset, load


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return replace(load(), weights=None)


def test_hits_have_names_wherever_they_stand(ruleset: Ruleset) -> None:
    text = "My daughter is 14. He threatens to post her photos. He is not blackmailing her."
    told = json.loads(json.dumps(to_dict(assess([Message(text)], ruleset))))
    held = [one["hit"] for one in told["suppressed"]]
    of_rules = [hit for reason in told["reasons"] for hit in reason["hits"]]
    assert held and of_rules and told["hits"]
    for hit in (*held, *of_rules, *told["hits"]):
        assert set(hit) == {"concept", "lang", "start", "end", "text", "rule"}
        assert text[hit["start"] : hit["end"]] == hit["text"]
