"""Whether what a phrase says is denied, or over: "not threatening", "used to threaten", "كان يهدد".

Decided by the words right beside a phrase, in the phrase's own language. Words that say that it
goes on ("still", "again", "رجع") take a past back: calm is never assumed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ahocorasick

from zammad_plugin.text.normalise import fold

NEGATION, PAST = "negation", "past"
NEAR = 48  # characters before a phrase that are looked at
AFTER = 32  # characters behind it
NEVER = "(?!)"
SENTENCE = re.compile(r"[.!?؟\n;]")
REST = re.compile(r"\w+")  # of a word
LONGEST_SENTENCE = 300  # characters to each side


@dataclass(frozen=True)
class Marks:
    """Of one language; `*` at the edge of a word stands for any letters.

    `deny_before`, `deny_after`: beside the phrase, one word may stand between; `deny_glued`: glued
    to its beginning; `over_before`, `over_after`, `over_glued` (to its end) the same for what is
    over; `over_near`: anywhere in its sentence; `unless`: words that make a denial none ("after
    ما", "not stop"); `still`: anywhere in the text, it goes on.
    """

    deny_before: Iterable[str] = ()
    deny_after: Iterable[str] = ()
    deny_glued: Iterable[str] = ()
    over_before: Iterable[str] = ()
    over_after: Iterable[str] = ()
    over_glued: Iterable[str] = ()
    over_near: Iterable[str] = ()
    unless: Iterable[str] = ()
    still: Iterable[str] = ()


class _Scope:
    """The patterns of one language."""

    def __init__(self, marks: Marks) -> None:
        between = r"(?: (?P<between>\w+))?"
        self._deny_before = _ends(marks.deny_before, between)
        self._over_before = _ends(marks.over_before, r"(?: \w+){0,2}")
        self._deny_after = _begins(marks.deny_after)
        self._over_after = _begins(marks.over_after)
        self._over_near = re.compile(rf"(?<!\w)(?:{_any(marks.over_near)})(?!\w)")
        self._still = re.compile(rf"(?<!\w)(?:{_any(marks.still)})(?!\w)")
        self._deny_glued = {fold(one) for one in marks.deny_glued}
        self._over_glued = {fold(one) for one in marks.over_glued}
        self._unless = {fold(one) for one in marks.unless}
        self._own = self._unless | {fold(one) for one in marks.deny_before}
        self._pieces = _pieces(marks)

    def places(self, text: str) -> dict[str, list[int]]:
        """Name of a list of marks → ends of pieces of them, rising; without one there is none."""
        found: dict[str, list[int]] = {}
        for last, names in self._pieces.iter(text) if len(self._pieces) else ():
            for name in names:
                found.setdefault(name, []).append(last)
        return found

    def goes_on(self, text: str) -> bool:
        return self._still.search(text) is not None

    def was(self, text: str) -> bool:
        """Whether anything in the text is told as over."""
        return self._over_near.search(text) is not None

    def denies(self, text: str, start: int, first: int, last: int, before: str) -> bool:
        """Of a phrase from `start` in the words from `first` to `last`, and what is before."""
        if not self._own.isdisjoint(text[first:last].split()):
            return False  # the phrase itself says no: "if he does not pay"
        if text[first:start] in self._deny_glued:
            return True
        after = self._deny_after.match(text, last)
        return after is not None or self._is_denied(before)

    def is_over(self, text: str, end: int, last: int, before: str) -> bool:
        """Of a phrase to `end` in the words to `last`, and what is before."""
        return (
            text[end:last] in self._over_glued
            or self._over_after.match(text, last) is not None
            or self._over_before.search(before) is not None
        )

    def _is_denied(self, before: str) -> bool:
        match = self._deny_before.search(before) if before else None
        if match is None or match["between"] in self._unless:
            return False
        words = before[: match.start()].split()
        return not words or words[-1] not in self._unless


class Reading:
    """One text read with one language's marks."""

    def __init__(self, scope: _Scope | None, text: str) -> None:
        self._scope, self._text = scope, text
        self._places = scope.places(text) if scope else {}
        self._near = "over_near" in self._places and scope is not None and scope.was(text)
        self._goes_on = "still" in self._places and scope is not None and scope.goes_on(text)

    def of(self, start: int, end: int) -> str:
        """NEGATION, PAST or '' for the phrase at `start` to `end` of the normalised text."""
        if self._scope is None:
            return ""
        first, last = _word(self._text, start, end)
        if not self._goes_on and self._is_over(self._scope, end, first, last):
            return PAST
        before = self._before("deny_before", first)
        return NEGATION if self._scope.denies(self._text, start, first, last, before) else ""

    def _is_over(self, scope: _Scope, end: int, first: int, last: int) -> bool:
        if scope.is_over(self._text, end, last, self._before("over_before", first)):
            return True
        return self._near and scope.was(_sentence(self._text, first, last))

    def _before(self, kind: str, first: int) -> str:
        """What is before `first`; '' when no mark of this kind can be in it."""
        places = self._places.get(kind, ())
        at = bisect_left(places, first)
        begin = max(0, first - NEAR)
        return self._text[begin:first] if at and places[at - 1] >= begin else ""


class ScopeReader:
    """All languages; a phrase is read with the marks of its own."""

    def __init__(self, marks: Mapping[str, Marks]) -> None:
        self._scopes = {lang: _Scope(one) for lang, one in marks.items()}

    def reading(self, text: str, lang: str) -> Reading:
        """`text` is the normalised one."""
        return Reading(self._scopes.get(lang), text)


def _any(words: Iterable[str]) -> str:
    known = sorted((fold(word) for word in words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in known) or NEVER


def _pieces(marks: Marks) -> ahocorasick.Automaton:
    """The longest piece without `*` of every mark → the lists that it is in.

    One pass tells where no pattern need be tried; most phrases have no mark near.
    """
    lists: dict[str, list[str]] = {}
    for kind in ("deny_before", "over_before", "over_near", "still"):
        for word in getattr(marks, kind):
            piece = max(fold(word).split("*"), key=len) or " "
            lists.setdefault(piece, []).append(kind)
    automaton = ahocorasick.Automaton()
    for piece, kinds in lists.items():
        automaton.add_word(piece, kinds)
    if lists:
        automaton.make_automaton()
    return automaton


def _ends(words: Iterable[str], between: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(words)}){between} $")


def _begins(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf" (?:\w+ )?(?:{_any(words)})(?!\w)")


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole word or words that the phrase is part of."""
    first, farthest = start, max(0, start - NEAR)
    while first > farthest and text[first - 1].isalnum():
        first -= 1
    rest = REST.match(text, end, end + AFTER)
    return first, rest.end() if rest else end


def _sentence(text: str, first: int, last: int) -> str:
    before = SENTENCE.split(text[max(0, first - LONGEST_SENTENCE) : first])[-1]
    return before + text[first:last] + SENTENCE.split(text[last : last + LONGEST_SENTENCE])[0]
