"""Whether a thread is a report, whether a person must look, and which rules stand.

Rules of danger can't be outvoted by counter-evidence or by the models; nor can the models alone
hide what few plain words say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from zammad_plugin.triage.evidence.marks import CONTEXT, SELF_ADULT
from zammad_plugin.triage.holding import Within, holds
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.reading import read
from zammad_plugin.triage.rule_files.rules import Rule
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.trained.settings import Limits, Settings
from zammad_plugin.triage.unclear import LOOK, unclear
from zammad_plugin.triage.weigh import weigh
from zammad_plugin.vocabulary import NOT_CHILD_SAFETY

OTHER_STORIES = {"adult_age", "press", "study", "fiction", "sales"}  # a danger in them may be none
# Without the trained part the rules decide alone.
NO_LIMITS = Limits(floor=0.0, danger=0.0, short=0, few=0, brief=0, grave=0.0, story=0.0)


class Verdict:
    """Of one thread. `report`: whether a child is concerned, `review`: whether a person must look
    all the same, `kept`: the rules that stand; `held`: rules that hold in one of its passages,
    `counter`: what speaks against a child in danger anywhere in it, `floors`: rules that make no
    report, `sure`: rules of which evidence alone is sure with the words of the message that tells
    it; `unclear`: why it can't be read, a code or empty."""

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
    def concerns(self) -> bool:
        """Whether somebody must act on it: a report, or what a person must look at."""
        return self.report or self.review

    @property
    def _whole_story(self) -> bool:
        """Whether the wording leaves it open, and a rule that tells the whole story decides."""
        whole = any(rule.score >= self.limits.story and not rule.danger for rule in self.held)
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
        few = self._words_are(self.limits.few) and not self._below(self.limits.danger)
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
        few = self.limits.few
        return any(words <= few or rule.score >= self.limits.story for rule, words in self.sure)

    @property
    def _likely(self) -> bool:
        """Not so far below the limit of unsure that no word of harm is worth a look by itself."""
        return not self._below(self.limits.floor)

    def _below(self, far: float) -> bool:
        """Whether the wording lies farther than this below the limit of unsure."""
        judged = self.judged
        return judged is not None and judged.passage < judged.parts.unsure - far

    def _words_are(self, most: int) -> bool:
        return int(self.reading.words[self.reading.own]) <= most

    @property
    def settings(self) -> Settings | None:
        return self.ruleset.weights.settings if self.ruleset.weights else None

    @property
    def limits(self) -> Limits:
        return self.settings.limits if self.settings else NO_LIMITS

    @property
    def _short(self) -> bool:
        return self._words_are(self.limits.short)

    def _plain(self) -> bool:
        """Whether few words say outright that a child is threatened, and nothing speaks against it:
        a person must look, at a cry (`short`) whatever the wording is like."""
        plainly = any(rule.score >= self.limits.grave for rule in self.held)
        plainly = plainly or {"child", "threat"} <= self.names
        against = bool(self.counter) or not self.names.isdisjoint({"adult", "adult_age"})
        few = self._words_are(self.limits.few) and not self._below(self.limits.danger)
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

    def _words(self) -> str:
        """What a person wrote."""
        return self.reading.written(np.arange(len(self.reading.spans)) < self.reading.own)
