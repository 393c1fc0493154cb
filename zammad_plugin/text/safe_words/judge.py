"""The trained part of the linter: a linear model that knows paraphrases of what no text may say.

Trained by training/lint/train.py on drafts written for it. It looks up numbers and does nothing
else: no code is loaded from the file. The limits are in the file, from writers left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import compile as pattern

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.errors import DeskError, Where
from zammad_plugin.text.safe_words.concepts import Lexicon
from zammad_plugin.text.safe_words.features import BUCKETS, features
from zammad_plugin.text.safe_words.quotes import in_one_piece

SENTENCE = pattern(r"[^.!?؟\n։…]+[.!?؟։…]*")
LETTER = pattern(r"[^\W\d_]")
SHORT = 40  # words of a text that is also judged as a whole
SENTENCES = 3  # of such a text
LONGEST = 300  # letters of what is judged at once: keeps a text without full stops linear
UNSAFE = "unsafe"
CLEAR = 0.1  # chance below which a pattern has misread a sentence


@dataclass(frozen=True)
class Verdict:
    """`rules` with their chances, the likeliest first; the words from `start` to `end`."""

    chance: float
    rules: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Judge:
    """`table`: a row a bucket, a column a class, UNSAFE first. `limits`: language → chance from
    which a sentence is unsafe; other languages are not judged."""

    lexicon: Lexicon
    classes: tuple[str, ...]
    table: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    limits: dict[str, float]

    def chances(self, text: str, lang: str) -> dict[str, float]:
        """Class → probability."""
        places, values = features(text, lang, self.lexicon)
        sums = values @ self.table[places].astype(np.float32)
        chances = 1 / (1 + np.exp(-(sums * self.scale + self.bias)))
        return dict(zip(self.classes, map(float, chances), strict=True))

    def verdicts(self, text: str, lang: str) -> Iterator[Verdict]:
        """Sentences that are likely unsafe; a short text also as a whole."""
        limit = self.limits.get(lang)
        if limit is None:
            return
        found = [one for place in parts(text) if (one := self._verdict(text, place, lang, limit))]
        yield from found
        for place in _whole(text) if not found else ():
            if whole := self._verdict(text, place, lang, limit):
                yield whole

    def clears(self, text: str, place: int, rule: str, lang: str) -> bool:
        """Whether the sentence at `place` is surely safe, by what was learned of `rule`."""
        if lang not in self.limits or rule not in self.classes:
            return False
        around = next((one for one in parts(text) if one[0] <= place < one[1]), None)
        return around is not None and self.chances(text[slice(*around)], lang)[UNSAFE] < CLEAR

    def _verdict(
        self, text: str, place: tuple[int, int], lang: str, limit: float
    ) -> Verdict | None:
        chances = self.chances(text[place[0] : place[1]], lang)
        if chances[UNSAFE] < limit:
            return None
        rules = sorted(self.classes[1:], key=lambda name: -chances[name])
        return Verdict(chances[UNSAFE], tuple(rules), *place)


def judged(text: str) -> list[str]:
    """All that is judged of a draft: every sentence, and a short draft as a whole."""
    return [text[start:end] for start, end in (*parts(text), *_whole(text))]


def _whole(text: str) -> Iterator[tuple[int, int]]:
    spans = list(parts(text))
    if 1 < len(spans) <= SENTENCES and len(text.split()) <= SHORT:
        yield spans[0][0], spans[-1][1]


def parts(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every sentence, without the spaces around it."""
    for one in SENTENCE.finditer(in_one_piece(text)):
        said = one.group().strip(" \t\r*-•>")
        if LETTER.search(said):
            start = one.start() + one.group().index(said)
            yield from _pieces(text, start, start + len(said))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        cut = space if space > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def load(file: Path, lexicon: Lexicon) -> Judge:
    """Raises DeskError when the file is missing or not ours."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            weights = arrays["weights"]
            if weights.shape != (len(arrays["classes"]), BUCKETS):
                raise ValueError("another form")
            limits = zip(arrays["languages"].tolist(), arrays["limits"].tolist(), strict=True)
            return Judge(
                lexicon,
                tuple(arrays["classes"].tolist()),
                np.ascontiguousarray(weights.T),
                arrays["scale"],
                arrays["bias"],
                dict(limits),
            )
    except (OSError, EOFError, ValueError, KeyError) as error:
        what = f"no trained weights of the linter: {type(error).__name__}"
        raise DeskError(what, where=Where(file), hint="python training/lint/train.py") from None
