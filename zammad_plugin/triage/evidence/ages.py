"""Numbers beside the words that make them ages or school classes, in digits and in words.

One pass finds the words that make a number an age ("years", "aged", "saff"); only beside them is
a number looked for. So a long text costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from zammad_plugin.text.any_of import any_of
from zammad_plugin.text.automaton import automaton_of
from zammad_plugin.text.normalise import fold, fold_all

ADULT = 18
TEEN = 13  # the platforms' age limit
LAST_GRADE_UNDER_13 = 6  # of the labels: grade 6 and below count as under 13
FIRST_GRADE_OF_13 = 8  # grade 7 leaves it open
OLDEST = 99
YOUNGEST = 2
LONGEST_SINCE = 16  # letters before a number that are looked at
LONGEST_WORD = 20  # letters of a number in one word
LONGEST_NUMBER = 40  # letters of a number in words, with the tens
MOST_SEEN = 4000  # words of age in one text that are looked at
SHORTEST = 2  # Latin letters of a word that takes no endings
GLUED = 3  # letters that may be glued to a word
BARE = re.compile(r"(?:^|[^\w ])(\w+?)(?:(?<=\d)[.,]\d)?$")  # the last word, of "12.5" the 12
SPELT = re.compile(r"\D?(?<!\d)\dan(?!s)")  # "3an", "3andi": the digit is a letter of Arabizi
TENS = range(20, 100, 10)
AFTER_DIGIT = {"y", "yo", "st", "nd", "rd", "th", "e", "a"}
AND = ("و", "w", "u", "et", "and", "ve", "եւ", "և")  # between tens and units, in either order


@dataclass(frozen=True)
class Words:
    """Number words (word → number), and the words that make a number an age or a class.

    `units`: what is counted when it is no age ("3 hours", "2 kids"); `halves`: "and a half";
    `own`: words that mean "since" elsewhere and "I" or "my" here (من, min); `spent`: behind years
    that are no age ("6 years of experience").
    """

    numbers: Mapping[str, int]
    before: Iterable[str]
    after: Iterable[str]
    named: Mapping[str, int]
    since: Iterable[str] = ()
    units: Iterable[str] = ()
    halves: Iterable[str] = ()
    own: Iterable[str] = ()
    spent: Iterable[str] = ()


class _Numbers:
    """The numbers of one language, looked for right before or right after a place."""

    def __init__(self, words: Words) -> None:
        self._numbers = {fold(word): number for word, number in words.numbers.items()}
        self._most_words = max((word.count(" ") + 1 for word in self._numbers), default=1)
        self._last_words = {word.split(" ")[-1] for word in self._numbers if " " in word}
        self._ends = {word[-1] for word in self._numbers} | set("0123456789")
        self._halves = tuple(f" {fold(word)}" for word in words.halves)
        number = rf"{any_of(self._numbers)}|\d{{1,2}}"
        self._ahead = re.compile(rf"\w{{0,2}}[ :=(]{{0,3}}({number})([^\W\d]{{0,2}})(?!\w)")
        tens = [word for word, value in self._numbers.items() if value in TENS]
        self._rest = re.compile(rf" ?(?:{'|'.join(AND)}) ?({any_of(tens)})")
        units = any_of(map(fold, words.units))  # and times, sums, shares in every language
        self._no_age = re.compile(rf":\d|[%$€£/]|\.\d| ?(?:h|hrs?|am|pm|min|x|usd|k|{units})(?!\w)")

    def ahead(self, text: str, place: int) -> tuple[int, int] | None:
        """(number, where it begins) right after `place`, unless something else is counted."""
        match = self._ahead.match(text, place)
        if match is None or (match[2] and _is_letter(match[1], match[2])):
            return None
        if self._no_age.match(text, match.end(1)):
            return None
        value = self._value(match.group(1))
        more = self._rest.match(text, match.end()) if value < TENS.start else None
        return value + (self._numbers[more.group(1)] if more else 0), match.start(1)

    def behind(self, text: str, place: int) -> tuple[int, int] | None:
        """(number, where it begins) that ends right before `place`."""
        if SPELT.match(text, max(0, place - 2)):
            return None
        begin = max(0, place - LONGEST_NUMBER)
        near = text[begin:place]
        near = near[:-1] if near.endswith((" ", ".")) else near
        near = near[:-1] if near.endswith((" ", ".")) else near
        if near.endswith(self._halves):
            near = near.removesuffix(next(one for one in self._halves if near.endswith(one)))
        if near[-1:] not in self._ends:
            return None
        words = near.split(" ")
        most = self._most_words if words[-1] in self._last_words else 1
        for count in range(min(most, len(words)), 0, -1):
            word = " ".join(words[-count:])
            value = self._read(word) if count == 1 else self._numbers.get(word)
            if value is not None:
                start = begin + len(near) - len(word)
                return value + self._tens(words[:-count], value), start
        return None

    def _read(self, word: str) -> int | None:
        """A number, also with a glued "and" or after a bracket; "12.5" is 12."""
        if word in self._numbers:
            return self._numbers[word]
        bare = word if word.isalnum() and len(word) <= LONGEST_WORD else _bare(word)
        for one in (bare, bare[1:] if bare[:1] in {"و", "w"} else ""):
            if one in self._numbers or (one.isdecimal() and len(one) <= 2):
                return self._value(one)
        return None

    def _tens(self, words: list[str], value: int) -> int:
        """Of "twenty five" the twenty; "and" may stand between them."""
        if value >= 10:
            return 0
        words = words[:-1] if words[-1:] and words[-1] in AND else words
        tens = self._numbers.get(words[-1], 0) if words else 0
        return tens if tens in TENS else 0

    def _value(self, word: str) -> int:
        return int(word) if word.isdecimal() else self._numbers[word]


def _bare(word: str) -> str:
    match = BARE.search(word) if len(word) <= LONGEST_WORD else None
    return match.group(1) if match else ""


def _is_letter(digits: str, glued: str) -> bool:
    """Whether a digit is a letter of Arabizi: "3a", "3al"; not so in "5th" and "9yo"."""
    return len(digits) == 1 and glued.isascii() and glued not in AFTER_DIGIT


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
        self._numbers = cache(lambda language: _Numbers(languages[language]))
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
