"""Words that a draft quotes, of the offender or of a relative: they are not its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 240  # letters; a mark that nobody closed quotes nothing
QUOTED = re.compile(
    rf"«([^«»]{{1,{LONGEST}}})»|“([^“”]{{1,{LONGEST}}})”|\"([^\"\n]{{1,{LONGEST}}})\""
    rf"|(?<!\w)‘([^‘’\n]{{1,{LONGEST}}})’(?!\w)"
    rf"|(?<![\w'])'(?=[^\W_])((?:[^'\n]|(?<=\w)'(?=\w)){{1,{LONGEST}}})(?<=[\w.!?…,])'(?!\w)"
)
ENDS = str.maketrans(".!?؟։…", ",,,,,,")
FEWEST = 2  # words: one word in quotes is a doubt about the word


def spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every quotation, its marks included."""
    for one in QUOTED.finditer(text):
        if len(one.group().split()) >= FEWEST:
            yield one.span()


def in_one_piece(text: str) -> str:
    """`text`, as long as before, in which no quotation ends a sentence."""
    for start, end in spans(text):
        text = text[:start] + text[start:end].translate(ENDS) + text[end:]
    return text


def split(text: str) -> tuple[str, str]:
    """(what the draft says itself, what it quotes)."""
    own, quoted, passed = [], [], 0
    for start, end in spans(text):
        own.append(text[passed:start])
        quoted.append(text[start + 1 : end - 1])
        passed = end
    return "; ".join([*own, text[passed:]]), " ".join(quoted)
