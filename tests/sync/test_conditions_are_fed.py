"""What a list, service level, trigger or job of the default desk waits for is written by something.

Over the registry of kinds: a new overview on a tag that nobody sets, or on an attribute that
nothing fills, fails here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, get_args

import pytest

from zammad_plugin import vocabulary as words
from zammad_plugin.check.vocabulary import vocabulary
from zammad_plugin.config.places import default_desk
from zammad_plugin.routing.decision import decide
from zammad_plugin.routing.facts import Circumstances
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.refs import Ref
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load
from zammad_plugin.vocabulary import Channel, Urgency

CONDITIONS = ("condition", "condition_saved", "condition_selected")
TAGS = "ticket.tags"
ANY = object()  # a value that is computed, such as a date
# What Zammad itself keeps on every ticket and article.
SERVERS = {
    "ticket.action",
    "ticket.group_id",
    "ticket.title",
    "ticket.owner_id",
    "ticket.customer_id",
    "ticket.pending_time",
    "ticket.last_contact_at",
    "ticket.last_contact_customer_at",
    "ticket.last_contact_agent_at",
    "article.sender_id",
    "article.internal",
}
SEEDS = {
    "ticket_states": {"new", "open", "pending reminder", "closed", "pending close"},
    "ticket_priorities": {"1 low", "2 normal", "3 high"},
    "groups": {"Users"},
}
# Tags that the code sets beside what routing decides.
BY_CODE = {
    words.TRIAGED,
    words.ERROR,
    words.ALERT,
    words.WINDOW,
    words.AUTO_REPLIED,
    words.VOICE,
    words.MEDIA,
    words.SIGNAL_TIMER,
    words.SIGNAL_FAILED,
}
Written = dict[str, set[Any]]


@cache
def desired() -> tuple[Desired, ...]:
    return tuple(read(default_desk()).desired)


def _decisions() -> Iterator[tuple[str, Any]]:
    """(field or TAGS, value) of everything that routing can decide."""
    known, routing = vocabulary(), load_routing()
    plain = assess([Message("hello")], replace(load(), weights=None))
    told = replace(plain, child_safety=True, review=False, platforms=tuple(known["platform"]))
    cases = [replace(told, category=one) for one in known["category"]]
    cases += [replace(told, urgency=one) for one in get_args(Urgency)]
    cases += [replace(told, lang=one) for one in known["language"]]
    cases += [replace(told, blackmail=True)]
    cases += [replace(told, reporter=one) for one in words.REPORTERS]
    cases += [replace(plain, review=True)]
    arounds = [Circumstances(one) for one in get_args(Channel)]
    arounds += [
        Circumstances("email", auto=True),
        Circumstances("signal", voice=True, pictures=1),
        Circumstances("signal", empty=True),
    ]
    for case in cases:
        for around in arounds:
            made = decide(case, around, routing)
            yield from ((TAGS, tag) for tag in made.tags)
            yield from ((f"ticket.{name}", value) for name, value in made.fields.items())


def _actions(item: Desired) -> Iterator[tuple[str, Any]]:
    """What a macro, trigger, job, mail filter or template for new tickets sets."""
    for name, one in {**item.fields.get("perform", {}), **item.fields.get("options", {})}.items():
        value = one.get("value") if isinstance(one, dict) else one
        if name in (TAGS, "x-zammad-ticket-tags") and one.get("operator", "add") == "add":
            yield from ((TAGS, tag.strip()) for tag in str(value).split(","))
        elif name.startswith("ticket.cs_"):
            yield name, ANY if isinstance(one, dict) and "range" in one else value


@cache
def written() -> Written:
    made: Written = {TAGS: set(BY_CODE)}
    made[f"ticket.{words.DEADLINE_FIELD}"] = {ANY}  # the clocks
    made[f"ticket.{words.WINDOW_ENDS_FIELD}"] = {ANY}
    made["ticket.cs_police"] = {ANY}  # a person, in the form
    made[f"ticket.{words.OUTCOME_FIELD}"] = {words.SILENT}  # the clocks
    made[f"ticket.{words.CHANNEL_FIELD}"] = set(words.CHANNELS)
    made[f"ticket.{words.REPORTER_FIELD}"] = set(words.REPORTERS)
    made[f"ticket.{words.BLACKMAIL_FIELD}"] = {"yes", "no"}
    made[f"ticket.{words.OUTCOME_FIELD}"] = set(words.OUTCOMES)
    for name, value in _decisions():
        made.setdefault(name, set()).add(value)
    for item in desired():
        for name, value in _actions(item):
            made.setdefault(name, set()).add(value)
    return made


def _tests(condition: Any) -> Iterator[tuple[str, Any]]:
    """(attribute, value) of every test, flat or a tree."""
    if "conditions" in condition:
        for one in condition["conditions"]:
            yield from _tests(one) if "conditions" in one else [(one["name"], one.get("value"))]
    else:
        yield from ((name, test.get("value")) for name, test in condition.items())


def _unknown(name: str, value: Any) -> Iterator[str]:
    """Why the test can never hold."""
    values = value if isinstance(value, list) else [value]
    if name == TAGS:
        tags = {tag.strip() for tag in str(value).split(",")}
        yield from (f"tag {tag}" for tag in sorted(tags - written()[TAGS]))
    elif values and all(isinstance(one, Ref) for one in values):
        made = {item.name for item in desired() if item.kind.resource == values[0].resource}
        known = made | SEEDS.get(values[0].resource, set())
        yield from (f"{one.resource} {one.name}" for one in values if one.name not in known)
    elif name.startswith("ticket.cs_"):
        found = written().get(name, set())
        left = [] if ANY in found else [one for one in values if one not in found]
        yield from (f"{name} {one}" for one in left)
    elif name not in SERVERS:
        yield f"{name}, which nothing writes"


def unfed(item: Desired) -> list[str]:
    return [
        why
        for place in CONDITIONS
        for name, value in _tests(item.fields.get(place) or {})
        for why in _unknown(name, value)
    ]


WITH_CONDITIONS = [one for one in desired() if any(one.fields.get(name) for name in CONDITIONS)]


@pytest.mark.parametrize("item", WITH_CONDITIONS, ids=lambda item: item.address)
def test_what_it_waits_for_is_written(item: Desired) -> None:
    assert unfed(item) == []


def test_every_kind_with_a_condition_is_looked_at() -> None:
    assert {item.kind.name for item in WITH_CONDITIONS} >= {"overviews", "triggers", "jobs", "slas"}
    assert len(WITH_CONDITIONS) >= 25


BROKEN: list[tuple[dict[str, Any], str]] = [
    ({TAGS: {"operator": "contains one", "value": "cs-urg-critical,cs-nobody"}}, "tag cs-nobody"),
    ({"ticket.cs_urgency": {"operator": "is", "value": ["low", "soon"]}}, "ticket.cs_urgency soon"),
    ({"ticket.cs_nothing": {"operator": "is", "value": ["x"]}}, "ticket.cs_nothing x"),
    ({"ticket.mood": {"operator": "is", "value": "x"}}, "ticket.mood, which nothing writes"),
    (
        {"ticket.group_id": {"operator": "is", "value": [Ref("groups", "Gone", text=True)]}},
        "groups Gone",
    ),
    (
        {
            "operator": "OR",
            "conditions": [{"name": TAGS, "operator": "contains one", "value": "cs-nobody"}],
        },
        "tag cs-nobody",
    ),
]


@pytest.mark.parametrize(("condition", "why"), BROKEN)
def test_one_that_waits_for_nothing_is_seen(condition: dict[str, Any], why: str) -> None:
    some = WITH_CONDITIONS[0]
    assert unfed(replace(some, fields={**some.fields, "condition": condition})) == [why]


def test_columns_and_orders_are_attributes() -> None:
    ours = {item.name for item in desired() if item.kind.name == "attributes"}
    theirs = {
        "number",
        "title",
        "customer",
        "group",
        "owner",
        "created_at",
        "pending_time",
        "state",
        "priority",
        "last_contact_customer_at",
        "escalation_at",
    }
    for item in desired():
        if item.kind.name == "overviews":
            shown = {*item.fields["view"]["s"], item.fields["order"]["by"]}
            assert shown <= ours | theirs, item.address
