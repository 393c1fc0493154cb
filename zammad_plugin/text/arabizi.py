"""Arabizi by its consonants: vowels are free and a sound has several letters and digits.

"yhaddedne", "y7adidni" and "yehaddedni" sound alike and have one skeleton. A word is known when a
phrase's skeleton is left after what may be glued to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from zammad_plugin.text.normalise import Normalised, fold

SHORTEST = 3  # consonants of a word; two are in every second one
LONGEST_WORD = 24  # letters
WORD = re.compile(r"[a-z0-9]+")
PAIRS = (("kh", "x"), ("gh", "g"), ("sh", "c"), ("ch", "c"), ("ou", "u"), ("th", "t"), ("dh", "d"))
LETTERS = str.maketrans({"7": "h", "5": "x", "8": "g", "6": "t", "9": "s", "4": "c"})
DOUBLED = re.compile(r"(.)\1+")
SILENT = re.compile(r"(?<=[aeiou])h$")  # "madraseh" is "madrase"
FREE = re.compile(r"[aeiouyw230-1'q]")  # vowels, half vowels, ayn, hamza and the qaf said as one
# What is glued to a verb or noun, as consonants: b-, t-, n-, m-, l-, h- and -ni, -ha, -lak, -lon …
BEFORE = frozenset({"", "b", "t", "n", "m", "l", "f", "h", "k", "bt", "bl", "lb", "hl", "mb"})
AFTER = frozenset(
    {
        "",
        "n",
        "h",
        "k",
        "l",
        "t",
        "m",
        "hn",
        "kn",
        "ln",
        "lh",
        "lk",
        "tn",
        "th",
        "tk",
        "tl",
        "nh",
        "tln",
        "tlh",
        "lhn",
        "c",
        "hc",
        "nc",
        "nk",
    }
)


class Sounding(NamedTuple):
    """A word that sounds like a phrase of the concept `name`; places as in `Found`."""

    name: str
    start: int
    end: int
    at: int
    until: int


def skeleton(word: str) -> str:
    """Consonants of one folded word; the same for all its spellings, '' when it has none."""
    said = SILENT.sub("", word.translate(LETTERS))
    for pair, letter in PAIRS:
        said = said.replace(pair, letter)
    return FREE.sub("", DOUBLED.sub(r"\1", said))


def _is_word(token: str) -> bool:
    """Of a folded text, which has no capitals."""
    return token.isascii() and token.isalnum()


class Skeletons:
    """Words (concept, word) that are known by their consonants alone: chosen with care, for many
    words share theirs."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, set[str]] = {}
        for name, word in words:
            bones = skeleton(fold(word))
            if len(bones) >= SHORTEST:
                self._names.setdefault(bones, set()).add(name)
        self._of = lru_cache(4096)(self._look_up)

    def find(self, text: Normalised) -> Iterator[Sounding]:
        """Linear in the length of the text."""
        tokens = text.text.split(" ")
        hot = {one for one in set(tokens) if not _is_word(one) or self._of(one)}
        starts = accumulate((len(one) + 1 for one in tokens), initial=0) if hot else ()
        for token, start in zip(tokens, starts, strict=False):
            for match in WORD.finditer(token) if token in hot else ():
                place = (start + match.start(), start + match.end())
                for name in self._of(match[0]):
                    yield Sounding(name, *text.span(*place), *place)

    def _look_up(self, word: str) -> tuple[str, ...]:
        """Concepts of the longest phrase in the word."""
        if len(word) > LONGEST_WORD:
            return ()
        bones = skeleton(word)
        sizes = range(len(bones), SHORTEST - 1, -1)
        parts = ((start, start + size) for size in sizes for start in range(len(bones) - size + 1))
        for start, end in parts:
            known = self._names.get(bones[start:end])
            if known and bones[:start] in BEFORE and bones[end:] in AFTER:
                return tuple(sorted(known))
        return ()
