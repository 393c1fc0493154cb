"""Assessment + channel → decision. Pure: no I/O, the same input gives the same answer."""

from __future__ import annotations

from dataclasses import dataclass

from zammad_plugin.routing.rules import Routing, Rule, Then, When
from zammad_plugin.triage.model import Assessment

WINDOWED = {"whatsapp"}  # after a day without a word of the customer the desk can't answer there

@dataclass(frozen=True)
class Circumstances:
    """What routing may ask about a ticket beyond the assessment of its text."""

    channel: str
    voice: bool = False
    empty: bool = False  # no text to judge in any article
    auto: bool = False  # nothing but automatic mails


@dataclass(frozen=True)
class Decision:
    """`skipped` says for each earlier rule which condition did not hold."""

    rule: str
    group: str | None
    priority: str | None
    tags: tuple[str, ...]
    fields: dict[str, str]
    replies: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]


def decide(assessment: Assessment, around: Circumstances, routing: Routing) -> Decision:
    """The first rule that holds decides; without one nothing but tags and fields is set."""
    facts = _facts(assessment, around)
    skipped: list[tuple[str, str]] = []
    for rule in routing.rules:
        why_not = _fails(rule.when, facts)
        if why_not is None:
            return _decision(rule, assessment, around, tuple(skipped))
        skipped.append((rule.id, why_not))
    empty = Rule(id="none", when=When(), then=Then())
    return _decision(empty, assessment, around, tuple(skipped))


def _facts(assessment: Assessment, around: Circumstances) -> dict[str, object]:
    return {
        "child_safety": assessment.child_safety,
        "review": assessment.review or around.voice or (around.empty and not around.auto),
        "category": {assessment.category},
        "urgency": {assessment.urgency},
        "language": {assessment.lang},
        "channel": {around.channel},
        "platform": set(assessment.platforms),
        "reporter": {assessment.reporter},
        "under13": assessment.under13,
        "auto": around.auto,
    }


def _fails(when: When, facts: dict[str, object]) -> str | None:
    for name in type(when).model_fields:
        wanted, found = getattr(when, name), facts[name]
        if wanted is None:
            continue
        holds = bool(found & set(wanted)) if isinstance(found, set) else found is wanted
        if not holds:
            return name
    return None


def _decision(
    rule: Rule, assessment: Assessment, around: Circumstances, skipped: tuple[tuple[str, str], ...]
) -> Decision:
    return Decision(
        rule=rule.id,
        group=rule.then.group,
        priority=rule.then.priority,
        tags=tuple(dict.fromkeys([*_tags(assessment, around), *rule.then.tags])),
        fields=_fields(assessment),
        replies=tuple(rule.then.replies),
        skipped=skipped,
    )


def _fields(assessment: Assessment) -> dict[str, str]:
    """What a person must judge first carries no category: the likely one stands in the note."""
    known = {} if assessment.review else {"cs_category": assessment.category}
    return {**known, "cs_urgency": assessment.urgency, "cs_language": assessment.lang}


def _tags(assessment: Assessment, around: Circumstances) -> list[str]:
    """Codes, not stories: a customer who logs in can read the tags of a ticket."""
    tags = [f"cs-lang-{assessment.lang.lower()}"]
    if assessment.child_safety or assessment.review:
        tags.append(f"cs-urg-{assessment.urgency}")
    if assessment.child_safety:
        tags.append("cs-cat-" + assessment.category.replace("_", "-"))
        tags += [f"cs-plat-{platform}" for platform in assessment.platforms]
    if around.channel in WINDOWED:
        tags.append(f"cs-chan-{around.channel}")
    if around.voice:
        tags.append("cs-voice")
    if around.voice or (around.empty and not around.auto):
        tags.append("cs-unsure")
    return tags
