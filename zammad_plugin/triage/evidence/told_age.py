"""Ages that are told by a bound, a birthday to come, or a year of birth. Pure.

"under 18", "not yet 18", "turns 13 next month", "مواليد ٢٠١١", "born 04/2011", "15 f": a number
that is no age by itself, or not the one that counts.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick

from zammad_plugin.text.any_of import any_of
from zammad_plugin.text.automaton import automaton_of
from zammad_plugin.text.normalise import fold

ADULT = 18
YOUNGEST_BOUND, OLDEST_BOUND = 8, ADULT  # numbers that a bound of age has
SHORTEST_WORD = 4  # letters of a number: shorter ones are words of other languages ("on", "six")
OLDEST_COMING = 18  # birthday that is still a child's before it
OLDEST_BORN = 30  # years ago; an older person's year of birth is not looked for
LONGEST_OWN = 30  # letters before an age that say whose it is
PERSIAN = 621  # years between the calendars
KINDS = ("below", "below_after", "coming", "later", "born", "born_after")
LATER_WITHIN = 24  # letters behind a number in which the time of a birthday is told
# "15 f", "f15", "(14m)" as people introduce themselves in chats.
CHAT = re.compile(
    r"(?:^|[(\[,;/]|(?<!\w)(?:im|i am|ana|انا|je suis|jsuis)) ?"
    r"(?:(1[0-7]) ?/? ?[mfgb]|[mf] ?/? ?(1[0-7]))(?![\w/])"
)
TEAM = re.compile(r"(?<!\w)u-?(1[0-9]|[6-9])(?!\w)")  # "u14": a team of those under 14
DATE = r"(?:\d{1,2}[ /.-]){0,2}"
YEAR = r"((?:19|20)\d\d|1[34]\d\d|(?<=['’])\d\d)"


@dataclass(frozen=True)
class Telling:
    """Words of one language: `below` before a bound, `below_after` behind it; `coming` before a
    birthday that is not yet; `later` behind one; `born` before a year of birth, `born_after`
    behind; `mine` before the writer's own age, `mine_after` behind; `units`: what is counted when
    it is no age."""

    numbers: Mapping[str, int]
    units: Iterable[str] = ()
    below: Iterable[str] = ()
    below_after: Iterable[str] = ()
    coming: Iterable[str] = ()
    later: Iterable[str] = ()
    born: Iterable[str] = ()
    born_after: Iterable[str] = ()
    mine: Iterable[str] = ()
    mine_after: Iterable[str] = ()


@dataclass(frozen=True)
class Told:
    """Someone is at least `low` and at most `high` years old; `at`: where the number stands."""

    low: int
    high: int
    at: int


class OwnAges:
    """Whether an age is the writer's own: "I am 22", "عمري ٣٨", "15 yaşındayım"."""

    def __init__(self, languages: Sequence[Telling]) -> None:
        self._before = tuple(
            f" {word}" for word in {fold(one) for told in languages for one in told.mine}
        )
        self._after = re.compile(rf"\w+\W{{0,2}}{_all(languages, 'mine_after')}(?!\w)")

    def holds(self, text: str, at: int) -> bool:
        """Of the age whose number begins at `at` of a normalised text."""
        near = f" {text[max(0, at - LONGEST_OWN) : at]}".replace("\n", " ").rstrip(" :=(,-")
        return near.endswith(self._before) or self._after.match(text, at) is not None


class ToldAges:
    """Of all languages together."""

    def __init__(self, languages: Sequence[Telling]) -> None:
        self._numbers = {
            fold(word): number
            for one in languages
            for word, number in one.numbers.items()
            if number <= OLDEST_BOUND and len(word) >= SHORTEST_WORD
        }
        self._words = _kinds(languages)
        units = rf"(?! ?{_all(languages, 'units')}(?!\w))"
        number = rf"(\d{{1,2}}|{any_of(self._numbers)})(?![\w%€$£])(?![:.,]\d){units}"
        below = _all(languages, "below")
        coming = _all(languages, "coming")
        later = _all(languages, "later")
        born = _all(languages, "born")
        unit = r"(?: \w+)?"
        self._below = re.compile(rf"(?<!\w){below}[^\w.]{{1,3}}(?:ال ?|l )?{number}")
        self._below_after = re.compile(
            rf"(?<!\w){number}{unit} {_all(languages, 'below_after')}(?!\w)"
        )
        self._coming = re.compile(rf"(?<!\w){coming} {number}")
        self._later = re.compile(rf"(?<!\w){number}[^.!?]{{0,{LATER_WITHIN}}}? {later}(?!\w)")
        self._born = re.compile(rf"(?<!\w){born}\W{{1,3}}(?:\w+ ){{0,2}}?{DATE}{YEAR}(?!\w)")
        self._born_after = re.compile(rf"(?<!\d){YEAR}\W?{_all(languages, 'born_after')}")

    def _near(self, text: str) -> set[str]:
        """Which kinds of words the text has: of the others no pattern need be tried."""
        if not len(self._words):
            return set()
        return {kind for _, kinds in self._words.iter(text) for kind in kinds}

    def find(self, text: str, year: int, ages: Container[int] = ()) -> Iterator[Told]:
        """In a normalised text of that year; `ages`: where ages stand, of which a birthday to come
        may be told behind them."""
        near = self._near(text)

        def seen(pattern: re.Pattern[str], kind: str) -> Iterable[re.Match[str]]:
            return pattern.finditer(text) if kind in near else ()

        for match in (*seen(self._below, "below"), *seen(self._below_after, "below_after")):
            bound = self._value(match[1])
            if YOUNGEST_BOUND <= bound <= OLDEST_BOUND:
                yield Told(0, bound - 1, match.start(1))
        for match in TEAM.finditer(text):
            yield Told(0, min(int(match[1]), ADULT) - 1, match.start(1))
        later = (one for one in seen(self._later, "later") if one.start(1) in ages)
        for match in (*seen(self._coming, "coming"), *later):
            birthday = self._value(match[1])
            if 3 < birthday <= OLDEST_COMING:
                yield Told(birthday - 1, birthday - 1, match.start(1))
        for match in CHAT.finditer(text):
            place = 1 if match[1] else 2
            yield Told(int(match[place]), int(match[place]), match.start(place))
        for match in (*seen(self._born, "born"), *seen(self._born_after, "born_after")):
            age = year - _year(match[1])
            if 0 < age <= OLDEST_BORN:
                yield Told(age - 1, age, match.start(1))

    def _value(self, word: str) -> int:
        return int(word) if word.isdecimal() else self._numbers[word]


def _year(digits: str) -> int:
    year = int(digits)
    if year < 100:
        return 2000 + year
    return year + PERSIAN if year < 1500 else year


def _all(languages: Sequence[Telling], kind: str) -> str:
    words = {fold(word) for one in languages for word in getattr(one, kind)}
    return f"(?:{any_of(words)})"


def _kinds(languages: Sequence[Telling]) -> ahocorasick.Automaton:
    """Words that tell an age → their kinds: one pass shows which there are."""
    table: dict[str, set[str]] = {}
    for kind in KINDS:
        for word in (fold(word) for one in languages for word in getattr(one, kind)):
            table.setdefault(word, set()).add(kind)
    return automaton_of(table)
