"""Whether what a phrase says is denied, or over: "not threatening", "used to threaten", "كان يهدد".

Decided by the words right beside a phrase, in the phrase's own language. Words that say that it
goes on ("still", "again", "رجع") take a past back: calm is never assumed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache

from zammad_plugin.triage.evidence.scope import Marks, Scope

NEGATION, PAST = "negation", "past"
NEAR = 48  # characters before a phrase that are looked at
AFTER = 32  # characters behind it
SENTENCE = re.compile(r"[.!?؟\n;]")
REST = re.compile(r"\w+")  # of a word
LONGEST_SENTENCE = 300  # characters to each side
OVER, DENY = {"over_before", "over_after"}, {"deny_before", "deny_after"}
EDGES = ("", " ")


class Reading:
    """One text read with one language's marks. A kind of marks that is not in it is not tried."""

    def __init__(self, scope: Scope, text: str) -> None:
        self._scope, self._text = scope, text
        self._places = scope.places(text)
        self._near = self._has("over_near", scope.over_near)  # anything in it is told as over
        over = self._near or scope.over_glued or not OVER.isdisjoint(self._places)
        self._may_be_over = bool(over) and not self._has("still", scope.still)
        self._may_be_denied = bool(scope.deny_glued) or not DENY.isdisjoint(self._places)

    def of(self, start: int, end: int) -> str:
        """NEGATION, PAST or '' for the phrase at `start` to `end` of the normalised text."""
        if not (self._may_be_over or self._may_be_denied):
            return ""
        first, last = _word(self._text, start, end)
        if self._may_be_over and self._is_over(end, first, last):
            return PAST
        return NEGATION if self._may_be_denied and self._is_denied(start, first, last) else ""

    def _has(self, kind: str, pattern: re.Pattern[str]) -> bool:
        return kind in self._places and pattern.search(self._text) is not None

    def _is_over(self, end: int, first: int, last: int) -> bool:
        scope, text = self._scope, self._text
        if text[end:last] in scope.over_glued:
            return True
        if "over_after" in self._places and scope.over_after.match(text, last):
            return True
        if "over_before" in self._places:
            before = self._before("over_before", first, scope.over_reach)
            if before and scope.over_before.search(before):
                return True
        return self._near and scope.over_near.search(_sentence(text, first, last)) is not None

    def _is_denied(self, start: int, first: int, last: int) -> bool:
        if not self._has_denial(start, first, last):
            return False
        # A phrase may say no itself: "if he does not pay".
        return self._scope.own.isdisjoint(self._text[first:last].split())

    def _has_denial(self, start: int, first: int, last: int) -> bool:
        scope, text = self._scope, self._text
        if text[first:start] in scope.deny_glued:
            return True
        if "deny_after" in self._places and scope.deny_after.match(text, last):
            return True
        if "deny_before" not in self._places:
            return False
        before = self._before("deny_before", first, scope.deny_reach)
        return bool(before) and scope.denied_before(before)

    def _before(self, kind: str, first: int, reach: int) -> str:
        """What is before `first`; '' when no mark of this kind can be in it near enough."""
        places, begin = self._places[kind], max(0, first - NEAR)
        at = bisect_left(places, first)
        if not at or places[at - 1] < begin:
            return ""
        far = self._text.count(" ", places[at - 1] + 1, first) > reach
        return "" if far else self._text[begin:first]


class ScopeReader:
    """All languages; a phrase is read with the marks of its own."""

    def __init__(self, marks: Mapping[str, Marks]) -> None:
        # Made when a text first needs them: most texts need one language of the twelve.
        self._scope = cache(lambda lang: Scope(marks.get(lang, Marks())))

    def reading(self, text: str, lang: str) -> Reading:
        """`text` is the normalised one; of a language without marks nothing is denied or over."""
        return Reading(self._scope(lang), text)


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole word or words that the phrase is part of."""
    if text[start - 1 : start] in EDGES and text[end : end + 1] in EDGES:
        return start, end
    first, farthest = start, max(0, start - NEAR)
    while first > farthest and text[first - 1].isalnum():
        first -= 1
    rest = REST.match(text, end, end + AFTER)
    return first, rest.end() if rest else end


def _sentence(text: str, first: int, last: int) -> str:
    before = SENTENCE.split(text[max(0, first - LONGEST_SENTENCE) : first])[-1]
    return before + text[first:last] + SENTENCE.split(text[last : last + LONGEST_SENTENCE])[0]
