"""Numbers beside the words that make them ages or school classes, in digits and in words.

One pass finds the words that make a number an age ("years", "aged", "saff"); only beside them is
a number looked for. So a long text costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from zammad_plugin.text.any_of import any_of
from zammad_plugin.text.automaton import automaton_of
from zammad_plugin.text.normalise import fold, fold_all
from zammad_plugin.triage.evidence.numbers import NumberReader, Words

OLDEST = 99
YOUNGEST = 2
LONGEST_SINCE = 16  # letters before a number that are looked at
MOST_SEEN = 4000  # words of age in one text that are looked at
SHORTEST = 2  # Latin letters of a word that takes no endings
GLUED = 3  # letters that may be glued to a word


@dataclass(frozen=True)
class _Use:
    """What a word is: `kind` before, after or named; `language` a place in the list."""

    kind: str
    language: int
    value: int = 0


Sight = tuple[int, int, _Use]  # (start, end, what it is)
Number = tuple[int, int]  # (number, start)


class Numbers:
    """Numbers beside the words of all languages: a text may be in several."""

    def __init__(self, languages: Sequence[Words], most: int) -> None:
        # Made when a text first needs them: most texts need one language of the twelve.
        self._numbers = cache(lambda language: NumberReader(languages[language]))
        spent = {fold(word) for one in languages for word in one.spent}
        self._spent = re.compile(rf"\w+ \w+ {any_of(spent)}(?!\w)")
        self._since = cache(lambda language: _since(languages, languages[language]))
        self._most = most
        table: dict[str, list[_Use]] = {}
        uses = [one for index, words in enumerate(languages) for one in _uses(words, index)]
        for word, (_, use) in zip(fold_all(word for word, _ in uses), uses, strict=True):
            table.setdefault(word, []).append(use)
        self._automaton = automaton_of({word: (len(word), found) for word, found in table.items()})

    def find(self, text: str) -> list[Number]:
        """(number, where it stands in the normalised text)."""
        seen = _bounded(list(self._seen(text)))
        places = dict.fromkeys(  # "year", "years" and "years old" begin at one place
            (use.kind, use.language, end if use.kind == "before" else start)
            for start, end, use in seen
            if use.kind != "named"
        )
        is_span = cache(lambda start, language: self._is_span(text, start, language))
        beside = [(*one, place[1]) for place in places if (one := self._beside(text, *place))]
        found = [
            (number, start) for number, start, language in beside if not is_span(start, language)
        ]
        named = _longest([one for one in seen if one[2].kind == "named"], text)
        known = {start for _, start in named}  # "tene sanawe" is no second class
        found = [one for one in found if one[1] not in known]
        return [one for one in (*found, *named) if one[0] <= self._most]

    def _seen(self, text: str) -> Iterator[Sight]:
        """(start, end, use) of every word that stands as one, endings allowed."""
        if not len(self._automaton):
            return
        for last, (length, uses) in self._automaton.iter(text):
            start, end = last - length + 1, last + 1
            most = 0 if text[start].isdigit() else GLUED  # "3eme" is no class in "3emel"
            if _long(text[end : end + most + 1], most) or _begins(text, start, end):
                continue
            inside = text[start - 1 : start].isalnum()
            for use in uses:
                if not (inside and use.kind == "before"):
                    yield start, end, use

    def _beside(self, text: str, kind: str, language: int, place: int) -> tuple[int, int] | None:
        numbers = self._numbers(language)
        return numbers.ahead(text, place) if kind == "before" else numbers.behind(text, place)

    def _is_span(self, text: str, start: int, language: int) -> bool:
        """Whether the years are a span of time: "since 12 years", "married for 9 years"."""
        if self._spent.match(text, start):
            return True
        words, ends = self._since(language)
        near = f" {text[max(0, start - LONGEST_SINCE) : start]}"
        return near[:-1].rpartition(" ")[2] in ends and near.endswith(words)


def _since(languages: Sequence[Words], own: Words) -> tuple[tuple[str, ...], set[str]]:
    """("since" in all languages, their last words): people mix languages, so that any of them makes
    a span, but for words of one's own."""
    words = {fold(word) for one in languages for word in one.since} - {fold(one) for one in own.own}
    return tuple(f" {word} " for word in sorted(words)), {word.split()[-1] for word in words}


def _bounded(seen: list[Sight]) -> list[Sight]:
    """No report names thousands of ages: of such a text those at its beginning and its end."""
    return seen if len(seen) <= MOST_SEEN else seen[: MOST_SEEN // 2] + seen[-MOST_SEEN // 2 :]


def _longest(seen: list[Sight], text: str) -> list[Number]:
    """The first and longest of those that overlap: "third time" is no third class."""
    values, free = list[Number](), 0
    for start, end, use in sorted(seen, key=lambda one: (one[0], -one[1])):
        # An Arabic word takes clitics, a Latin one at most a letter: "valise" is no "lise".
        most = 1 if text[start].isascii() else GLUED
        if start >= free and not _long(text[max(0, start - most - 1) : start], most):
            values.append((use.value, start))
            free = end
    return values


def _uses(words: Words, language: int) -> Iterator[tuple[str, _Use]]:
    for kind, known in (("before", words.before), ("after", words.after)):
        yield from ((word, _Use(kind, language)) for word in known)
    for word, value in words.named.items():
        yield word, _Use("named", language, value)


def _begins(text: str, start: int, end: int) -> bool:
    """Whether two Latin letters are the beginning of a longer word: "8 and 9" is no "8 an"."""
    short = end - start <= SHORTEST and text[start].isascii()
    return short and text[end : end + 1].isalpha()


def _long(glued: str, most: int) -> bool:
    """Whether more letters are glued to a word than may be."""
    return len(glued) > most and glued.isalnum()
