"""The consonants of a word in one alphabet, whether it was written in Arabic or in Latin letters.

"بيهددني", "byhaddedne" and "bihadidni" share one skeleton, so that what was learnt from Arabic
helps with Arabizi, whose vowels everybody writes as he likes. Classes are wide on purpose (ح and
ه and h are one): a skeleton is a hint among many, never a match.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ARABIC = {
    "b": "بپ",
    "t": "تثطټ",
    "j": "جژ",
    "h": "حهھ",
    "k": "خكک",
    "d": "دذضظڎ",
    "r": "رڕ",
    "z": "ز",
    "s": "سصث",
    "c": "شچ",
    "a": "ع",
    "g": "غگ",
    "f": "فڤ",
    "q": "ق",
    "l": "لڵ",
    "m": "م",
    "n": "ن",
    "": "اويءئؤىةیەۆێ",
}
_LATIN = {
    "": "2aeiouywåäëïöüâêîôû",
    "a": "3",
    "z": "4",
    "k": "5",
    "t": "6",
    "h": "7",
    "g": "8",
    "s": "9",
    "f": "v",
    "b": "p",
    "c": "çş",
    "j": "ğ",
}
_TABLE = str.maketrans(
    {letter: one for one, letters in (*_LATIN.items(), *_ARABIC.items()) for letter in letters}
)
_PAIRS = {"sh": "c", "ch": "c", "kh": "k", "gh": "g", "th": "t", "dh": "d", "ph": "f"}
_PAIR = re.compile("|".join(_PAIRS))
_DOUBLE = re.compile(r"(.)\1+")


def skeletons(parts: Sequence[str]) -> list[str]:
    """Of each part the skeletons of its words, which single spaces part, parted likewise; empty
    ones are left out. No part has a line's end, which parts them while all are made at once."""
    latin = _PAIR.sub(lambda pair: _PAIRS[pair[0]], "\n".join(parts))
    bones = _DOUBLE.sub(r"\1", latin.translate(_TABLE))
    return [" ".join(one.split()) for one in bones.split("\n")]
