"""Where in a desk's file the words stand that a server objects to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zammad_plugin.errors import Where

QUOTED = re.compile(r"['\"“]([^'\"”]{1,80})['\"”]")
ATTRIBUTE = re.compile(r"\b(?:ticket|article|customer|organization)\.\w+")


def located(where: Where, said: str, *fields: str) -> Where:
    """The line of the first quoted word or attribute of `said`, or of a field that it names.

    The file's own place when there is none; a file that can't be read is no error here.
    """
    try:
        lines = where.path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return where
    for word in _words(said, fields):
        for number, line in enumerate(lines, start=1):
            if word in line:
                return Where(where.path, number, line.index(word) + 1)
    return where


def _words(said: str, fields: tuple[str, ...]) -> Iterator[str]:
    for word in QUOTED.findall(said):
        if len(word) > 1:  # an id says nothing of a place
            yield word
        if word.endswith("_id"):
            yield word.removesuffix("_id")
    yield from ATTRIBUTE.findall(said)
    folded = said.casefold()
    yield from (f"{name}:" for name in fields if name.casefold() in folded)
