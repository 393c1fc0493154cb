"""What goes with a report beside its labels: dangers that words tell, what it is about as a whole,
who writes. Pure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from zammad_plugin.text.normalise import Normalised
from zammad_plugin.triage.evidence.marks import Bools
from zammad_plugin.triage.model import Assessment
from zammad_plugin.triage.reading import Reading
from zammad_plugin.triage.risks import Risk, writer
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.situation import as_risk, judged
from zammad_plugin.triage.trained.linear_heads import Chances
from zammad_plugin.triage.trained.situations import GROUP, SITUATION, TOLD, features
from zammad_plugin.triage.weigh import Judged

LONG = 400  # words of a thread beyond which only what decides is looked at


def with_dangers(
    made: Assessment, reading: Reading, weighed: Judged | None, ruleset: Ruleset
) -> Assessment:
    """`made` with its risks, in the order of their file, its situation, and who writes; `weighed`:
    what the trained part of triage says."""
    triage = weighed.chances.get("reporter", {}) if weighed else {}
    told = _told(reading, made.lang, ruleset)
    shares = _shares(reading, told, weighed, ruleset)
    lift = ruleset.situations.lift if ruleset.situations else _none
    situation, judged_writer = judged(shares, triage, lift, told, made)
    meant = {*told, as_risk(situation, shares.get(SITUATION, {}), made)}
    risks = tuple(
        one.id
        for one in ruleset.risks.risks
        if one.id in meant or (_concluded(one, made) and told.isdisjoint(one.yields))
    )
    reporter = writer(judged_writer, told, ruleset.risks.risks)
    return replace(made, risks=risks, situation=situation, reporter=reporter)


def _none(_situation: str, _writer: str) -> float:
    return 0.0


def shown(reading: Reading, ruleset: Ruleset) -> frozenset[str]:
    """Names that the models of situations look at: concepts, groups of words, what words tell."""
    return _names(reading, _told(reading, reading.seen.lang, ruleset), ruleset)


def _told(reading: Reading, lang: str, ruleset: Ruleset) -> frozenset[str]:
    """Dangers and situations that words name."""
    adult = "adult_age" in reading.names
    told = ruleset.risks.read(_folded(reading), reading.standing, lang, adult, ruleset.scopes)
    return frozenset(told)


def _folded(reading: Reading) -> Normalised:
    return Normalised(reading.seen.folded, reading.seen.offsets, len(reading.text))


def _names(reading: Reading, told: frozenset[str], ruleset: Ruleset) -> frozenset[str]:
    groups = ruleset.risks.shown(_folded(reading), reading.seen.lang, ruleset.scopes)
    minor = f"minor:{int(reading.marks.minor[reading.runs.whole])}"
    named = {*(GROUP + one for one in groups), *(TOLD + one for one in told)}
    return reading.names | named | {minor}


def _shares(
    reading: Reading, told: frozenset[str], weighed: Judged | None, ruleset: Ruleset
) -> dict[str, Chances]:
    """What it is about and who writes, by the models; nothing of a text without a letter."""
    if ruleset.situations is None or not any(map(str.isalpha, reading.text)):
        return {}
    names = _names(reading, told, ruleset)
    units = _units(reading, weighed)
    return ruleset.situations.shares(features(reading.tokens, units, names))


def _units(reading: Reading, weighed: Judged | None) -> Bools:
    """A person's own; of a long thread those that speak of the matter."""
    own = np.arange(len(reading.spans)) < reading.own
    if weighed and int(reading.words[reading.own]) > LONG:
        return own & weighed.near
    return own


def _concluded(risk: Risk, made: Assessment) -> bool:
    return made.child_safety and risk.concluded.get(made.category) == made.urgency
