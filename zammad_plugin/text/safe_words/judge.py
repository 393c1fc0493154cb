"""The trained part of the linter: two linear models that know paraphrases of what no text may say.

One reads concepts and what they stand under (features), the other the wording; their sums are
mixed. With the extra `semantic` a third reads the meaning of a draft: up to 0.1 s a passage, so
the hundreds of texts of a desk are judged without it.

Trained by training/safe_words.py on drafts written for it. It looks up numbers and does nothing
else: no code is loaded from the file. The limits are in the file, from writers left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.errors import DeskError, Where
from zammad_plugin.text.embedding import WIDTH, Embed
from zammad_plugin.text.safe_words.concepts import Lexicon
from zammad_plugin.text.safe_words.features import BUCKETS, features
from zammad_plugin.text.safe_words.sentences import Place, passages
from zammad_plugin.text.safe_words.wording import PLACES, Wording

# Weight of the wording beside the concepts, in a sentence alone and among others; from writers left
# out: of few words the concepts say more.
WORDED_ALONE, WORDED_AMONG = 0.4, 0.7
BEST = 0.5  # weight of the likeliest sentence beside all sentences together
UNSAFE = "unsafe"
# Chance below which a pattern has misread a sentence, from writers left out; of a few words, which
# are hardly more than what the pattern names, a lower one.
CLEAR, CLEAR_PLAIN = 0.4, 0.05
PLAIN = 5  # words

Sums = NDArray[np.float32]  # a number a class, before it is made a chance


@dataclass(frozen=True)
class Verdict:
    """`rules`, the likeliest first; the likeliest sentence from `start` to `end`, and the chance of
    the passage in which it stands; `among`: it has neighbours there."""

    chance: float
    rules: tuple[str, ...]
    start: int
    end: int
    among: bool


@dataclass(frozen=True)
class Meant:
    """What the meaning of a passage adds to the sums. `weights`: (WIDTH,); `limits`: of all
    languages, in the place of the judge's."""

    embed: Embed
    weights: Sums
    bias: float
    limits: tuple[float, float]

    def sum(self, text: str) -> np.float32:
        return np.float32(self.embed(text) @ self.weights + self.bias)


@dataclass(frozen=True)
class Judge:
    """`table`: a row a bucket, a column a class, UNSAFE first. `limits`: language → chance from
    which a sentence alone is unsafe, and one from which a passage of several is; other languages
    are not judged."""

    lexicon: Lexicon
    wording: Wording
    classes: tuple[str, ...]
    table: NDArray[np.int8]
    scale: Sums
    bias: Sums
    limits: dict[str, tuple[float, float]]
    meant: Meant | None = None

    def verdicts(self, text: str, lang: str) -> Iterator[Verdict]:
        """Passages that are likely unsafe."""
        limits = self.limits.get(lang)
        if limits is not None:
            limits = self.meant.limits if self.meant else limits
            yield from (one for one in self.heard(text, lang) if one.chance >= limits[one.among])

    def heard(self, text: str, lang: str) -> Iterator[Verdict]:
        """Every passage: what a sentence means, its neighbours tell."""
        for places in passages(text):
            among = len(places) > 1
            alone = [self._sums(text[start:end], lang, among) for start, end in places]
            first = max(range(len(places)), key=lambda one: float(alone[one][0]))
            sums = self._among(alone[first], text, places, lang).copy()
            sums[0] += self._meaning(text, places)
            order = sorted(range(1, len(self.classes)), key=lambda one: -sums[one])
            rules = tuple(self.classes[one] for one in order)
            yield Verdict(_chance(sums[0]), rules, *places[first], among)

    def clears(self, text: str, place: int, rule: str, lang: str) -> bool:
        """Whether the sentence at `place` is surely safe, by itself and among its neighbours; only
        where `rule` was learned."""
        if lang not in self.limits or rule not in self.classes:
            return False
        for places in passages(text):
            for start, end in places:
                if start <= place < end:
                    alone = self._sums(text[start:end], lang, len(places) > 1)
                    among = self._among(alone, text, places, lang)
                    more = self._meaning(text, places)
                    limit = CLEAR if len(text[start:end].split()) > PLAIN else CLEAR_PLAIN
                    return _chance(max(among[0], alone[0]) + more) < limit
        return False

    def _meaning(self, text: str, places: list[Place]) -> np.float32:
        return self.meant.sum(_whole(text, places)) if self.meant else np.float32(0)

    def _among(self, alone: Sums, text: str, places: list[Place], lang: str) -> Sums:
        """What the sums of a sentence become among its neighbours; they alone name the rule."""
        if len(places) == 1:
            return alone
        sums = self._sums(_whole(text, places), lang, among=True)
        sums[0] = (sums[0] + BEST * alone[0]) / (1 + BEST)
        return sums

    def _sums(self, text: str, lang: str, among: bool) -> Sums:
        places, values = features(text, lang, self.lexicon)
        sums = (values @ self.table[places].astype(np.float32)) * self.scale + self.bias
        share = WORDED_AMONG if among else WORDED_ALONE
        sums[0] += share * (self.wording.sum(text, lang) - sums[0])
        return sums.astype(np.float32)


def _whole(text: str, places: list[Place]) -> str:
    return text[places[0][0] : places[-1][1]]


def _chance(total: np.float32) -> float:
    return float(1 / (1 + np.exp(-total)))


def load(file: Path, lexicon: Lexicon, embed: Embed | None = None) -> Judge:
    """`embed`: with the meaning. Raises DeskError when the file is missing or not ours."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            judge = _made(arrays, lexicon)
            return replace(judge, meant=_meant(arrays, embed)) if embed else judge
    except (OSError, EOFError, ValueError, KeyError) as error:
        what = f"no trained weights of the linter: {type(error).__name__}"
        raise DeskError(what, where=Where(file), hint="python training/safe_words.py") from None


def _made(arrays: Mapping[str, NDArray[Any]], lexicon: Lexicon) -> Judge:
    weights, worded = arrays["weights"], arrays["worded"]
    if weights.shape != (len(arrays["classes"]), BUCKETS) or worded.shape != (PLACES,):
        raise ValueError("another form")
    limits = zip(arrays["languages"].tolist(), arrays["limits"].tolist(), strict=True)
    scale, bias = arrays["of_wording"].tolist()
    return Judge(
        lexicon,
        Wording(worded, arrays["rarity"], scale, bias),
        tuple(arrays["classes"].tolist()),
        np.ascontiguousarray(weights.T),
        arrays["scale"],
        arrays["bias"],
        {lang: (alone, among) for lang, (alone, among) in limits},
    )


def _meant(arrays: Mapping[str, NDArray[Any]], embed: Embed) -> Meant:
    weights = arrays["meant"].astype(np.float32)
    if weights.shape != (WIDTH,):
        raise ValueError("another form")
    bias, alone, among = arrays["of_meaning"].tolist()
    return Meant(embed, weights, bias, (alone, among))
