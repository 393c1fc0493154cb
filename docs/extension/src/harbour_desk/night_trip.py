"""A concept that no list of phrases can tell: a journey with a clock time in the night."""

from __future__ import annotations

import re
from collections.abc import Iterator

JOURNEY = re.compile(r"\b(?:boat|ferry|harbour|pier)\b[^.\n]{0,60}?\b(\d{1,2})[:.]\d{2}\b")
NIGHT = {22, 23, 0, 1, 2, 3, 4, 5}


def seen(text: str) -> Iterator[tuple[str, int, int]]:
    """(concept, start, end in the text); a concept alone would stand for the whole text."""
    for found in JOURNEY.finditer(text.lower()):
        if int(found[1]) in NIGHT:
            yield "night_trip", found.start(), found.end()


seen.concepts = ("night_trip",)  # what it may see: others count for nothing
