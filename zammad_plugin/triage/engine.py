"""Messages × rules → assessment. Pure: the same input always gives the same answer.

A thread is judged by message and by passage, and the gravest counts: a report is a report whatever
stands around it. Rules compose concepts and explain; trained linear models weigh the wording. A
rule of danger can't be outvoted by either counter-evidence or the models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from zammad_plugin.triage.dangers import with_dangers
from zammad_plugin.triage.evidence.find import UNTOLD
from zammad_plugin.triage.evidence.marks import CHILD_SIGNS, CONTEXT, SELF_ADULT
from zammad_plugin.triage.evidence.negation import NEGATION, PAST
from zammad_plugin.triage.holding import Within, holds
from zammad_plugin.triage.model import Assessment, Hit, Message, Passage, Reason, Suppressed
from zammad_plugin.triage.reading import read, thread
from zammad_plugin.triage.rule_files import Rule
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.trained.linear_heads import Chances
from zammad_plugin.triage.trained.settings import Limits, Settings
from zammad_plugin.triage.trained.weights import OPINION
from zammad_plugin.triage.unclear import LOOK, VOICE, unclear
from zammad_plugin.triage.weigh import weigh
from zammad_plugin.vocabulary import NOT_CHILD_SAFETY, RANK, Urgency

__all__ = ["assess", "thread"]

LATIN_ARABIC = {"none": "en", "mixed": "ar", "other": "en"}
SEXTORTION = "sextortion"
OTHER_STORIES = {"adult_age", "press", "study", "fiction", "sales"}  # a danger in them may be none
# Without the trained part the rules decide alone.
NO_LIMITS = Limits(floor=0.0, danger=0.0, short=0, few=0, brief=0, grave=0.0, story=0.0)
LONGEST_WORD = 200  # characters of a word, above all of a link, that a quotation keeps whole
OPEN = {1: True, 0: False, -1: None}
BY_PLACE = itemgetter(3, 2, 0, 1)  # a hit's end, start, concept, language


def _word_edge(text: str, at: int, step: int) -> int:
    """From inside a word to its begin (`step` -1) or end (1); `at` where the word is endless."""
    edge = at
    while 0 < edge < len(text) and not (text[edge - 1].isspace() or text[edge].isspace()):
        edge += step
    return edge if abs(edge - at) <= LONGEST_WORD else at


def assess(messages: Sequence[Message], ruleset: Ruleset) -> Assessment:
    """Judge a thread: each message, each passage, and what they say together."""
    judge = _Judge(messages, ruleset)
    made = judge.assessment()
    return with_dangers(made, judge.reading, judge.judged, ruleset)


class _Judge:
    """One thread. `held`: rules that hold in one of its passages; `counter`: what speaks against a
    child in danger anywhere in it."""

    def __init__(self, messages: Sequence[Message], ruleset: Ruleset) -> None:
        reading = read(messages, ruleset)
        self.reading, self.ruleset, self.rules = reading, ruleset, ruleset.rules
        self.names = reading.names
        within = Within(reading)
        held = [rule for rule in self.rules.rules if within.holds(rule)]
        held.sort(key=lambda rule: (-rule.score, rule.id))
        self.floors = [rule for rule in held if rule.look or rule.category == NOT_CHILD_SAFETY]
        self.held = [rule for rule in held if rule not in self.floors]
        self.counter = [one.id for one in self.rules.counter if holds(one, self.names)]
        self.judged = weigh(reading, ruleset.weights) if ruleset.weights else None
        self.sure = list(self._sure())
        self.unread = {code for one in messages for code in one.unread}
        self.unclear = unclear(self._words(), reading.seen.lang, reading.seen.hits, self.unread)
        self.kept, self.report, self.review = self._decided()
        looks = [rule for rule in self.floors if rule.look]
        if not self.report:
            self.review = self.review or bool(looks) or self.unclear in LOOK
            self.kept = [*self.kept, *self.floors]

    def _decided(self) -> tuple[list[Rule], bool, bool]:
        """(rules that stand, whether it is a report, whether a person must look)."""
        danger = [rule for rule in self.held if rule.danger]
        if self.judged is None:
            kept = danger if self.counter else self.held
            return kept, bool(kept), not kept and (bool(self.held) or self._worth_a_look())
        alone = self._an_adult_alone
        if self._outright or ((self.judged.report or self._whole_story) and not alone):
            return self.held, True, False
        if danger:  # never outvoted: somebody looks
            told = self._dangerous()
            return danger, told, not told
        doubt = self.judged.report or (self.judged.unsure and not alone)
        if doubt or self.sure or self._plain() or self._worth_a_look():
            return ([] if self.counter else self.held), False, True
        return [], False, False

    @property
    def _whole_story(self) -> bool:
        """Whether the wording leaves it open, and a rule that tells the whole story decides."""
        whole = any(rule.score >= self._limits.story and not rule.danger for rule in self.held)
        return whole and not self.counter and self.judged is not None and self.judged.unsure

    @property
    def _an_adult_alone(self) -> bool:
        """Whether the writer tells an adult's age as the own one, and nobody tells a child's age or
        class. Of authors left out none of four such messages that read like a report was one, and
        two of twenty-two that were in doubt."""
        return SELF_ADULT in self.names and self.names.isdisjoint({"child_age", "grade"})

    def _dangerous(self) -> bool:
        """Whether few words tell of a danger and of nothing else; of longer ones that are unlike a
        report none was one (of 52 messages of the training's authors)."""
        few = self._words_are(self._limits.few) and not self._below(self._limits.danger)
        return few and self.names.isdisjoint(OTHER_STORIES) and not self._laughs()

    def _sure(self) -> Iterator[tuple[Rule, int]]:
        """(rule of which evidence alone is sure, words of the message that tells it): the models
        learned from messages that tell more, and take "hello, he threatens to post my photos, I am
        14" for nothing certain. What is said later, thanks above all, takes nothing back."""
        able = [rule for rule in self.held if not self.names.isdisjoint(rule.sure)]
        reading, runs = self.reading, self.reading.runs
        for run in (range(runs.proper, runs.whole) or (runs.whole,)) if able else ():
            names = reading.marks.of(run)
            if self._doubtful(names):
                continue
            words = int(reading.words[runs.last[run]] - reading.words[runs.first[run]])
            shown = names | self.names.intersection(CONTEXT)
            yield from ((rule, words) for rule in able if holds(rule, shown))

    def _doubtful(self, names: frozenset[str]) -> bool:
        """Whether a message that shows `names` may be another story than a child's."""
        alone = "adult" in names and "child_age" not in names
        against = any(holds(one, names) for one in self.rules.counter)
        doubt = alone or against or "adult_age" in self.names
        return doubt or not names.isdisjoint(self.rules.doubtful)

    @property
    def _outright(self) -> bool:
        """Whether a message tells so little else that it can only be what a rule is sure of."""
        few = self._limits.few
        return any(words <= few or rule.score >= self._limits.story for rule, words in self.sure)

    @property
    def _likely(self) -> bool:
        """Not so far below the limit of unsure that no word of harm is worth a look by itself."""
        return not self._below(self._limits.floor)

    def _below(self, far: float) -> bool:
        """Whether the wording lies farther than this below the limit of unsure."""
        judged = self.judged
        return judged is not None and judged.passage < judged.parts.unsure - far

    def _words_are(self, most: int) -> bool:
        return int(self.reading.words[self.reading.own]) <= most

    @property
    def _settings(self) -> Settings | None:
        return self.ruleset.weights.settings if self.ruleset.weights else None

    @property
    def _limits(self) -> Limits:
        return self._settings.limits if self._settings else NO_LIMITS

    @property
    def _short(self) -> bool:
        return self._words_are(self._limits.short)

    def _plain(self) -> bool:
        """Whether few words say outright that a child is threatened, and nothing speaks against it:
        a person must look, at a cry (`short`) whatever the wording is like."""
        plainly = any(rule.score >= self._limits.grave for rule in self.held)
        plainly = plainly or {"child", "threat"} <= self.names
        against = bool(self.counter) or not self.names.isdisjoint({"adult", "adult_age"})
        few = self._words_are(self._limits.few) and not self._below(self._limits.danger)
        few = few or self._short
        return few and plainly and not against

    def _laughs(self) -> bool:
        """What is said with a laugh is none by its words alone; the wording may still say it."""
        return any(hit.concept == "laugh" for hit in self.reading.seen.hits)

    def _worth_a_look(self) -> bool:
        """Harm is named and the age is open: a person must look rather than nobody."""
        if not self._likely and (not self._short or self._laughs()):
            return False
        harm = not self.names.isdisjoint(self.rules.unsure)
        open_ = self.reading.marks.minor[self.reading.runs.whole] < 0
        return bool(harm and open_ and not self.counter and "adult" not in self.names)

    def assessment(self) -> Assessment:
        chances = self.judged.chances if self.judged else {}
        shown, report = self._shown(), self.report or self.review
        leading = [rule for rule in self.kept if rule.category != NOT_CHILD_SAFETY]
        kind = category(shown, leading, chances) if report else NOT_CHILD_SAFETY
        lang = language(shown, chances)
        soon = self._urgency(shown, kind, chances)
        return Assessment(
            child_safety=self.report,
            review=self.review,
            category=kind,
            urgency=soon,
            platforms=self.reading.seen.platforms,
            reporter=reporter(shown, chances),
            under13=under13(shown, chances),
            minor=True if self.report and shown.minor is None else shown.minor,
            blackmail=blackmail(shown, chances),
            account_suspended=_suspended(chances, "suspended" in self.names, self._settings),
            lang=lang,
            answer_lang=LATIN_ARABIC.get(lang, lang),
            score=self._score(),
            reasons=tuple(self._reasons(chances)),
            hits=self.reading.seen.hits,
            suppressed=tuple(self._suppressed()),
            ruleset=self.ruleset.digest,
            passage=self._passage(),
            unclear="" if self.report else self.unclear,
        )

    def _urgency(self, shown: Shown, kind: str, chances: dict[str, Chances]) -> Urgency:
        settings = self._settings
        usual, caution = (settings.usual, settings.caution) if settings else ({}, 1.0)
        soon = urgency(shown, self.kept, self.counter, chances, kind, usual, caution)
        if VOICE in self.unread and RANK[soon] < RANK["high"]:
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
        return self.unclear in LOOK or (kind == SEXTORTION and shown.minor is not True)

    def _least(self, shown: Shown) -> list[Urgency]:
        """Of what is no report, as its floors say; of few words that are sure, as the rules say."""
        if not self.report:
            return [rule.urgency for rule in self.floors]
        return [of_rule(rule, shown) for rule, words in self.sure if words <= self._limits.brief]

    def _shown(self) -> Shown:
        """Where the matter is told; of what is no report, in all that a person wrote."""
        reading, whole = self.reading, self.reading.marks
        at = reading.runs.whole
        all_ = OPEN[int(whole.minor[at])], OPEN[int(whole.under13[at])]
        if self.judged is None or not (self.report or self.review):
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

    def _words(self) -> str:
        """What a person wrote."""
        return self.reading.written(np.arange(len(self.reading.spans)) < self.reading.own)

    def _score(self) -> float:
        if self.judged:
            return round(self.judged.share, 4)
        return self.kept[0].score if self.kept else 0.0

    def _passage(self) -> Passage | None:
        """What decides, as it was written, with the whole of its last word: "insta.he wrote" is
        judged as two sentences, and so is a link's or a handle's inside."""
        if self.judged is None or not (self.report or self.review):
            return None
        start, end = self.reading.span(self.judged.deciding)
        text = self.reading.text
        start, end = _word_edge(text, start, -1), _word_edge(text, end, 1)
        written = text[start:end]
        start += len(written) - len(written.lstrip())
        return Passage(start, start + len(written.strip()), written.strip())

    def _reasons(self, chances: dict[str, Chances]) -> Iterable[Reason]:
        standing = self.reading.standing
        if self.unclear and not self.report:
            yield Reason(self.unclear, dict(self.ruleset.concepts.unclear.get(self.unclear, {})))
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
        dropped = {name for rule in self.held if rule.id not in standing for name in rule.all}
        harm = set[str]() if self.report or self.review else set(self.rules.unsure)
        by = ",".join(self.counter) or ("wording" if self.held else "no_child")
        for hit in self.reading.standing:
            if hit.concept in (dropped if self.held else harm):
                yield Suppressed(hit, by)


def _suspended(chances: dict[str, Chances], seen: bool, settings: Settings | None) -> bool:
    """A suspension that is overlooked costs the evidence, one too many a glance."""
    if not chances:
        return seen
    least = settings.suspended if settings and seen else 0.5
    return chances["account_suspended"]["True"] >= least


def _hits_of(rule: Rule, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    wanted = {*rule.all, *rule.any, *(CHILD_SIGNS if "child" in rule.all else ())}
    return tuple(sorted([hit for hit in hits if hit[0] in wanted], key=BY_PLACE))
