"""A text as units (sentences, lines) and the passages that are made of them. Pure, linear.

A report is a report whatever stands around it: so a text is read as a whole and by passages of a
few units. A passage is a run of neighbouring units, so that what is reckoned for every unit once
gives every passage by a difference of two running sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

# Ends of sentences in the scripts that people write here, of lines, and of parts of a sentence.
END = re.compile(
    r"[.!?؟…۔։]+[\"'»”’)\]]*(?=\s)|[.!?؟…](?=[^\W\d_]{2})(?<=[^\W\d_]{2}[.!?؟…])|[;؛]|\s[-–—]\s|\n+"
)
WORD = re.compile(r"\S+")
LONGEST = 24  # words of a unit; a longer one (people write without stops) is cut …
PART = 12  # … in equal parts of about so many
LENGTHS = (1, 2, 3, 5, 8)  # units of a passage
FEWEST, MOST = 3, 90  # words of a passage

Ints = NDArray[np.int64]


def runs_of(words: Ints) -> tuple[Ints, Ints]:
    """(first, last) of the passages; `words`: running sum by unit. There is at least one."""
    units = len(words) - 1
    starts = [np.arange(units - length + 1) for length in LENGTHS if length <= units]
    first = np.concatenate(starts)
    last = np.concatenate([one + length for one, length in zip(starts, LENGTHS, strict=False)])
    many = words[last] - words[first]
    fits = (many >= FEWEST) & (many <= MOST)
    return (first[fits], last[fits]) if fits.any() else (np.array([0]), np.array([units]))


def units(text: str) -> tuple[list[int], list[int]]:
    """(begin of each unit and the end of the text, words of each); a unit has a word."""
    bounds, counts, start = [0], list[int](), 0
    for end in (*(match.end() for match in END.finditer(text)), len(text)):
        words = text[start:end].split()
        if not words:
            continue
        if len(words) > LONGEST:
            for place, many in _cut(text, start, end, len(words)):
                bounds.append(place)
                counts.append(many)
        else:
            bounds.append(end)
            counts.append(len(words))
        start = end
    if not counts:
        return [0, len(text)], [0]
    bounds[-1] = len(text)
    return bounds, counts


def _cut(text: str, start: int, end: int, words: int) -> Iterator[tuple[int, int]]:
    """(end, words) of the equal parts of a long unit."""
    parts = round(words / PART)
    places = [match.end() for match in WORD.finditer(text, start, end)]
    for part in range(parts):
        upto = words * (part + 1) // parts
        yield (end if part == parts - 1 else places[upto - 1]), upto - words * part // parts
