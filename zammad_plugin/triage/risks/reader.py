"""Dangers and situations that a text names, by which the first words to the writer are chosen.

What is reported (the category) doesn't tell what must be said first: a child who is blackmailed may
speak of dying, have paid already, or wait for the other one at the door. Each risk is a few lines
of word groups that stand near each other (rules/risks.yml, rules/risks/LANG.yml), read with the
same denials and pasts as all evidence. The groups are no marks of the trained part. Pure, linear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property

from zammad_plugin.text.arabizi import Skeletons
from zammad_plugin.text.normalise import Normalised
from zammad_plugin.text.phrases import Found, Glue, Phrases
from zammad_plugin.triage.evidence.negation import NEGATION, ScopeReader
from zammad_plugin.triage.model import Hit
from zammad_plugin.triage.risks.proximity import NOT, Spans, counter, holds, spans
from zammad_plugin.triage.rule_files.risks import Risk, Words

UNTOLD = frozenset({"mixed", "none"})  # languages of a text that several carry, or none


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
        word = counter(text)
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
            own = spans(place for one, place in said if scoped[one] not in held)
            return {**spans(concepts), **own}

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
        return any(holds(line, risk, groups) for line in risk.says)


def _scoped(found: Iterable[Found], text: str, scopes: ScopeReader) -> dict[Found, str]:
    """NEGATION or PAST, for those whose words beside say so."""
    reading = cache(lambda lang: scopes.reading(text, lang))
    return {one: reading(one.lang).of(one.at, one.until) for one in found}
