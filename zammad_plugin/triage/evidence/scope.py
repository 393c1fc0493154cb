"""The words of one language by which something is denied or over, as patterns. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick

from zammad_plugin.text.automaton import automaton_of
from zammad_plugin.text.normalise import fold

NEVER = "(?!)"
SOUGHT = ("deny_before", "deny_after", "over_before", "over_after", "over_near", "still")


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


class Scope:
    """The patterns of one language."""

    def __init__(self, marks: Marks) -> None:
        between = r"(?: (?P<between>\w+))?"
        self.deny_before = _ends(marks.deny_before, between)
        self.over_before = _ends(marks.over_before, r"(?: \w+){0,2}")
        self.deny_after = _begins(marks.deny_after)
        self.over_after = _begins(marks.over_after)
        self.over_near, self.still = _whole(marks.over_near), _whole(marks.still)
        self.deny_glued = {fold(one) for one in marks.deny_glued}
        self.over_glued = {fold(one) for one in marks.over_glued}
        self.unless = {fold(one) for one in marks.unless}
        self.own = self.unless | {fold(one) for one in marks.deny_before}
        # Spaces between the end of a mark's piece and the phrase: its own, and of words between.
        self.deny_reach = _most_spaces(marks.deny_before) + 2
        self.over_reach = _most_spaces(marks.over_before) + 3
        self._pieces = _pieces(marks)

    def places(self, text: str) -> dict[str, list[int]]:
        """Name of a list of marks → ends of pieces of them, rising; without one there is none."""
        found: dict[str, list[int]] = {}
        for last, names in self._pieces.iter(text) if len(self._pieces) else ():
            for name in names:
                found.setdefault(name, []).append(last)
        return found

    def denied_before(self, before: str) -> bool:
        match = self.deny_before.search(before)
        if match is None or match["between"] in self.unless:
            return False
        words = before[: match.start()].split()
        return not words or words[-1] not in self.unless


def _any(words: Iterable[str]) -> str:
    known = sorted((fold(word) for word in words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in known) or NEVER


def _most_spaces(words: Iterable[str]) -> int:
    return max((fold(word).count(" ") for word in words), default=0)


def _pieces(marks: Marks) -> ahocorasick.Automaton:
    """The longest piece without `*` of every mark → the lists that it is in.

    One pass tells where no pattern need be tried; most phrases have no mark near.
    """
    lists: dict[str, list[str]] = {}
    for kind in SOUGHT:
        for word in getattr(marks, kind):
            piece = max(fold(word).split("*"), key=len) or " "
            lists.setdefault(piece, []).append(kind)
    return automaton_of(lists)


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(words)})(?!\w)")


def _ends(words: Iterable[str], between: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(words)}){between} $")


def _begins(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf" (?:\w+ )?(?:{_any(words)})(?!\w)")
