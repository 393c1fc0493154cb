"""Dangers that go with a report: what its words tell, what they mean together, what follows
from category and urgency. Pure."""

from __future__ import annotations

from zammad_plugin.text.normalise import Normalised
from zammad_plugin.triage.model import Assessment
from zammad_plugin.triage.reading import Reading
from zammad_plugin.triage.risks import Risk
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.trained.situations import GROUP

# What words may tell beside a danger that no word names; of others the words are believed.
BESIDE = {"child_writes", "child_at_home", "neighbour_writes", "professional_writes", "lured"}
BESIDE |= {"images_spread", "already_paid", "phone_ban", "account_taken", "research", "press"}


def dangers(reading: Reading, made: Assessment, ruleset: Ruleset) -> tuple[str, ...]:
    """Ids of risks, in the order of their file; `made` without them."""
    folded = Normalised(reading.seen.folded, reading.seen.offsets, len(reading.text))
    adult = "adult_age" in reading.names
    told = set(ruleset.risks.read(folded, reading.standing, made.lang, adult, ruleset.scopes))
    if told <= BESIDE:
        told |= _meant(reading, folded, made, ruleset)
    return tuple(
        one.id
        for one in ruleset.risks.risks
        if one.id in told or (_concluded(one, made) and told.isdisjoint(one.yields))
    )


def _meant(
    reading: Reading, text: Normalised, made: Assessment, ruleset: Ruleset
) -> frozenset[str]:
    """Dangers of a report, or of what may be one, that no line of words names."""
    if ruleset.situations is None or not (made.child_safety or made.review):
        return frozenset()
    groups = ruleset.risks.shown(text, reading.seen.lang, ruleset.scopes)
    names = {*reading.names, *(GROUP + one for one in groups)}
    return ruleset.situations.told(names, (made.category, made.urgency))


def _concluded(risk: Risk, made: Assessment) -> bool:
    return made.child_safety and risk.concluded.get(made.category) == made.urgency
