"""What denies the words of a draft, tells them of another, or puts them under a condition. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zammad_plugin.text.normalise import fold
from zammad_plugin.text.safe_words.phrases import Hit, Phrases, longest

WORD = re.compile(r"\w+")
CLAUSE_END = re.compile(r"[.!?:,;،؛؟՝։\n…]")
REACH = 6  # words between a denial and what it denies
OTHERS = 2  # of them, words that are none of `through`
AFTER = 3  # words behind what is denied
NOT, OTHER, IF, UNLESS = "not:", "he:", "if:", "unless:"
BEHIND = "after"


@dataclass(frozen=True)
class Scope:
    """What changes who says something, of one language.

    `deny` stands before what it denies, `after` behind it; `through` are words that a denial
    passes, `stop` words that end it; `other` tells of somebody else, `if_` of a condition; a denial
    within a phrase of `unless` is none; words that match one of `glued` (regular expressions) are
    denied within themselves.
    """

    deny: Iterable[str] = ()
    after: Iterable[str] = ()
    through: Iterable[str] = ()
    stop: Iterable[str] = ()
    if_: Iterable[str] = ()
    other: Iterable[str] = ()
    unless: Iterable[str] = ()
    glued: Iterable[str] = ()


@dataclass(frozen=True)
class Scoped:
    """One text: its `words`, the number of the `clauses` in which each stands, the `marks` of scope
    in it, its `denials`; `through` and `stop` as in Scope."""

    words: list[str]
    clauses: list[int]
    marks: list[Hit]
    denials: list[Hit]
    through: set[str]
    stop: set[str]

    def names(self, hits: Iterable[Hit]) -> set[str]:
        """Names of `hits`, behind NOT, OTHER or IF where one holds."""
        behind = [one.first for one in self.marks if one.name == BEHIND]
        before = {
            kind: min((one.first for one in self.marks if one.name == kind), default=None)
            for kind in (OTHER, IF)
        }
        return {self._kind(hit, behind, before) + hit.name for hit in hits}

    def denied(self) -> frozenset[str]:
        """Words that a denial governs."""
        return frozenset(
            self.words[place]
            for one in self.denials
            for place in range(one.last, min(len(self.words), one.last + REACH))
            if self._reaches(one, place)
        )

    def told(self) -> frozenset[str]:
        """Words of a clause behind one that tells of another or of a condition."""
        opened = [one.last for one in self.marks if one.name in (OTHER, IF)]
        return frozenset(
            word
            for place, word in enumerate(self.words)
            if any(one <= place and self.clauses[one - 1] == self.clauses[place] for one in opened)
        )

    def _kind(self, hit: Hit, behind: Iterable[int], before: Mapping[str, int | None]) -> str:
        if any(hit.first <= one.first < one.last <= hit.last for one in self.denials):
            return ""  # a phrase may say no itself: "don't tell"
        if any(self._reaches(one, hit.first) for one in self.denials):
            return NOT
        if any(self._stands_behind(hit, place) for place in behind):
            return NOT
        opened = (kind for kind, first in before.items() if first is not None and first < hit.first)
        return next(opened, "")

    def _stands_behind(self, hit: Hit, place: int) -> bool:
        near = hit.last <= place <= hit.last + AFTER
        return near and self.clauses[place] == self.clauses[hit.last - 1]

    def _reaches(self, denial: Hit, place: int) -> bool:
        """Whether a denial governs the word at `place`."""
        words, clauses = self.words, self.clauses
        between = words[denial.last : place]
        if not 0 <= place - denial.last <= REACH or clauses[denial.first] != clauses[place]:
            return False
        if denial.last < len(words) and not self.stop.isdisjoint(words[denial.last : place + 1]):
            return False
        return sum(one not in self.through for one in between) <= OTHERS


class ScopeReader:
    """Finds the marks of one language."""

    def __init__(self, scope: Scope) -> None:
        marks = {
            NOT: scope.deny,
            BEHIND: scope.after,
            OTHER: scope.other,
            IF: scope.if_,
            UNLESS: scope.unless,
        }
        self._marks = Phrases("", [(kind, one) for kind, some in marks.items() for one in some])
        self._through = {fold(one) for one in scope.through}
        self._stop = {fold(one) for one in scope.stop}
        self._glued_as = [re.compile(one) for one in scope.glued]

    def read(self, text: str) -> Scoped:
        """`text` is folded, `apart` before."""
        spans = [(one[0], one.start()) for one in WORD.finditer(text)]
        words = [word for word, _ in spans]
        marks = [one for one in longest(self._marks.find(words)) if one.name != UNLESS]
        denials = [one for one in marks if one.name == NOT] + self._glued(words)
        clauses = _clauses(text, [start for _, start in spans])
        return Scoped(words, clauses, marks, denials, self._through, self._stop)

    def _glued(self, words: list[str]) -> list[Hit]:
        """Denials that are a part of the word that they deny."""
        places = (i for i, one in enumerate(words) if self._denies_itself(one))
        return [Hit(NOT, place, place) for place in places]

    def _denies_itself(self, word: str) -> bool:
        return any(one.fullmatch(word) for one in self._glued_as)


def _clauses(text: str, starts: Iterable[int]) -> list[int]:
    """Of every word, in which clause it stands."""
    ends = [one.start() for one in CLAUSE_END.finditer(text)]
    found, passed = [], 0
    for start in starts:
        while passed < len(ends) and ends[passed] < start:
            passed += 1
        found.append(passed)
    return found
