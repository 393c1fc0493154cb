"""Numbers in digits and in words, right before or right after a place of a text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zammad_plugin.text.any_of import any_of
from zammad_plugin.text.normalise import fold

LONGEST_WORD = 20  # letters of a number in one word
LONGEST_NUMBER = 40  # letters of a number in words, with the tens
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


class NumberReader:
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
