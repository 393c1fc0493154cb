"""Assessment + circumstances → decision. Pure: no I/O, the same input gives the same answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple, cast

from zammad_plugin.routing.facts import Circumstances, facts_of, fails, review
from zammad_plugin.routing.labels import fields_of, tags_of
from zammad_plugin.routing.rules import Routing, Rule
from zammad_plugin.routing.then import PENDING, Then
from zammad_plugin.routing.when import When
from zammad_plugin.triage.model import Assessment
from zammad_plugin.vocabulary import NOT_CHILD_SAFETY, URGENT


class Skipped(NamedTuple):
    """An earlier rule, its first condition that did not hold, what that asked for and what was
    there: codes, never a text."""

    rule: str
    condition: str
    wanted: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """`skipped`: why no earlier rule decided. `concerns`: a child, or nobody knows yet.

    `owner`: a login or a way to choose one; `answer_within`, `follow_up`: minutes, 0 for none;
    `auto_reply`: key of a reply, empty for none; `every_language`: it goes out in all of them.
    """

    rule: str
    group: str | None
    priority: str | None
    tags: tuple[str, ...]
    fields: dict[str, str]
    replies: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    state: str | None = None
    follow_up: int = 0
    owner: str | None = None
    answer_within: int = 0
    auto_reply: str = ""
    concerns: bool = False
    every_language: bool = False
    around: Circumstances = field(default=Circumstances("other"))


def decide(assessment: Assessment, around: Circumstances, routing: Routing) -> Decision:
    """The first rule that holds decides; without one nothing but tags and fields is set."""
    facts = facts_of(assessment, around)
    skipped: list[Skipped] = []
    for rule in routing.rules:
        why_not = fails(rule.when, facts)
        if why_not is None:
            made = _decision(rule, assessment, around, routing, tuple(skipped))
            told = _as_report(facts, routing) if rule.then.as_report else Then()
            replies = _with_more((*told.replies, *made.replies), facts, routing)
            return replace(made, replies=replies, tags=_once(*made.tags, *told.tags))
        skipped.append(Skipped(rule.id, *why_not))
    empty = Rule(id="none", when=When(), then=Then())
    return _decision(empty, assessment, around, routing, tuple(skipped))


def _once(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _as_report(facts: dict[str, object], routing: Routing) -> Then:
    """What the rule does that would decide if it were a report beyond doubt.

    A child who waits for the other one at the door gets its words, however unsure triage is. Where
    triage saw no report, rules on what is told (`risk`, `situation`) alone, whatever their
    category: nobody knows it.
    """
    sure = {**facts, "child_safety": True, "review": False}
    rules = [one for one in routing.rules if not one.then.as_report]
    if NOT_CHILD_SAFETY in cast(set[str], facts["category"]):
        told = [one for one in rules if _told(one.when) and one.when.child_safety]
        unknown = {"category": None, "urgency": None}
        rules = [
            one.model_copy(update={"when": one.when.model_copy(update=unknown)}) for one in told
        ]
    rule = next((one for one in rules if fails(one.when, sure) is None), None)
    return rule.then if rule else Then()


def _told(when: When) -> bool:
    return bool(when.risk or when.situation)


def _with_more(
    replies: tuple[str, ...], facts: dict[str, object], routing: Routing
) -> tuple[str, ...]:
    """With those of every `also` that holds, behind the deciding rule's own."""
    risks = cast(set[str], facts["risk"])
    more = [
        key
        for one in routing.also
        if not risks & set(one.unless) and fails(one.when, facts) is None
        for key in one.then.replies
    ]
    return _once(*replies, *more)


def applies(when: When, assessment: Assessment, around: Circumstances) -> bool:
    """Whether every condition of `when` holds."""
    return fails(when, facts_of(assessment, around)) is None


def _decision(
    rule: Rule,
    assessment: Assessment,
    around: Circumstances,
    routing: Routing,
    skipped: tuple[Skipped, ...],
) -> Decision:
    then = rule.then
    if around.voice:
        then = then.at_least(routing.unheard, around.empty and not assessment.child_safety)
    concerns = assessment.child_safety or review(assessment, around)
    state = _state(then, assessment, around)
    within = then.answer_within or routing.answer_within.get(assessment.urgency, 0)
    return Decision(
        rule=rule.id,
        group=then.group,
        priority=then.priority,
        tags=tuple(dict.fromkeys([*tags_of(assessment, around), *then.tags])),
        fields={**fields_of(assessment), **then.attributes},
        replies=tuple(then.replies),
        skipped=skipped,
        state=state,
        follow_up=then.follow_up or 0 if state == PENDING else 0,
        owner=then.owner,
        answer_within=within if concerns else 0,
        auto_reply=_auto_reply(then, around, routing) if concerns else "",
        concerns=concerns,
        every_language=around.voice and around.empty,
        around=around,
    )


def _state(then: Then, assessment: Assessment, around: Circumstances) -> str | None:
    """What is urgent or unsure is never put off, whatever the rule says."""
    pressing = assessment.urgency in URGENT or review(assessment, around)
    return "open" if then.state == PENDING and pressing else then.state


def _auto_reply(then: Then, around: Circumstances, routing: Routing) -> str:
    """Never to automatic mail: two machines would answer each other for ever."""
    auto = routing.auto_reply
    if not auto.enabled or around.auto or around.channel not in auto.channels:
        return ""
    key = then.auto_reply or (auto.reply if around.open else auto.closed or auto.reply)
    return "" if key == "none" else key
