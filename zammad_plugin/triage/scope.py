"""Whether what a phrase says is denied, or over: "not threatening", "used to threaten", "كان يهدد".

Decided by the words right beside a phrase, in the phrase's own language. Words that say that it
goes on ("still", "again", "رجع") take a past back: calm is never assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.phrases import Found

NEGATION, PAST = "negation", "past"
NEAR = 48  # characters before a phrase that are looked at
AFTER = 32  # characters behind it
NEVER = "(?!)"
SENTENCE = re.compile(r"[.!?؟\n;]")
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
        self._deny_glued = {_fold(one) for one in marks.deny_glued}
        self._over_glued = {_fold(one) for one in marks.over_glued}
        self._unless = {_fold(one) for one in marks.unless}

    def of(self, text: str, start: int, end: int) -> str:
        """NEGATION, PAST or '' for the phrase at `start` to `end` of a normalised text."""
        first, last = _word(text, start, end)
        before, after = text[max(0, first - NEAR) : first], text[last : last + AFTER]
        if self._is_over(text, before, after, text[end:last], first, last):
            return PAST
        denied = text[first:start] in self._deny_glued or self._deny_after.match(after)
        if denied or self._is_denied(before):
            return NEGATION
        return ""

    def _is_over(
        self, text: str, before: str, after: str, glued: str, first: int, last: int
    ) -> bool:
        said = (
            glued in self._over_glued
            or self._over_before.search(before)
            or self._over_after.match(after)
            or self._over_near.search(_sentence(text, first, last))
        )
        return bool(said) and not self._still.search(text)

    def _is_denied(self, before: str) -> bool:
        match = self._deny_before.search(before)
        if match is None or match["between"] in self._unless:
            return False
        words = before[: match.start()].split()
        return not words or words[-1] not in self._unless


@dataclass(frozen=True)
class ScopeReader:
    """All languages; a phrase is read with the marks of its own."""

    scopes: Mapping[str, _Scope]

    @classmethod
    def of(cls, marks: Mapping[str, Marks]) -> ScopeReader:
        return cls({lang: _Scope(one) for lang, one in marks.items()})

    def read(self, text: str, found: Found) -> str:
        """NEGATION, PAST or ''; `text` is the normalised one."""
        scope = self.scopes.get(found.lang)
        return scope.of(text, found.at, found.until) if scope else ""


def _fold(word: str) -> str:
    return normalise(word).text.strip()


def _any(words: Iterable[str]) -> str:
    known = sorted((_fold(word) for word in words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in known) or NEVER


def _ends(words: Iterable[str], between: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(words)}){between} $")


def _begins(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf" (?:\w+ )?(?:{_any(words)})(?!\w)")


def _word(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole word or words that the phrase is part of."""
    first, last = start, end
    while first > max(0, start - NEAR) and text[first - 1].isalnum():
        first -= 1
    while last < min(len(text), end + AFTER) and text[last].isalnum():
        last += 1
    return first, last


def _sentence(text: str, first: int, last: int) -> str:
    before = SENTENCE.split(text[max(0, first - LONGEST_SENTENCE) : first])[-1]
    return before + text[first:last] + SENTENCE.split(text[last : last + LONGEST_SENTENCE])[0]
