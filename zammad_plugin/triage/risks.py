"""Dangers and situations that a text names, by which the first words to the writer are chosen.

What is reported (the category) doesn't tell what must be said first: a child who is blackmailed may
speak of dying, have paid already, or wait for the other one at the door. Each risk is a few lines
of word groups that stand near each other (rules/risks.yml, rules/risks/LANG.yml), read with the
same denials and pasts as all evidence. The groups are no marks of the trained part. Pure, linear.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property

from zammad_plugin.config.files import Strict
from zammad_plugin.text.arabizi import Skeletons
from zammad_plugin.text.normalise import Normalised
from zammad_plugin.text.phrases import Found, Glue, Phrases
from zammad_plugin.triage.evidence.negation import NEGATION, PAST, ScopeReader
from zammad_plugin.triage.model import Hit

BEHIND = 2  # words between a condition ("if", "اذا") and what it makes no fact
UNTOLD = frozenset({"mixed", "none"})  # languages of a text that several carry, or none
NOT = "!"  # before a group that takes a line back, wherever it stands
Span = tuple[int, int]  # first and last word
Spans = dict[str, list[Span]]


class Risk(Strict):
    """A danger or a situation, told by groups of words that stand near each other."""

    id: str
    """Name, for `risk` in the routing file."""
    says: list[list[str]]
    """Lines of which one must be seen: groups in this order; `!GROUP`: nowhere in the text."""
    mixed: bool = False
    """The groups of a line in any order."""
    gap: int = 4
    """Words that may stand between two groups."""
    not_behind: list[str] = []
    """Groups right before a word that take that word back."""
    firm: bool = False
    """Whether a denial beside the words changes nothing."""
    ends: bool = False
    """Whether a past beside the words takes them back."""
    short: int = 0
    """Most words of the text; 0: any number."""
    adult: bool = False
    """Only where an adult's age is told."""
    elsewhere: list[str] = []
    """Concepts that together stand for it in languages without words of their own."""
    concluded: dict[str, str] = {}
    """Category → urgency with which triage itself says so …"""
    yields: list[str] = []
    """… unless one of these risks is told by words."""
    writer: str = ""
    """Who then writes …"""
    taken_for: list[str] = []
    """… where the trained part takes them for one of these."""
    describe: dict[str, str]
    """Language → the words for it."""
    hit: list[str] = []
    """Texts that it must be seen in: its own test."""
    miss: list[str] = []
    """Texts that it may not be seen in."""

    @property
    def obeys(self) -> tuple[str, ...]:
        """What may take its words back."""
        denial, past = () if self.firm else (NEGATION,), (PAST,) if self.ends else ()
        return denial + past


class Risks(Strict):
    """A desk's own file adds to the package's; a risk of the same id replaces it."""

    risks: list[Risk] = []
    """Dangers and situations."""


class Words(Strict):
    """Words of one language, by group; endings as in languages/LANG.yml."""

    language: str
    """Code of the language, such as fr or ar-Latn."""
    words: dict[str, list[str]]
    """Group → words."""
    sounds: dict[str, list[str]] = {}
    """Group → words known by their consonants; of languages whose vowels are free."""


@dataclass(frozen=True)
class RiskReader:
    """All risks over the words of all languages."""

    risks: tuple[Risk, ...] = ()
    phrases: Phrases = field(default_factory=lambda: Phrases(()))
    sounds: Mapping[str, Skeletons] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, risks: Iterable[Risk], words: Sequence[Words], glue: Mapping[str, Glue]
    ) -> RiskReader:
        """Of risks with the same id the last one, which is the desk's; `glue` by language."""
        ours = {risk.id: risk for risk in risks}
        given = [
            (group, one.language, word)
            for one in words
            for group, known in one.words.items()
            for word in known
        ]
        sounds = {one.language: _skeletons(one) for one in words if one.sounds}
        spoken = frozenset(one.language for one in words)
        return cls(tuple(ours.values()), Phrases(given, glue), sounds, spoken)

    def read(
        self,
        text: Normalised,
        hits: Collection[Hit],
        lang: str,
        adult: bool,
        scopes: ScopeReader,
        written: tuple[Found, ...],
    ) -> tuple[str, ...]:
        """Names of the risks that the text tells, in the order of the file.

        `hits`: concepts that stand (none that is denied); `adult`: an adult's age is told;
        `written`: what the method of that name finds in it.
        """
        found, spoken = list(self._found(text, lang, written)), lang in self.languages | UNTOLD
        present = {one.name for one in found} | {hit.concept for hit in hits}
        near = [one for one in self._lines if one.near(present, spoken)]
        if not near:
            return ()
        # Most texts come near few risks: only their words are numbered and read with denials.
        asked = frozenset().union(*(one.names for one in near))
        found = [one for one in found if one.name in asked]
        word = _counter(text)
        concepts = [
            (hit.concept, word(hit.start), word(hit.end - 1))
            for hit in hits
            if hit.concept in asked
        ]
        scoped = _scoped(found, text.text, scopes)
        said = [(one, (one.name, word(one.start), word(one.end - 1))) for one in found]
        told = _Told(spoken, word(text.end) + 1, adult)

        @cache
        def groups(*held: str) -> Spans:
            own = _spans(place for one, place in said if scoped[one] not in held)
            return {**_spans(concepts), **own}

        return tuple(one.risk.id for one in near if told.by(one.risk, groups(*one.risk.obeys)))

    @cached_property
    def _lines(self) -> tuple[_Lines, ...]:
        return tuple(map(_Lines.of, self.risks))

    def shown(
        self,
        text: Normalised,
        lang: str,
        scopes: ScopeReader,
        written: tuple[Found, ...],
    ) -> frozenset[str]:
        """Groups of which a word stands in the text, none that is denied beside it."""
        reading = cache(lambda lang: scopes.reading(text.text, lang))
        shown = set[str]()
        for one in self._found(text, lang, written):  # a word that stands once is looked at no more
            if one.name not in shown and reading(one.lang).of(one.at, one.until) != NEGATION:
                shown.add(one.name)
        return frozenset(shown)

    def written(self, text: Normalised) -> tuple[Found, ...]:
        """Words of groups as they are written, in all languages."""
        return tuple(self.phrases.find(text))

    def _found(self, text: Normalised, lang: str, written: tuple[Found, ...]) -> Iterator[Found]:
        yield from written
        if lang in self.sounds:
            yield from (Found(one.name, lang, *one[1:]) for one in self.sounds[lang].find(text))


