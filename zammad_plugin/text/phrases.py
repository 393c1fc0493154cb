"""Thousands of phrases in one pass, with places; clitics and endings are the matcher's work.

Aho-Corasick finds every phrase; a find stands when what is glued to it in the same word is a
known clitic or ending of the phrase's language. No text can make this slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick

from zammad_plugin.text.normalise import Normalised, normalise

_AR_BEFORE = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "فال", "وب", "ول", "ع", "عال",
              "م", "ي", "ت", "ن", "بي", "بت", "ه", "ها", "س", "ا")  # fmt: skip
_AR_AFTER = ("", "ي", "ك", "ه", "ها", "نا", "كم", "كن", "هم", "هن", "ني", "و", "وا", "ون", "ين",
             "ات", "تي", "ته", "تها", "تو", "لي", "لو", "لا", "لها", "لنا", "ت", "ا", "وني", "يه")  # fmt: skip
_LATN_BEFORE = ("", "w", "el", "l", "b", "bel", "lal", "wel", "3al", "bi", "bt", "ye", "yi", "y")
_LATN_AFTER = ("", "e", "i", "a", "o", "ak", "ik", "ek", "ha", "na", "ne", "ni", "on", "hon", "kon",
               "lo", "la", "le", "li", "t", "te", "ta", "to", "et")  # fmt: skip
GLUED = {
    "ar": (_AR_BEFORE, _AR_AFTER),
    "ar-Latn": (_LATN_BEFORE, _LATN_AFTER),
    "en": (("",), ("", "s", "es", "'s", "ed", "d", "ing")),
    "fr": (("", "l'", "d'", "j'", "m'", "n'", "s'", "qu'", "t'"), ("", "s", "e", "es", "x")),
}
NOTHING = (("",), ("",))


@dataclass(frozen=True)
class Found:
    """A phrase in the original text, `start` and `end` exclusive."""

    name: str
    lang: str
    start: int
    end: int


class Phrases:
    """Phrases are (name, language, phrase); names are the caller's (concepts)."""

    def __init__(self, phrases: Iterable[tuple[str, str, str]]) -> None:
        table: dict[str, list[tuple[str, str]]] = {}
        for name, lang, phrase in phrases:
            key = normalise(phrase).text.strip()
            if key:
                table.setdefault(key, []).append((name, lang))
        self._automaton = ahocorasick.Automaton()
        for key, names in table.items():
            self._automaton.add_word(key, (len(key), names))
        if table:
            self._automaton.make_automaton()
        self._empty = not table

    def find(self, text: Normalised) -> Iterator[Found]:
        """Every phrase, in the order of its end."""
        if self._empty:
            return
        words = text.text
        for last, (length, names) in self._automaton.iter(words):
            start, end = last - length + 1, last + 1
            before, after = _left(words, start), _right(words, end)
            if before is None or after is None:
                continue
            for name, lang in names:
                heads, tails = GLUED.get(lang, NOTHING)
                if before in heads and after in tails:
                    yield Found(name, lang, *text.span(start, end))


LONGEST_CLITIC = 4


def _left(words: str, start: int) -> str | None:
    """What is glued before, None when it is too long to be a clitic."""
    for size in range(LONGEST_CLITIC + 1):
        place = start - size - 1
        if place < 0 or not _glues(words[place]):
            return words[place + 1 : start]
    return None


def _right(words: str, end: int) -> str | None:
    for size in range(LONGEST_CLITIC + 1):
        place = end + size
        if place >= len(words) or not _glues(words[place]):
            return words[end:place]
    return None


def _glues(letter: str) -> bool:
    return letter.isalnum() or letter == "'"
