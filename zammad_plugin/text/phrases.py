"""Thousands of phrases in one pass, with places; clitics and endings are the matcher's work.

Aho-Corasick finds every phrase; a find stands when what is glued to it in the same word is a
known clitic or ending of the phrase's language. No text can make this slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from zammad_plugin.text.automaton import automaton_of
from zammad_plugin.text.normalise import Normalised, fold, fold_all

LONGEST_CLITIC = 4  # letters
LONGEST_ENDING = 8  # letters, of languages that stack endings
SHORTEST_STEM = 4  # letters; a shorter one with any ending would be found everywhere


@dataclass(frozen=True)
class Glue:
    """What may stand before and after a phrase in one word.

    `stems`: any ending after a stem; `shortest`: letters of a phrase that takes something before,
    `between`: of one that takes something at both its ends ("ong" is not in "longer");
    `lookalikes`: whole words that only look like a phrase with something glued to it ("sommes").
    """

    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    stems: bool = False
    shortest: int = 1
    between: int = 1
    lookalikes: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        before: Iterable[str],
        after: Iterable[str],
        stems: bool = False,
        shortest: int = 1,
        between: int = 1,
        lookalikes: Iterable[str] = (),
    ) -> Glue:
        words = _folded(lookalikes)
        return cls(_folded(before), _folded(after), stems, shortest, between, words)

    def holds(self, before: str, phrase: str, after: str) -> bool:
        """Whether it stands with this glued to it."""
        return self._may(before, after, len(phrase)) and (
            f"{before}{phrase}{after}" not in self.lookalikes
        )

    def _may(self, before: str, after: str, length: int) -> bool:
        if before and (before not in self.before or length < self.shortest):
            return False
        if before and after and length < self.between:
            return False
        if not after or after in self.after:
            return True
        return self.stems and length >= SHORTEST_STEM


NOTHING = Glue()


def _folded(parts: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(part) for part in parts)


class Found(NamedTuple):
    """A phrase from `start` to `end` of the original text, `at` to `until` of the normalised."""

    name: str
    lang: str
    start: int
    end: int
    at: int
    until: int


_new = tuple.__new__  # a named tuple's own constructor takes twice as long


class Phrases:
    """Phrases are (name, language, phrase); names are the caller's (concepts)."""

    def __init__(
        self, phrases: Iterable[tuple[str, str, str]], glue: Mapping[str, Glue] | None = None
    ) -> None:
        self._glue = glue or {}
        given = list(phrases)
        table: dict[str, list[tuple[str, str, Glue]]] = {}
        keys = fold_all(phrase for _, _, phrase in given)
        for key, (name, lang, _) in zip(keys, given, strict=True):
            if key:
                table.setdefault(key, []).append((name, lang, self._glue.get(lang, NOTHING)))
        self._automaton = automaton_of({key: (len(key), names) for key, names in table.items()})
        self.words: tuple[str, ...] = tuple(table)
        self.names = frozenset(name for names in table.values() for name, _, _ in names)

    def find(self, text: Normalised) -> Iterator[Found]:
        """Every phrase, in the order of its end."""
        if not self.words:
            return
        words, offsets = f"{text.text} ", text.offsets  # its end, and what is before its beginning
        for last, (length, names) in self._automaton.iter(words):
            start, end = last - length + 1, last + 1
            # Most phrases are whole words: that is seen without a call.
            before = _left(words, start) if words[start - 1].isalnum() else ""
            if before is None:
                continue
            after = _right(words, end) if words[end].isalnum() else ""
            if after is None:
                continue
            first, behind = offsets[start], offsets[last] + 1
            for name, lang, glue in names:
                if not (before or after) or glue.holds(before, words[start:end], after):
                    yield _new(Found, (name, lang, first, behind, start, end))


def _left(words: str, start: int) -> str | None:
    """What is glued before, None when it is too long to be a clitic."""
    first = words[start]
    if not first.isalnum():
        return ""
    near = words[max(0, start - LONGEST_CLITIC - 1) : start]
    if near.isalnum():
        return near if len(near) <= LONGEST_CLITIC else None
    place = start - 1
    while words[place].isalnum():
        place -= 1
    return words[place + 1 : start]


def _right(words: str, end: int) -> str | None:
    if not words[end - 1].isalnum():
        return ""
    if words[end : end + LONGEST_ENDING + 1].isalnum():  # a space ends the text
        return None
    place = end
    while words[place].isalnum():
        place += 1
    return words[end:place]