def _skeletons(words: Words) -> Skeletons:
    return Skeletons((name, word) for name, known in words.sounds.items() for word in known)


def writer(judged: str, told: Collection[str], risks: Iterable[Risk]) -> str:
    """Who writes: a person who says so is believed rather than the wording ("I am 14", "I am a
    paediatrician"), whoever else is spoken of. `told`: names of risks."""
    saying = (one for one in risks if one.writer and one.id in told)
    return next((one.writer for one in saying if judged in one.taken_for), judged)


@dataclass(frozen=True)
class _Lines:
    """A risk's lines as the groups that must be there, and all groups and concepts it asks for."""

    risk: Risk
    wanted: tuple[frozenset[str], ...]
    names: frozenset[str]

    @classmethod
    def of(cls, risk: Risk) -> _Lines:
        wanted = tuple(
            frozenset(name for name in line if not name.startswith(NOT)) for line in risk.says
        )
        every = {name.removeprefix(NOT) for line in risk.says for name in line}
        return cls(risk, wanted, frozenset(every | {*risk.not_behind, *risk.elsewhere}))

    def near(self, present: Set[str], spoken: bool) -> bool:
        """Whether all that it asks for is there, wherever it stands. `spoken`: the text's language
        has words of its own."""
        if self.risk.elsewhere and not spoken:
            return present >= set(self.risk.elsewhere)
        return any(present >= one for one in self.wanted)


@dataclass(frozen=True)
class _Told:
    """What one text shows besides the groups: whether its language has words of its own, how many
    words it has, whether an adult's age is told."""

    spoken: bool
    words: int
    adult: bool

    def by(self, risk: Risk, groups: Spans) -> bool:
        if (risk.short and self.words > risk.short) or (risk.adult and not self.adult):
            return False
        if risk.elsewhere and not self.spoken:
            return all(groups.get(name) for name in risk.elsewhere)
        return any(_holds(line, risk, groups) for line in risk.says)


def _said(risk: Risk, name: str, groups: Spans) -> list[Span]:
    """Places of a group, but for those right behind a condition."""
    places = groups[name]
    conditions = [span for group in risk.not_behind for span in groups.get(group, [])]
    if not conditions:
        return places
    return [
        (first, last)
        for first, last in places
        if not any(0 <= first - end - 1 < BEHIND for _, end in conditions)
    ]


def _holds(line: Sequence[str], risk: Risk, groups: Spans) -> bool:
    """Whether the groups stand behind one another near enough; the other way round too if mixed."""
    wanted = [name for name in line if not name.startswith(NOT)]
    if not all(groups.get(name) for name in wanted):
        return False
    if any(groups.get(name[1:]) for name in line if name.startswith(NOT)):
        return False
    said = [_said(risk, name, groups) for name in wanted]
    return _follow(said, risk.gap) or (risk.mixed and _follow(said[::-1], risk.gap))


def _follow(groups: Sequence[list[Span]], gap: int) -> bool:
    reached = groups[0]
    for spans in groups[1:]:
        ends = sorted({last for _, last in reached})
        reached = [one for one in spans if _near(one, ends, gap)]
    return bool(reached)


def _near(span: Span, ends: Sequence[int], gap: int) -> bool:
    """Whether one of the sorted `ends` is before the span's end, `gap` words before it at most."""
    first, last = span
    at = bisect_left(ends, last)
    return at > 0 and first - ends[at - 1] - 1 <= gap


def _counter(text: Normalised) -> Callable[[int], int]:
    """Place in the original text → number of the word there; a place is asked for many times."""
    letters = text.text
    firsts = [0, *(at + 1 for at, letter in enumerate(letters) if letter == " ")]
    starts = [text.offsets[at] for at in firsts if at < len(letters)]
    return cache(lambda place: max(0, bisect_right(starts, place) - 1))


def _spans(places: Iterable[tuple[str, int, int]]) -> Spans:
    """Name → its places as first and last word, rising."""
    found: dict[str, list[Span]] = {}
    for name, first, last in sorted(set(places)):
        found.setdefault(name, []).append((first, last))
    return found


def _scoped(found: Iterable[Found], text: str, scopes: ScopeReader) -> dict[Found, str]:
    """NEGATION or PAST, for those whose words beside say so."""
    reading = cache(lambda lang: scopes.reading(text, lang))
    return {one: reading(one.lang).of(one.at, one.until) for one in found}
