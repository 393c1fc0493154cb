"""Assessment + circumstances → decision. Pure: no I/O, the same input gives the same answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple, cast

from zammad_plugin.routing.rules import PENDING, Routing, Rule, Then, When
from zammad_plugin.triage.model import Assessment
from zammad_plugin.vocabulary import (
    AGE_FIELD,
    BLACKMAIL_FIELD,
    CATEGORY_FIELD,
    CHANNEL_TAG,
    LANGUAGE_FIELD,
    LANGUAGE_TAG,
    MEDIA,
    NOT_CHILD_SAFETY,
    PLATFORM_FIELD,
    PLATFORM_TAG,
    REPORTER_FIELD,
    RISKS,
    UNSURE,
    URGENCY_FIELD,
    URGENT,
    VOICE,
    category_tag,
    urgency_tag,
)

WINDOWED = {"whatsapp"}  # after a day without a word of the customer the desk can't answer there


@dataclass(frozen=True)
class Circumstances:
    """What routing may ask about a ticket beyond the assessment of its text."""

    channel: str
    voice: bool = False  # a voice message that no person has heard
    empty: bool = False  # no text to judge in any article
    auto: bool = False  # nothing but automatic mails
    pictures: int = 0  # images and videos, never opened
    open: bool = True  # within the desk's hours
    returning: bool = False  # the customer has other tickets


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
    facts = _facts(assessment, around)
    skipped: list[Skipped] = []
    for rule in routing.rules:
        why_not = _fails(rule.when, facts)
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
    rule = next((one for one in rules if _fails(one.when, sure) is None), None)
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
        if not risks & set(one.unless) and _fails(one.when, facts) is None
        for key in one.then.replies
    ]
    return _once(*replies, *more)


def applies(when: When, assessment: Assessment, around: Circumstances) -> bool:
    """Whether every condition of `when` holds."""
    return _fails(when, _facts(assessment, around)) is None


def _facts(assessment: Assessment, around: Circumstances) -> dict[str, object]:
    return {
        "child_safety": assessment.child_safety,
        "review": _review(assessment, around),
        "category": {assessment.category},
        "urgency": {assessment.urgency},
        "language": {assessment.lang},
        "channel": {around.channel},
        "platform": set(assessment.platforms),
        "reporter": {assessment.reporter},
        "age": {_age(assessment)},
        "risk": _risks(assessment),
        "situation": {assessment.situation} - {""},
        "under13": assessment.under13,
        "auto": around.auto,
        "voice": around.voice,
        "pictures": around.pictures > 0,
        "hour": {"in" if around.open else "out"},
        "returning": around.returning,
    }


def _review(assessment: Assessment, around: Circumstances) -> bool:
    return assessment.review or around.voice or (around.empty and not around.auto)


def _age(assessment: Assessment) -> str:
    if assessment.under13:
        return "under13"
    if assessment.minor is None:
        return "unknown"
    return "minor" if assessment.minor else "adult"


def _risks(assessment: Assessment) -> set[str]:
    """A danger by its own rule, never by a concept of the same name: "I want to die laughing"."""
    named = {"blackmail": assessment.blackmail, "account_suspended": assessment.account_suspended}
    seen = {hit.concept for hit in assessment.hits} - RISKS
    said = (name for name, holds in named.items() if holds)
    return {*seen, *assessment.risks, *said, *filter(None, (assessment.unclear,))}


def _fails(
    when: When, facts: dict[str, object]
) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """(condition, wanted, found) of the first that does not hold."""
    for name in type(when).model_fields:
        wanted, found = getattr(when, name), facts[name]
        if wanted is None:
            continue
        holds = bool(found & set(wanted)) if isinstance(found, set) else found is wanted
        if not holds:
            return name, _codes(wanted), _codes(found)
    return None


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, (set, list)):
        return tuple(sorted(map(str, value)))
    return ("unknown",) if value is None else (str(value).lower(),)


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
    concerns = assessment.child_safety or _review(assessment, around)
    state = _state(then, assessment, around)
    within = then.answer_within or routing.answer_within.get(assessment.urgency, 0)
    return Decision(
        rule=rule.id,
        group=then.group,
        priority=then.priority,
        tags=tuple(dict.fromkeys([*_tags(assessment, around), *then.tags])),
        fields={**_fields(assessment), **then.attributes},
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
    pressing = assessment.urgency in URGENT or _review(assessment, around)
    return "open" if then.state == PENDING and pressing else then.state


def _auto_reply(then: Then, around: Circumstances, routing: Routing) -> str:
    """Never to automatic mail: two machines would answer each other for ever."""
    auto = routing.auto_reply
    if not auto.enabled or around.auto or around.channel not in auto.channels:
        return ""
    key = then.auto_reply or (auto.reply if around.open else auto.closed or auto.reply)
    return "" if key == "none" else key


def _fields(assessment: Assessment) -> dict[str, str]:
    """What a person must judge first carries no category: the likely one stands in the note."""
    known = {} if assessment.review else {CATEGORY_FIELD: assessment.category}
    told = {**known, URGENCY_FIELD: assessment.urgency, LANGUAGE_FIELD: assessment.lang}
    return {**told, **(_people(assessment) if assessment.child_safety else {})}


def _people(assessment: Assessment) -> dict[str, str]:
    """Who writes, of whom, and how it is done: seen where people look, and counted in reports."""
    named = {PLATFORM_FIELD: assessment.platforms[0]} if assessment.platforms else {}
    return {
        REPORTER_FIELD: assessment.reporter,
        AGE_FIELD: _age(assessment),
        BLACKMAIL_FIELD: "yes" if assessment.blackmail else "no",
        **named,
    }


def _tags(assessment: Assessment, around: Circumstances) -> list[str]:
    """Codes, not stories: a customer who logs in can read the tags of a ticket."""
    tags = [LANGUAGE_TAG + assessment.lang.lower()]
    if assessment.child_safety or assessment.review or around.voice:
        tags.append(urgency_tag(assessment.urgency))
    if assessment.child_safety:
        tags.append(category_tag(assessment.category))
        tags += [PLATFORM_TAG + platform for platform in assessment.platforms]
    if around.channel in WINDOWED:
        tags.append(CHANNEL_TAG + around.channel)
    if around.voice:
        tags.append(VOICE)
    if around.pictures:
        tags.append(MEDIA)
    if around.voice or (around.empty and not around.auto):
        tags.append(UNSURE)
    return tags
