"""What stands beside a report: ordinary sentences, footers, letters, machines' mail, forwards.

`training/ordinary/*.jsonl`: lines of `l` (language), `k` (sentence, footer, mail, machine, forward,
age) and `t` (text), written for it. They teach what is plainly ordinary, by themselves and around
the messages. Half of them are kept for the measure on authors that are left out.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

from bags import Text
from corpus import HERE

OTHER = 0.25  # share of what is put beside a message in any language: desks get footers in all
WITHOUT_AGE = 0.3  # share of made-up ordinary messages that name no child's age …
AGE_FIRST = 0.7  # … and of the others that begin with it
FORMS = ("foot", "foot", "head", "forward", "before", "middle", "after", "between", "all")


@dataclass(frozen=True)
class Ordinary:
    lang: str
    kind: str
    text: str


def ordinary() -> list[Ordinary]:
    """In an order that does not depend on the machine."""
    found = []
    for file in sorted((HERE / "ordinary").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(Ordinary(row["l"], row["k"], row["t"]))
    return found


class Beside:
    """Chooses what is put around a message."""

    def __init__(self, known: Sequence[Ordinary], texts: Sequence[Text], seed: int) -> None:
        self.chance = random.Random(seed)
        self.by: dict[tuple[str, str], list[Text]] = {}
        for one, text in zip(known, texts, strict=True):
            for lang in (one.lang, "*"):
                self.by.setdefault((one.kind, lang), []).append(text)

    def some(self, kind: str, lang: str, least: int, most: int) -> list[Text]:
        own = self.by.get((kind, lang)) or self.by[kind, "*"]
        known = self.by[kind, "*"] if self.chance.random() < OTHER else own
        return [self.chance.choice(known) for _ in range(self.chance.randint(least, most))]

    def around(self, text: Text, lang: str) -> list[Text]:
        """The message with others beside it, in the order of reading."""
        form = self.chance.choice(FORMS)
        if form == "foot":
            return [text, *self.some("footer", lang, 1, 2)]
        if form == "head":
            return [*self.some("footer", lang, 1, 1), text]
        if form == "forward":
            kind = self.chance.choice(["forward", "mail", "machine"])
            return [text, *self.some(kind, lang, 1, 1)]
        if form == "before":
            return [*self.some("sentence", lang, 5, 12), text]
        if form == "after":
            return [text, *self.some("sentence", lang, 5, 12)]
        if form == "between":
            return [*self.some("sentence", lang, 1, 3), text, *self.some("sentence", lang, 1, 3)]
        if form == "all":
            around = self.some("sentence", lang, 2, 6), self.some("sentence", lang, 1, 3)
            return [*around[0], text, *around[1], *self.some("footer", lang, 1, 1)]
        cut = self.chance.randint(0, text.units)
        return [
            *([text.part(0, cut)] if cut else []),
            *self.some("sentence", lang, 5, 12),
            *([text.part(cut, text.units)] if cut < text.units else []),
        ]

    def alone(self, lang: str) -> list[Text]:
        """Ordinary sentences, which make an ordinary message; often of somebody who tells a child's
        age: that somebody is a child is nothing to fear."""
        if self.chance.random() < WITHOUT_AGE:
            return self.some("sentence", lang, 3, 14)
        text = [*self.some("age", lang, 1, 1), *self.some("sentence", lang, 1, 4)]
        return text if self.chance.random() < AGE_FIRST else text[::-1]
