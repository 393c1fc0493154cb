"""The forms under which a word of a draft is looked up: without what is glued to it, or by its
consonants where vowels are free. A form is a hint for the lexicon, never shown to anybody."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

SHORTEST = 2  # letters that are left
VOWELS = "aeiouhy"
ELIDED = re.compile(rf"(?:qu|[nldmtscj])(?=[{VOWELS}])")
# Arabic: and/so, then the article or a particle, then what a verb begins with.
ARABIC_BEFORE = tuple(
    sorted(
        {
            "".join(parts)
            for parts in product(
                ("", "و", "ف"),
                ("", "ال", "لل", "بال", "عال", "هال", "س", "ب", "ل", "ك", "ح", "ه", "غا", "م", "ع"),
                ("", "ت", "ي", "ن", "ا"),
            )
        },
        key=len,
    )
)
LATIN_BEFORE = (
    *("", "b", "t", "te", "ti", "ta", "n", "ne", "ni", "y", "ye", "yi", "l", "el", "al", "w", "wl"),
    *("bt", "bte", "by", "mn", "mne", "bn", "e", "a", "i", "f", "bel", "m", "ma", "k", "h"),
)
BONES_BEFORE = ("", "t", "b", "n", "l", "bt", "mn", "bn", "bl", "f", "m", "h", "nt")
ELISION = re.compile(
    r"\b([nldmtscj]|jusqu|lorsqu|puisqu|quelqu|qu)['\u2019\u02bc](?=\w)", re.IGNORECASE
)
_PAIRS = (("kh", "5"), ("gh", "8"), ("sh", "4"), ("ch", "4"), ("th", "t"), ("dh", "d"))
_LATIN = str.maketrans(
    {**dict.fromkeys("aeiouwy'", ""), "2": "q", "9": "q", "6": "t", "x": "5", "c": "k", "p": "b"}
)
_ARABIC = str.maketrans(
    dict(zip("بتطثجحخدضذظرزسصشعغفقكلمنه", "btttj75ddddrzss438fqklmnh", strict=True))
    | dict.fromkeys("اويءئؤ", "")
)
_DOUBLE = re.compile(r"(.)\1+")


def apart(text: str) -> str:
    """French words that an apostrophe binds, as two: a denial is often one letter of them."""
    return ELISION.sub(r"\1 ", text)


@lru_cache(maxsize=16384)
def forms(word: str, lang: str) -> tuple[str, ...]:
    """`word` as it stands first, then without what may be glued to its beginning."""
    if lang == "ar":
        return _without(word, ARABIC_BEFORE)
    if lang == "ar-Latn":
        return _without(word, LATIN_BEFORE)
    elided = ELIDED.match(word) if lang == "fr" else None
    return (word, word[elided.end() :]) if elided else (word,)


@lru_cache(maxsize=16384)
def bone_forms(word: str) -> tuple[str, ...]:
    """Consonants of an Arabizi word, with and without what may be glued to its beginning."""
    return _without(bones(word), BONES_BEFORE)


def bones(word: str) -> str:
    """Consonants of a folded word in Arabic letters or Arabizi, in one alphabet."""
    latin = _DOUBLE.sub(r"\1", word)
    for pair, letter in _PAIRS:
        latin = latin.replace(pair, letter)
    said = latin.translate(_LATIN).translate(_ARABIC)
    return said.removesuffix("h") if len(said) > SHORTEST else said


def _without(word: str, before: tuple[str, ...]) -> tuple[str, ...]:
    found = (word.removeprefix(one) for one in before if word.startswith(one))
    return tuple(dict.fromkeys(one for one in found if len(one) >= SHORTEST or one == word))
