"""Which phrases can be words of a text, by the languages that are heard in it. Pure.

All languages are looked for in every text, for people mix them. But a small word of the text's own
language is no phrase of another ("son" is "his" in French), and phrases of a language that takes
any ending stand only where that language is heard ("pare", money, is no part of "parents").
In an idiom a word means something else: a password is no secret, whatever the language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from zammad_plugin.text.normalise import fold
from zammad_plugin.text.phrases import Found

IDIOM = "idiom:"  # before the concept that is not seen in it
FEW = 5  # words of a text that is too short to hear a language in
ENOUGH = 3  # own letters that make a language heard without one of its own small words
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Voice:
    """Of one language: its small words and own letters; `alone`: only where it is heard."""

    small: Iterable[str]
    letters: str = ""
    alone: bool = False


class Spoken:
    """All languages together."""

    def __init__(self, voices: Mapping[str, Voice]) -> None:
        self._alone = {lang: set(one.letters) for lang, one in voices.items() if one.alone}
        self._small = {lang: {fold(word) for word in one.small} for lang, one in voices.items()}
        self._own = {lang: self._own_of(lang) for lang in self._alone}

    @property
    def alone(self) -> Collection[str]:
        """Languages whose phrases stand only where they are heard."""
        return self._alone.keys()

    def _own_of(self, lang: str) -> set[str]:
        """Small words that no other language has."""
        others = (words for name, words in self._small.items() if name != lang)
        return self._small[lang].difference(*others)

    def standing(self, found: list[Found], text: str, folded: str, lang: str) -> list[Found]:
        """Those that can be words of this text, whose main language is `lang`."""
        strange = {one.lang for one in found} & self._alone.keys() - {lang}
        mute = strange - self._heard(strange, text, folded) if strange else set()
        small = self._small.get(lang, set())
        return [
            one
            for one in found
            if one.lang == lang
            or (one.lang not in mute and folded[one.at : one.until] not in small)
        ]

    def _heard(self, langs: set[str], text: str, folded: str) -> set[str]:
        words = set(WORD.findall(folded))
        if len(words) <= FEW:
            return langs
        return {
            lang
            for lang in langs
            if words & self._own[lang] or sum(map(text.count, self._alone[lang])) >= ENOUGH
        }


def meant(found: list[Found]) -> list[Found]:
    """Without the idioms, and what lies in one of its concept."""
    idioms: dict[str, list[tuple[int, int]]] = {}
    for one in found:
        if one[0].startswith(IDIOM):
            idioms.setdefault(one[0].removeprefix(IDIOM), []).append((one.at, one.until))
    if not idioms:
        return found
    return [
        one
        for one in found
        if not one[0].startswith(IDIOM)
        and not any(at <= one.at and one.until <= end for at, end in idioms.get(one[0], ()))
    ]
