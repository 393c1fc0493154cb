"""Sentences by form: what no text may advise or state, in frames that do and in frames that don't.

frames.yml holds acts, statements and frames; every act stands in each STEP-th frame only, another
share of them than its neighbour, so that no pair of words is learned by heart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parent / "lint" / "frames.yml"
ACTS_STEP, STATEMENTS_STEP = 3, 2
DIALECTS = {"ar-lb": "ar"}  # name in the file → language that is judged
ELIDED = re.compile(r"\b(d|qu)e (?=[aeiouyéèêàhAÉ])")
SI_IL = re.compile(r"\bsi (?=ils?\b)")

Sentence = tuple[str, str, str]  # language, text, rule ('': safe)
ByRule = dict[str, list[str]]


def sentences() -> Iterator[Sentence]:
    """All of them, in the order of the file."""
    for name, one in yaml.safe_load(FILE.read_text(encoding="utf-8")).items():
        lang = DIALECTS.get(name, name)
        for bad, good, filled, step in (
            (one["advised"], one["refused"], one["acts"], ACTS_STEP),
            (one["said"], one["doubted"], one["statements"], STATEMENTS_STEP),
        ):
            yield from _framed(lang, filled, bad, step, safe=False)
            yield from _framed(lang, filled, good, step, safe=True)


def _framed(
    lang: str, filled: ByRule, frames: list[str], step: int, *, safe: bool
) -> Iterator[Sentence]:
    pairs = [(rule, one) for rule, some in filled.items() for one in some]
    for place, (rule, one) in enumerate(pairs):
        for frame in frames[place % step :: step]:
            yield lang, _text(frame, one, lang), "" if safe else rule


def _text(frame: str, filling: str, lang: str) -> str:
    said = frame.replace("{}", filling)
    if lang == "fr":
        said = SI_IL.sub("s'", ELIDED.sub(r"\1'", said))
    return said[0].upper() + said[1:]
