"""Where a text names networks, and which of them a place of it is about. Pure."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zammad_plugin.text.any_of import any_of
from zammad_plugin.text.identifiers.connecting import CONNECT, FILL, LABEL
from zammad_plugin.text.identifiers.services import (
    BY_NAME,
    CAPITALS,
    GAMES,
    NAMED,
    OF_NUMBERS,
    SHORT_NAMES,
    WORDS,
)

NEAR = 90  # characters of a sentence over which a network's name reaches
CLITIC = r"(?:[وف]?(?:عال?|عل|بال?|لل?|ال|كال|ع|ب)?)"
SERVICE = re.compile(
    rf"(?<![\w@./-]){CLITIC}(?P<name>{any_of(sorted({n.casefold() for s in NAMED.values() for n in s}))}"
    rf"|(?-i:{'|'.join(CAPITALS)})|(?<=\bon )Line|(?<=\bsur )Line|(?<=\bon )x|(?<=\bsur )x|(?<=على )x)"
    r"(?:['’]s|o|['’]?[dt][ae]n?|-ով|-ում|ی|ەکەی)?[شمتوهيك]{0,2}(?![\w@.-]\w|\w)",
    re.I,
)
LABELLED = re.compile(rf"(?<!\w)(?:{LABEL})(?!\w)", re.I)
FORM = re.compile(
    r"^[ \t>*-]*(?:platform|app(?:lication)?|network|plateforme|r[ée]seau|المنصة|المنصه|التطبيق)\s*[:：]\s*",
    re.I | re.M,
)
SENTENCE = re.compile(r"[.!?؟\n;؛](?=\s|$)|\n")
# Between a network and a name that is its own, and between a name and the network it is on.
BESIDE = re.compile(
    rf"(?:\W*(?:{LABEL}|{FILL}|il|elle|s?he)(?!\w)){{0,4}}\W*(?:{CONNECT}\W*)?", re.I
)
ON = re.compile(
    r"[^\w,;]*?(?:\(|\[|(?<!\w)(?:on|sur|in|his|her|their|son|sa|compte|على|عال?|ع|بال?|3al|3ala|3a|aal|bel|bil|b)(?!\w))"
    r"\W*(?:(?:on|his|her|their|the|son|sa|le|l|el|al|compte)(?!\w)\W*){0,2}",
    re.I,
)
GOES_ON = re.compile(rf"\W*(?:{CONNECT}|@)", re.I)
NO_DIGIT = re.compile(r"[^\d\n]{0,40}")
ALSO = re.compile(r"(?!.*\b(?:or|ou|and|et|w|aw|ou)\W*$)(?:[^\d\n]|(?<=\s)\d(?=[a-z])){0,25}", re.I)
NUMBER_NEXT = re.compile(r"[^\w\n]{0,4}\+?\(?\d[\d\s/-]")
FAR_BACK = 300  # characters over which the only network of a text is what its accounts are of


class Linked(NamedTuple):
    """A link to a page of a network ends at `end`."""

    service: str
    end: int


class Mention(NamedTuple):
    service: str
    start: int
    end: int
    short: bool
    word: bool


class Mentions:
    """Where a text names networks; asked which of them a place is about."""

    def __init__(self, text: str, linked: Iterable[Linked] = ()) -> None:
        self._text = text
        self._all = [_mention(one) for one in SERVICE.finditer(text)]
        self._starts = [one.start for one in self._all]
        plain = [one for one in self._all if not one.word]
        self._ends, self._onlies = _onlies([*plain, *linked])
        self._breaks = [one.start() for one in SENTENCE.finditer(text)]
        self._labels = [one.start() for one in LABELLED.finditer(text)]
        form = FORM.search(text)
        named = SERVICE.match(text, form.end()) if form else None
        self._of_form = BY_NAME[named["name"].casefold()] if named else ""

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._all)

    def near(self, start: int, end: int) -> str:
        """The network named last before the place in its sentence, else first behind it, else in a
        form's own line ("platform: Instagram")."""
        at = bisect(self._starts, start)
        before = self._at(self._named(at - 1, -1), start, end)
        after = self._at(self._named(at, 1), start, end)
        # "my kid's face", "a signal"
        if after and after.word and not ON.fullmatch(self._text, end, after.start):
            after = None
        if before and before.word and not BESIDE.fullmatch(self._text, before.end, start):
            before = None
        if before and after and self._is_on(before, start, end, after):
            return after.service
        one = before or after
        return one.service if one else self._of_form

    def about(self, start: int, end: int) -> str:
        """The network near the place, else the only one that the text named before it."""
        return self.near(start, end) or self._only(start)

    def of_id(self, start: int, end: int) -> str:
        """The network before the number in its sentence, else the last game before it."""
        at = bisect(self._starts, start)
        before = self._at(at - 1, start, end)
        if not before:
            games = [one for one in self._all[max(0, at - 5) : at] if one.service in GAMES]
            before = games[-1] if games and start - games[-1].end < FAR_BACK else None
        return before.service if before else self.about(start, end)

    def of_number(self, start: int, end: int) -> str:
        """ "whatsapp" for a number that is said to be on it."""
        at = bisect(self._starts, start)
        before = self._at(at - 1, start, end)
        afters = (self._at(index, start, end) for index in (at, at + 1))
        told = before and NO_DIGIT.fullmatch(self._text, before.end, start)
        if before and told and before.service == "whatsapp":
            return before.service
        return next((one.service for one in afters if one and self._is_of(one, end)), "")

    def _is_of(self, after: Mention, end: int) -> bool:
        if after.service != "whatsapp" or GOES_ON.match(self._text, after.end):
            return False
        return bool(ALSO.fullmatch(self._text, end, after.start)) and not NUMBER_NEXT.match(
            self._text, after.end
        )

    def _named(self, index: int, step: int) -> int:
        """From there the next mention of a network whose accounts have names."""
        while 0 <= index < len(self._all) and self._all[index].service in OF_NUMBERS:
            index += step
        return index

    def _at(self, index: int, start: int, end: int) -> Mention | None:
        one = self._all[index] if 0 <= index < len(self._all) else None
        return one if one and self._together(one, start, end) else None

    def _is_on(self, before: Mention, start: int, end: int, after: Mention) -> bool:
        """ "@wolf on snap": of what is behind the name, unless the network before it has no other."""
        return (
            not BESIDE.fullmatch(self._text, before.end, start)
            and bool(ON.fullmatch(self._text, end, after.start))
            and not GOES_ON.match(self._text, after.end)
        )

    def _only(self, start: int) -> str:
        at = bisect(self._ends, start) - 1
        return self._onlies[at] if at >= 0 and start - self._ends[at] < FAR_BACK else ""

    def labelled(self, start: int) -> bool:
        """Whether the sentence speaks of an account or a name before the place."""
        at = bisect(self._labels, start) - 1
        return at >= 0 and bisect(self._breaks, self._labels[at]) == bisect(self._breaks, start)

    def _together(self, one: Mention, start: int, end: int) -> bool:
        low, high = min(one.end, end), max(one.start, start)
        return high - low <= NEAR and bisect(self._breaks, low - 1) == bisect(
            self._breaks, high - 1
        )


def _mention(found: re.Match[str]) -> Mention:
    name = found["name"].casefold()
    short, word = name in SHORT_NAMES, name in WORDS
    return Mention(BY_NAME[name], found.start(), found.end(), short, word)


def _onlies(named: Iterable[Mention | Linked]) -> tuple[list[int], list[str]]:
    """(ends of the mentions, the only network named up to each or '')."""
    ends, onlies, seen = list[int](), list[str](), set[str]()
    for one in sorted(named, key=lambda one: one.end):
        seen |= {one.service} - OF_NUMBERS
        ends.append(one.end)
        onlies.append(next(iter(seen)) if len(seen) == 1 else "")
    return ends, onlies
