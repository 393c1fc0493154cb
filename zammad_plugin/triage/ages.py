"""Ages and school classes in a normalised text, in digits and in words of each language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zammad_plugin.text.normalise import normalise

ADULT = 18
TEEN = 13  # the platforms' age limit
LAST_GRADE_UNDER_13 = 6  # of the labels: grade 6 and below count as under 13
FIRST_GRADE_OF_13 = 8  # grade 7 leaves it open
OLDEST = 99
YOUNGEST = 2
LONGEST_SINCE = 16  # letters before a number that are looked at


@dataclass(frozen=True)
class Words:
    """Number words (word → number), and the words that make a number an age or a class."""

    numbers: Mapping[str, int]
    before: Iterable[str]
    after: Iterable[str]
    named: Mapping[str, int]
    since: Iterable[str] = ()


class Numbers:
    """Finds numbers beside one language's words."""

    def __init__(self, words: Words, most: int) -> None:
        self._numbers = {_fold(word): number for word, number in words.numbers.items()}
        self._named = {_fold(word): number for word, number in words.named.items()}
        number = "|".join([r"\d{1,2}", *_longest_first(self._numbers)])
        self._since = tuple(f" {_fold(word)} " for word in words.since)
        self._patterns = [
            re.compile(pattern)
            for pattern in (
                _after(number, [_fold(word) for word in words.after]),
                _before(number, [_fold(word) for word in words.before]),
                _alone(self._named),
            )
            if pattern
        ]
        self._most = most

    def find(self, text: str) -> list[int]:
        found = [
            match.group(1)
            for one in self._patterns
            for match in one.finditer(text)
            if not self._is_span(text, match.start())
        ]
        numbers = (self._number(word) for word in found)
        return [number for number in numbers if number <= self._most]

    def _is_span(self, text: str, start: int) -> bool:
        """Whether the years are a span of time: "since 12 years", "married for 9 years"."""
        return f" {text[max(0, start - LONGEST_SINCE) : start]}".endswith(self._since)

    def _number(self, word: str) -> int:
        if word.isdigit():
            return int(word)
        return self._numbers[word] if word in self._numbers else self._named[word]


def _fold(word: str) -> str:
    return normalise(word).text.strip()


def _longest_first(words: Iterable[str]) -> list[str]:
    return [re.escape(word) for word in sorted(words, key=len, reverse=True)]


def _after(number: str, words: list[str]) -> str:
    if not words:
        return ""
    return rf"(?<!\w)[وw]?({number})[ .]{{0,2}}(?:{'|'.join(_longest_first(words))})\w{{0,3}}(?!\w)"


def _before(number: str, words: list[str]) -> str:
    if not words:
        return ""
    known = "|".join(_longest_first(words))
    return rf"(?<!\w)(?:{known})\w{{0,2}}[ :=(]{{0,3}}({number})[^\W\d]{{0,2}}(?!\w)"


def _alone(named: Iterable[str]) -> str:
    known = "|".join(_longest_first(named))
    return rf"(?<!\w)\w{{0,3}}?({known})\w{{0,3}}(?!\w)" if known else ""


@dataclass(frozen=True)
class AgeReader:
    """All languages together: a text may be in several."""

    ages: tuple[Numbers, ...]
    grades: tuple[Numbers, ...]

    def band(self, text: str) -> tuple[list[int], list[int]]:
        """(ages in years, school grades 0 to 12); 0 is kindergarten."""
        years = [age for one in self.ages for age in one.find(text)]
        grades = [grade for one in self.grades for grade in one.find(text)]
        return [age for age in years if YOUNGEST <= age <= OLDEST], grades


# A number right after a child: "my son, 13", "bente (15)", "my boy is 9"; no time, sum or share.
_LINK = r"is|was|of|who is|hes|shes|only|just|she is|he is|aged|agee?|a|عمر\w{0,3}"
_NO_AGE = r"[\d:%$€./]|\s?(?:h|am|pm|min|x|usd|dollars?|euros?|hours?|days?)\b"
_BESIDE = re.compile(
    rf"^[^\w.]{{0,3}}(?:(?:{_LINK})\W{{1,3}})?[(,\"« ]{{0,3}}(\d{{1,2}})(?!{_NO_AGE})"
)
OLDEST_CHILD = 17


def beside(following: str) -> int | None:
    """The age that directly follows the mention of a child in normalised text, or None."""
    match = _BESIDE.match(following)
    age = int(match.group(1)) if match else 0
    return age if YOUNGEST <= age <= OLDEST_CHILD else None
