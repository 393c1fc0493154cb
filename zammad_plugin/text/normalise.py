"""One spelling for what people write in many, with a map back to the original.

Folds NFKC, case, harakat, tatweel, alef/yeh/kaf/heh variants, invisible characters, digits of
all scripts and long repetitions. Sorani's own letters (ە ڕ ڵ ێ ۆ) are kept: they tell words apart.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه",
     "ھ": "ه", "ہ": "ه", "ؤ": "و", "ئ": "ي", "ı": "i", "-": " ", "_": " ", "–": " ", "‑": " "}
)  # fmt: skip
TATWEEL = "ـ"
APOSTROPHES = set("'’‘ʼ`´՚")  # dropped: "don't" and "dont", "l'école" and "lecole" are one
LONGEST_RUN = 2  # "helllllp" → "hellp"; two stand because many words have doubled letters
DROPPED = {"Mn", "Cf", "Cs"}  # marks, invisible controls and lone surrogates are dropped


@dataclass(frozen=True)
class Normalised:
    """`offsets[i]` is the place in the original of `text[i]`; one more entry marks the end."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original (start, end) of a match in `text`, end exclusive."""
        last = self.offsets[end - 1] + 1 if end > start else self.offsets[start]
        return self.offsets[start], max(last, self.offsets[start])


def normalise(text: str) -> Normalised:
    """Never raises; linear in the length of the text."""
    letters: list[str] = []
    offsets: list[int] = []
    for place, original in enumerate(text):
        for letter in _fold(original):
            if _repeats(letters, letter):
                continue
            letters.append(letter)
            offsets.append(place)
    return Normalised("".join(letters), (*offsets, len(text)))


def _repeats(letters: list[str], letter: str) -> bool:
    if letter == " ":
        return letters[-1:] == [" "]
    run = letters[-LONGEST_RUN:]
    return letter.isalpha() and len(run) == LONGEST_RUN and set(run) == {letter}


_CACHE: dict[str, str] = {}


def _fold(original: str) -> str:
    """The folded form of one character, '' when it is dropped. Cached: alphabets are small."""
    known = _CACHE.get(original)
    if known is None:
        known = "".join(_letter(one) for one in unicodedata.normalize("NFKD", original).casefold())
        if len(_CACHE) < 20_000:
            _CACHE[original] = known
    return known


def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    if letter == TATWEEL or letter in APOSTROPHES or unicodedata.category(letter) in DROPPED:
        return ""
    if letter.isdigit():
        return str(unicodedata.digit(letter))
    return letter.translate(FOLD)
