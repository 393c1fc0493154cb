"""What is known of a ticket, and whether it is what a rule asks for. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from zammad_plugin.routing.when import When
from zammad_plugin.triage.model import Assessment
from zammad_plugin.vocabulary import RISKS


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


def facts_of(assessment: Assessment, around: Circumstances) -> dict[str, object]:
    """Condition of `When` → what is there: a set of codes, or whether it is so (None: unknown)."""
    return {
        "child_safety": assessment.child_safety,
        "review": review(assessment, around),
        "category": {assessment.category},
        "urgency": {assessment.urgency},
        "language": {assessment.lang},
        "channel": {around.channel},
        "platform": set(assessment.platforms),
        "reporter": {assessment.reporter},
        "age": {age_band(assessment)},
        "risk": _risks(assessment),
        "situation": {assessment.situation} - {""},
        "under13": assessment.under13,
        "auto": around.auto,
        "voice": around.voice,
        "pictures": around.pictures > 0,
        "hour": {"in" if around.open else "out"},
        "returning": around.returning,
    }


def review(assessment: Assessment, around: Circumstances) -> bool:
    """Whether a person must look before anything is believed."""
    return assessment.review or around.voice or (around.empty and not around.auto)


def age_band(assessment: Assessment) -> str:
    """Value of the attribute that says how old the person concerned is."""
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


def fails(
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
