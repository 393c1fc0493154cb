"""What is told of a verdict: category, urgency, who writes, which words decide, and why."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

import numpy as np

from zammad_plugin.triage.conclude import (
    Shown,
    blackmail,
    category,
    language,
    of_rule,
    reporter,
    under13,
    urgency,
)
from zammad_plugin.triage.evidence.denied import UNTOLD
from zammad_plugin.triage.evidence.marks import CHILD_SIGNS
from zammad_plugin.triage.evidence.negation import NEGATION, PAST
from zammad_plugin.triage.model import Assessment, Hit, Passage, Reason, Suppressed
from zammad_plugin.triage.rule_files.rules import Rule
from zammad_plugin.triage.trained.linear_heads import Chances
from zammad_plugin.triage.trained.settings import Settings
from zammad_plugin.triage.trained.weights import OPINION
from zammad_plugin.triage.unclear import LOOK, VOICE
from zammad_plugin.triage.verdict.decide import Verdict
from zammad_plugin.vocabulary import NOT_CHILD_SAFETY, RANK, Urgency

LATIN_ARABIC = {"none": "en", "mixed": "ar", "other": "en"}
SEXTORTION = "sextortion"
LONGEST_WORD = 200  # characters of a word, above all of a link, that a quotation keeps whole
OPEN = {1: True, 0: False, -1: None}
BY_PLACE = itemgetter(3, 2, 0, 1)  # a hit's end, start, concept, language


class Account:
    """Of one verdict, as an assessment tells it."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict, self.reading, self.judged = verdict, verdict.reading, verdict.judged
        self.names, self.kept, self.report = verdict.names, verdict.kept, verdict.report
        self.ruleset = verdict.ruleset

    def assessment(self) -> Assessment:
        chances = self.judged.chances if self.judged else {}
        shown, report = self._shown(), self.verdict.concerns
        leading = [rule for rule in self.kept if rule.category != NOT_CHILD_SAFETY]
        kind = category(shown, leading, chances) if report else NOT_CHILD_SAFETY
        lang = language(shown, chances)
        soon = self._urgency(shown, kind, chances)
        return Assessment(
            child_safety=self.report,
            review=self.verdict.review,
            category=kind,
            urgency=soon,
            platforms=self.reading.seen.platforms,
            reporter=reporter(shown, chances),
            under13=under13(shown, chances),
            minor=True if self.report and shown.minor is None else shown.minor,
            blackmail=blackmail(shown, chances),
            account_suspended=_suspended(chances, "suspended" in self.names, self.verdict.settings),
            lang=lang,
            answer_lang=LATIN_ARABIC.get(lang, lang),
            score=self._score(),
            reasons=tuple(self._reasons(chances)),
            hits=self.reading.seen.hits,
            suppressed=tuple(self._suppressed()),
            ruleset=self.ruleset.digest,
            passage=self._passage(),
            unclear="" if self.report else self.verdict.unclear,
        )

    def _urgency(self, shown: Shown, kind: str, chances: dict[str, Chances]) -> Urgency:
        settings = self.verdict.settings
        usual, caution = (settings.usual, settings.caution) if settings else ({}, 1.0)
        soon = urgency(shown, self.kept, self.verdict.counter, chances, kind, usual, caution)
        if VOICE in self.verdict.unread and RANK[soon] < RANK["high"]:
            soon = "high"  # it may say anything: high until a person has heard it
        if soon == "critical" and not self._mortal() and self._of_nobody(shown, kind):
            soon = "high"
        return max([soon, *self._least(shown)], key=lambda level: RANK[level])

    def _mortal(self) -> bool:
        """Whether a life is spoken of: that is critical whoever it is about."""
        danger = any(rule.danger for rule in self.kept)
        return danger or not self.names.isdisjoint({"self_harm", "life_danger"})

    def _of_nobody(self, shown: Shown, kind: str) -> bool:
        """Whether nothing is told that could be so grave, or it is blackmail of somebody of whom
        nobody knows that it is a child."""
        if self.report:
            return False
        return self.verdict.unclear in LOOK or (kind == SEXTORTION and shown.minor is not True)

    def _least(self, shown: Shown) -> list[Urgency]:
        """Of what is no report, as its floors say; of few words that are sure, as the rules say."""
        if not self.report:
            return [rule.urgency for rule in self.verdict.floors]
        most = self.verdict.limits.brief
        return [of_rule(rule, shown) for rule, words in self.verdict.sure if words <= most]

    def _shown(self) -> Shown:
        """Where the matter is told; of what is no report, in all that a person wrote."""
        reading, whole = self.reading, self.reading.marks
        at = reading.runs.whole
        all_ = OPEN[int(whole.minor[at])], OPEN[int(whole.under13[at])]
        if self.judged is None or not self.verdict.concerns:
            return Shown(self.names, int(reading.words[reading.own]), *all_, reading.seen.lang)
        near, marks = self.judged.near, self.judged.marks
        minor, young = OPEN[int(marks.minor[0])], OPEN[int(marks.under13[0])]
        # Who it is about may stand anywhere in the thread.
        minor, young = (all_[0] if minor is None else minor), (all_[1] if young is None else young)
        words = int(np.diff(reading.words)[near].sum())
        return Shown(marks.of(0), words, minor, young, self._language())

    def _language(self) -> str:
        """Of what decides, where harmless words beside it are in another one."""
        whole = self.reading.seen.lang
        if self.judged is None:
            return whole
        start, end = self.reading.span(self.judged.deciding)
        here = self.ruleset.languages.detect(self.reading.text[start:end])
        return whole if here in UNTOLD else here

    def _score(self) -> float:
        if self.judged:
            return round(self.judged.share, 4)
        return self.kept[0].score if self.kept else 0.0

    def _passage(self) -> Passage | None:
        """What decides, as it was written, with the whole of its last word: "insta.he wrote" is
        judged as two sentences, and so is a link's or a handle's inside."""
        if self.judged is None or not self.verdict.concerns:
            return None
        start, end = self.reading.span(self.judged.deciding)
        text = self.reading.text
        start, end = _word_edge(text, start, -1), _word_edge(text, end, 1)
        written = text[start:end]
        start += len(written) - len(written.lstrip())
        return Passage(start, start + len(written.strip()), written.strip())

    def _reasons(self, chances: dict[str, Chances]) -> Iterable[Reason]:
        standing, unclear = self.reading.standing, self.verdict.unclear
        if unclear and not self.report:
            yield Reason(unclear, dict(self.ruleset.concepts.unclear.get(unclear, {})))
        for rule in self.kept:
            yield Reason(rule.id, dict(rule.describe), _hits_of(rule, standing))
        if self.report and self.judged:
            yield self._trained("wording")
        if self.report and chances.get(OPINION, {}).get("True", 0.0) >= 0.5:
            yield self._trained(OPINION)

    def _trained(self, name: str) -> Reason:
        """Without its share: a number tells an agent nothing, and `score` has it."""
        return Reason(name, dict(self.ruleset.concepts.weighed.get(name, {})))

    def _suppressed(self) -> Iterable[Suppressed]:
        """What is denied is no evidence; what is over makes nothing critical. Hits of rules that do
        not stand; and where no rule held for want of a child, the harm."""
        seen = self.reading.seen
        yield from (Suppressed(hit, NEGATION) for hit in seen.denied)
        yield from (Suppressed(hit, PAST) for hit in seen.over)
        standing = {rule.id for rule in self.kept}
        held = self.verdict.held
        dropped = {name for rule in held if rule.id not in standing for name in rule.all}
        harm = set[str]() if self.verdict.concerns else set(self.verdict.rules.unsure)
        by = ",".join(self.verdict.counter) or ("wording" if held else "no_child")
        for hit in self.reading.standing:
            if hit.concept in (dropped if held else harm):
                yield Suppressed(hit, by)


def _word_edge(text: str, at: int, step: int) -> int:
    """From inside a word to its begin (`step` -1) or end (1); `at` where the word is endless."""
    edge = at
    while 0 < edge < len(text) and not (text[edge - 1].isspace() or text[edge].isspace()):
        edge += step
    return edge if abs(edge - at) <= LONGEST_WORD else at


def _suspended(chances: dict[str, Chances], seen: bool, settings: Settings | None) -> bool:
    """A suspension that is overlooked costs the evidence, one too many a glance."""
    if not chances:
        return seen
    least = settings.suspended if settings and seen else 0.5
    return chances["account_suspended"]["True"] >= least


def _hits_of(rule: Rule, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    wanted = {*rule.all, *rule.any, *(CHILD_SIGNS if "child" in rule.all else ())}
    return tuple(sorted([hit for hit in hits if hit[0] in wanted], key=BY_PLACE))
