"""What goes with a report beside its labels: dangers that words tell, what it is about as a whole,
who writes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from zammad_plugin.text.normalise import Normalised
from zammad_plugin.text.phrases import Found
from zammad_plugin.triage.evidence.marks import Bools
from zammad_plugin.triage.model import Assessment
from zammad_plugin.triage.reading import Reading
from zammad_plugin.triage.rule_files.risks import Risk
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.situation import as_risk, judged
from zammad_plugin.triage.trained.linear_heads import Chances
from zammad_plugin.triage.trained.situations import GROUP, SITUATION, TOLD, features
from zammad_plugin.triage.weigh import Judged, around

LONG = 400  # words of a thread beyond which only what decides is looked at


def with_dangers(
    made: Assessment, reading: Reading, weighed: Judged | None, ruleset: Ruleset
) -> Assessment:
    """`made` with its risks, in the order of their file, its situation, and who writes; `weighed`:
    what the trained part of triage says."""
    triage = weighed.chances.get("reporter", {}) if weighed else {}
    words = _Words.of(reading, ruleset)
    told = words.told(made.lang)
    shares = words.shares(told, weighed)
    lift = ruleset.situations.lift if ruleset.situations else _none
    situation, judged_writer = judged(shares, triage, lift, told, made)
    sure = as_risk(situation, shares.get(SITUATION, {}), made)
    risks = tuple(
        one.id
        for one in ruleset.risks.risks
        if one.id in told
        or _is_meant(one, sure)
        or (_concluded(one, made) and told.isdisjoint(one.yields))
    )
    reporter = _writer(judged_writer, told, ruleset.risks.risks)
    return replace(made, risks=risks, situation=situation, reporter=reporter)


def _writer(judged: str, told: Collection[str], risks: Iterable[Risk]) -> str:
    """Who writes: a person who says so is believed rather than the wording ("I am 14", "I am a
    paediatrician"), whoever else is spoken of. `told`: names of risks."""
    saying = (one for one in risks if one.writer and one.id in told)
    return next((one.writer for one in saying if judged in one.taken_for), judged)


def _none(_situation: str, _writer: str) -> float:
    return 0.0


def shown(reading: Reading, ruleset: Ruleset) -> frozenset[str]:
    """Names that the models of situations look at: concepts, groups of words, what words tell."""
    words = _Words.of(reading, ruleset)
    return words.names(words.told(reading.seen.lang))


@dataclass(frozen=True)
class _Words:
    """One thread; `written`: words of groups, looked for once."""

    reading: Reading
    ruleset: Ruleset
    text: Normalised
    written: tuple[Found, ...]

    @classmethod
    def of(cls, reading: Reading, ruleset: Ruleset) -> _Words:
        text = Normalised(reading.seen.folded, reading.seen.offsets, len(reading.text))
        return cls(reading, ruleset, text, ruleset.risks.written(text))

    def told(self, lang: str) -> frozenset[str]:
        """Dangers and situations that words name."""
        adult, scopes = "adult_age" in self.reading.names, self.ruleset.scopes
        hits = self.reading.standing
        return frozenset(
            self.ruleset.risks.read(self.text, hits, lang, adult, scopes, self.written)
        )

    def names(self, told: frozenset[str]) -> frozenset[str]:
        lang, marks = self.reading.seen.lang, self.reading.marks
        groups = self.ruleset.risks.shown(self.text, lang, self.ruleset.scopes, self.written)
        minor = f"minor:{int(marks.minor[self.reading.runs.whole])}"
        named = {*(GROUP + one for one in groups), *(TOLD + one for one in told)}
        return self.reading.names | named | {minor}

    def shares(self, told: frozenset[str], weighed: Judged | None) -> dict[str, Chances]:
        """What it is about and who writes, by the models; nothing of a text without a letter."""
        situations = self.ruleset.situations
        if situations is None or not any(map(str.isalpha, self.reading.text)):
            return {}
        units = _units(self.reading, weighed)
        seen = features(self.reading.tokens, units, self.names(told))
        return situations.shares(seen, _meant(self.reading, weighed))


def _units(reading: Reading, weighed: Judged | None) -> Bools:
    """A person's own; of a long thread those that speak of the matter."""
    own = np.arange(len(reading.spans)) < reading.own
    if weighed and int(reading.words[reading.own]) > LONG:
        return own & weighed.near
    return own


def _meant(reading: Reading, weighed: Judged | None) -> str:
    """What is embedded: all of it, of a longer one what stands around what decides."""
    start, end = reading.span(weighed.deciding) if weighed else (0, 0)
    return around(reading.text, start, end)


def _is_meant(risk: Risk, sure: str) -> bool:
    """By the models alone; not what has happened already, which they don't tell from what may."""
    return risk.id == sure and not risk.not_behind


def _concluded(risk: Risk, made: Assessment) -> bool:
    return made.child_safety and risk.concluded.get(made.category) == made.urgency
