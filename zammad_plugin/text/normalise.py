"""One spelling for what people write in many, with a map back to the original.

Folds NFKC, case, harakat, tatweel, alef/yeh/kaf/heh variants, invisible characters, digits of
all scripts, look-alike letters of other scripts inside a word and long repetitions, and undoes
what is meant to be missed (text/disguise). Sorani's own letters (ە ڕ ڵ ێ ۆ) are kept: they tell
words apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zammad_plugin.text.disguise import DRAWN, gaps, same_length, turned

FOLD = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ۀ": "ه",
        "ھ": "ه",
        "ہ": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ı": "i",
        "-": " ",
        "_": " ",
        "–": " ",
        "‑": " ",
    }
)
RLO, LRO = "\u202e", "\u202d"
# Sorani typed without its own vowel: h and a joiner stand for it. Persian has both signs too, so
# letters that only Sorani has must be there.
LEGACY, MODERN = "\u0647\u200c", "\u06d5\u200c"
SORANI = re.compile("[ڕڵێۆ]")
FEWEST_SORANI = 2
TATWEEL = "ـ"
APOSTROPHES = set("'’‘ʼ`´՚")  # dropped: "don't" and "dont", "l'école" and "lecole" are one
LONGEST_RUN = 2  # "helllllp" → "hellp"; two stand because many words have doubled letters
DROPPED = {"Mn", "Cf", "Cs"}  # marks, invisible controls and lone surrogates are dropped
RUN = re.compile(r"(.)\1(?:\1+|(?<=  ))")  # three of anything, or two spaces; two are tried first
LETTER = re.compile(r"[^\W\d_]")
MOST_KNOWN = 20_000  # characters remembered: alphabets are small, hostile texts are not
# Cyrillic and Greek letters that look like Latin ones: "bl\u0430ckm\u0430il" is meant to be missed.
LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0442\u043a\u043c\u043d\u0432"
    "\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba\u03c4\u03c5\u03c7\u03b5",
    "aeopcyxijsdtkmhbaopviktuxe",
)
FOREIGN = "\u0370-\u03ff\u0400-\u052f"
FOREIGN_LETTER = re.compile(f"[{FOREIGN}]")
MIXED = re.compile(rf"[a-z][{FOREIGN}]|[{FOREIGN}][a-z]")
WORD = re.compile(r"\w+")
SEAM = "\0"  # between phrases: no letter and no space


@dataclass(frozen=True)
class Normalised:
    """`offsets[i]` is the place in the original of `text[i]`; `end` the original's length."""

    text: str
    offsets: list[int]
    end: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original (start, end) of a match in `text`, end exclusive; `start` < `end`.

        What was written backwards has its first letter last.
        """
        first, last = self.offsets[start], self.offsets[end - 1]
        return (first, last + 1) if first <= last else (last, first + 1)


def normalise(text: str) -> Normalised:
    """Never raises; linear in the length of the text."""
    if LEGACY in text and len(SORANI.findall(text)) >= FEWEST_SORANI:
        text = text.replace(LEGACY, MODERN)
    order = _order(text) if RLO in text or LRO in text else None
    pieces = list(map(_FOLDED.__getitem__, [text[at] for at in order] if order else text))
    folded = "".join(pieces)
    if len(folded) == len(text) and "" not in pieces:
        offsets = order or list(range(len(text)))
    else:
        places = order or range(len(text))
        offsets = [place for place, piece in zip(places, pieces, strict=True) for _ in piece]
    folded = same_length(_one_script(folded))
    return Normalised(*_shortened(*_closed(folded, offsets)), end=len(text))


def _order(text: str) -> list[int]:
    """Places of a text's letters as they are read, where direction overrides turn some around."""
    order = list(range(len(text)))
    for start, end in turned(text):
        order[start:end] = reversed(order[start:end])
    return order


def _one_script(folded: str) -> str:
    if FOREIGN_LETTER.search(folded) and MIXED.search(folded):
        return WORD.sub(_plain, folded)
    return folded


def fold(phrase: str) -> str:
    """`normalise(phrase).text` without the spaces around it."""
    folded = _one_script("".join(map(_FOLDED.__getitem__, phrase)))
    return RUN.sub(_kept, folded).strip()


def fold_all(phrases: Iterable[str]) -> list[str]:
    """`fold` of each of thousands at once; a phrase may not hold SEAM, which YAML forbids."""
    given = list(phrases)
    return [one.strip() for one in fold(SEAM.join(given)).split(SEAM)] if given else []


def _plain(word: re.Match[str]) -> str:
    """A word of mixed scripts in the script of its plain letters; the length stays."""
    return word[0].translate(LOOKALIKES) if MIXED.search(word[0]) else word[0]


def _kept(run: re.Match[str]) -> str:
    if run[0][0] == " ":
        return " "
    return run[0][:LONGEST_RUN] if LETTER.match(run[0]) else run[0]


def _shortened(folded: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Without what is too much of long repetitions."""
    return _without(folded, offsets, _surplus(folded))


def _closed(folded: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Without what stands between letters set apart."""
    return _without(folded, offsets, sorted(set(gaps(folded))))


def _without(
    folded: str, offsets: list[int], spans: Iterable[tuple[int, int]]
) -> tuple[str, list[int]]:
    parts, places, free = list[str](), list[int](), 0
    for start, end in spans:
        parts.append(folded[free:start])
        places += offsets[free:start]
        free = max(free, end)
    if not free:
        return folded, offsets
    return "".join([*parts, folded[free:]]), places + offsets[free:]


def _surplus(folded: str) -> Iterator[tuple[int, int]]:
    for run in RUN.finditer(folded):
        yield run.start() + len(_kept(run)), run.end()


class _Folded(dict[str, str]):
    """Character → its folded form, '' when it is dropped; filled as characters are met."""

    def __missing__(self, original: str) -> str:
        drawn = DRAWN.get(original)
        letters = unicodedata.normalize("NFKD", original if drawn is None else drawn).casefold()
        known = "".join(_letter(one) for one in letters)
        if len(self) < MOST_KNOWN:
            self[original] = known
        return known


_FOLDED = _Folded()


def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    if letter == TATWEEL or letter in APOSTROPHES or unicodedata.category(letter) in DROPPED:
        return ""
    if letter.isdigit():
        return str(unicodedata.digit(letter))
    return letter.translate(FOLD)
