"""Phrases of one language, found in a text in every form that their words may have. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zammad_plugin.text.normalise import fold
from zammad_plugin.text.safe_words.spellings import apart, bone_forms, bones, forms

ARABIC = "ar"
GAP = ".."
LONGEST_GAP = 3  # words
ENDING = 3  # letters that an Arabic word may have behind it


@dataclass(frozen=True)
class Hit:
    """Words `first` to `last` (exclusive) of a text say `name`."""

    name: str
    first: int
    last: int


Rest = tuple[str, ...]  # the further words of a phrase


@dataclass
class _Index:
    """First word of a phrase → what follows it and what it means."""

    whole: dict[str, list[tuple[Rest, str]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[Rest, str]]] = field(default_factory=dict)
    longest: int = 0

    def add(self, name: str, words: list[str]) -> None:
        first, rest = words[0], tuple(words[1:])
        stem = first.removesuffix("*")
        table = self.stems if stem != first else self.whole
        table.setdefault(stem, []).append((rest, name))
        self.longest = max(self.longest, len(stem))

    def begun(self, form: str, ending: int) -> Iterator[tuple[Rest, str]]:
        """Phrases whose first word `form` may be; up to `ending` letters may be too many."""
        yield from self.whole.get(form, ())
        for size in range(1, min(len(form), self.longest) + 1):
            yield from self.stems.get(form[:size], ())
        for less in range(1, min(ending, len(form) - 3) + 1):
            yield from self.whole.get(form[:-less], ())


class Phrases:
    """Phrases (name, words) of one language, found in a text's words."""

    def __init__(self, lang: str, phrases: Iterable[tuple[str, str]], by_bones: bool = False):
        self._lang, self._by_bones, self._index = lang, by_bones, _Index()
        self._ending = ENDING if lang == ARABIC else 0
        for name, phrase in phrases:
            words = [self._key(word) for word in apart(phrase).split()]
            if words and self._says_enough(words):
                self._index.add(name, words)

    def _key(self, word: str) -> str:
        if word == GAP:
            return word
        stem = fold(word.removesuffix("*"))
        return (bones(stem) if self._by_bones else stem) + "*" * word.endswith("*")

    def _says_enough(self, words: list[str]) -> bool:
        """Of two consonants every third word has some."""
        first = words[0].removesuffix("*")
        if self._by_bones and len(words) == 1:
            return len(first) > 2 or (len(first) == 2 and not {"3", "7", "5"}.isdisjoint(first))
        return len(first) > 1 or (len(words) > 1 and len(first) == 1)

    def _forms(self, word: str) -> tuple[str, ...]:
        return bone_forms(word) if self._by_bones else forms(word, self._lang)

    def find(self, words: list[str]) -> Iterator[Hit]:
        """Every phrase, in the order of its beginning."""
        for first, word in enumerate(words):
            for form in self._forms(word):
                for rest, name in self._index.begun(form, self._ending):
                    last = self._end(words, first + 1, rest)
                    if last:
                        yield Hit(name, first, last)

    def _end(self, words: list[str], at: int, rest: Rest) -> int:
        """Where the phrase ends that goes on with `rest`; 0 when it does not."""
        if not rest:
            return at
        if rest[0] == GAP:
            ends = (self._end(words, at + more, rest[1:]) for more in range(LONGEST_GAP + 1))
            return next((end for end in ends if end), 0)
        if at >= len(words) or not self._is(words[at], rest[0]):
            return 0
        return self._end(words, at + 1, rest[1:])

    def _is(self, word: str, wanted: str) -> bool:
        if wanted.endswith("*"):
            return any(one.startswith(wanted[:-1]) for one in self._forms(word))
        return wanted in self._forms(word)


def longest(found: Iterable[Hit]) -> set[Hit]:
    """Without those that lie in a longer one of another name: "كلمة السر" is no secret."""
    hits = set(found)
    return {one for one in hits if not any(_lies_in(one, other) for other in hits)}


def _lies_in(one: Hit, other: Hit) -> bool:
    inside = other.first <= one.first and one.last <= other.last
    longer = other.last - other.first > one.last - one.first
    return inside and longer and other.name != one.name
