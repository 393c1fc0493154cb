"""Tags and fields that say in codes what was assessed. Pure."""

from __future__ import annotations

from zammad_plugin.routing.facts import Circumstances, age_band
from zammad_plugin.triage.model import Assessment
from zammad_plugin.vocabulary import (
    AGE_FIELD,
    BLACKMAIL_FIELD,
    CATEGORY_FIELD,
    CHANNEL_TAG,
    LANGUAGE_FIELD,
    LANGUAGE_TAG,
    MEDIA,
    PLATFORM_FIELD,
    PLATFORM_TAG,
    REPORTER_FIELD,
    UNSURE,
    URGENCY_FIELD,
    VOICE,
    category_tag,
    urgency_tag,
)

WINDOWED = {"whatsapp"}  # after a day without a word of the customer the desk can't answer there


def fields_of(assessment: Assessment) -> dict[str, str]:
    """What a person must judge first carries no category: the likely one stands in the note."""
    known = {} if assessment.review else {CATEGORY_FIELD: assessment.category}
    told = {**known, URGENCY_FIELD: assessment.urgency, LANGUAGE_FIELD: assessment.lang}
    return {**told, **(_people(assessment) if assessment.child_safety else {})}


def _people(assessment: Assessment) -> dict[str, str]:
    """Who writes, of whom, and how it is done: seen where people look, and counted in reports."""
    named = {PLATFORM_FIELD: assessment.platforms[0]} if assessment.platforms else {}
    return {
        REPORTER_FIELD: assessment.reporter,
        AGE_FIELD: age_band(assessment),
        BLACKMAIL_FIELD: "yes" if assessment.blackmail else "no",
        **named,
    }


def tags_of(assessment: Assessment, around: Circumstances) -> list[str]:
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
