"""What a sentence of a draft talks about, and whether it says so itself.

Concepts are data (rules/model/safe-concepts.yml). A mark is a concept with what its words stand
under: `pay`, `not:pay` (denied), `he:pay` (told of another), `if:pay` (conditional). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from zammad_plugin.text.safe_words.phrases import ARABIC, Phrases, longest
from zammad_plugin.text.safe_words.scope import Scope, ScopeReader

ARABIZI = "ar-Latn"


@dataclass(frozen=True)
class Read:
    """`marks` of a text; `denied`: its words that a denial governs; `told`: its words that are said
    of another or under a condition."""

    marks: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


NOTHING = Read()


class Concepts:
    """Of one language, with its scope. `sounding`: Arabic phrases, for Arabizi."""

    def __init__(
        self, lang: str, phrases: Iterable[tuple[str, str]], scope: Scope, sounding: bool
    ) -> None:
        given = list(phrases)
        own = [one for one in given if not (sounding and _is_arabic(one[1]))]
        self._finders = [Phrases(lang, own)]
        if sounding:
            arabic = [one for one in given if _is_arabic(one[1])]
            self._finders.append(Phrases(lang, arabic, by_bones=True))
        self._scope = ScopeReader(scope)

    def read(self, text: str) -> Read:
        """`text` is folded, `apart` before."""
        scoped = self._scope.read(text)
        hits = longest(one for finder in self._finders for one in finder.find(scoped.words))
        marks = {one.name for one in scoped.marks} | scoped.names(hits)
        return Read(frozenset(marks), scoped.denied(), scoped.told())


def _is_arabic(phrase: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in phrase)


class Lexicon:
    """`words`: concept → language → phrases; `scopes` by language."""

    def __init__(
        self, words: Mapping[str, Mapping[str, Iterable[str]]], scopes: Mapping[str, Scope]
    ) -> None:
        self._words, self._scopes = words, scopes
        self._made: dict[str, Concepts] = {}

    @cached_property
    def languages(self) -> frozenset[str]:
        return frozenset(lang for one in self._words.values() for lang in one)

    def read(self, folded: str, lang: str) -> Read:
        """What a folded text holds; nothing for a language without words."""
        if lang not in self.languages:
            return NOTHING
        if lang not in self._made:
            self._made[lang] = self._tongue(lang)
        return self._made[lang].read(folded)

    def _tongue(self, lang: str) -> Concepts:
        sources = (lang, ARABIC) if lang == ARABIZI else (lang,)
        phrases = [
            (name, phrase)
            for name, by_lang in self._words.items()
            for one in sources
            for phrase in by_lang.get(one, ())
        ]
        return Concepts(lang, phrases, self._scopes.get(lang, Scope()), lang == ARABIZI)
