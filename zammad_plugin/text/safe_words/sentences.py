"""The sentences of a draft, and the passages that neighbouring ones make. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zammad_plugin.text.safe_words.quotes import in_one_piece

SENTENCE = re.compile(r"[^.!?؟\n։…]+[.!?؟։…]*")
LETTER = re.compile(r"[^\W\d_]")
MOST_WORDS = 80  # of sentences that are judged together
LONGEST = 300  # letters of a sentence: keeps a text without full stops linear

Place = tuple[int, int]  # start, end


def passages(text: str) -> Iterator[list[Place]]:
    """Neighbouring sentences, MOST_WORDS together at most."""
    gathered: list[Place] = []
    words = 0
    for start, end in parts(text):
        more = len(text[start:end].split())
        if gathered and words + more > MOST_WORDS:
            yield gathered
            gathered, words = [], 0
        gathered.append((start, end))
        words += more
    if gathered:
        yield gathered


def parts(text: str) -> Iterator[Place]:
    """(start, end) of every sentence, without the spaces around it."""
    for one in SENTENCE.finditer(in_one_piece(text)):
        said = one.group().strip(" \t\r*-•>")
        if LETTER.search(said):
            start = one.start() + one.group().index(said)
            yield from _pieces(text, start, start + len(said))


def _pieces(text: str, start: int, end: int) -> Iterator[Place]:
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        cut = space if space > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end
