"""Where in a desk's file something stands that was found in the text made from it."""

from __future__ import annotations

from pathlib import Path

from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import Where

PLACEHOLDER, FENCE = "{{", "---"


def of_text(path: Path, needle: str, first_line: int = 1) -> Where:
    """The first line with `needle`, from `first_line`; else the file's beginning."""
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if number >= first_line and needle and needle in line:
            return Where(path, number, line.index(needle) + 1)
    return Where(path, 1, 1)


def in_body(path: Path, needle: str) -> Where:
    """As `of_text`, below the front matter."""
    fences = [
        number
        for number, line in enumerate(read_text(path).splitlines(), 1)
        if line.rstrip() == FENCE
    ]
    return of_text(path, needle, fences[1] + 1 if len(fences) > 1 else 1)


def of_offset(path: Path, body: str, start: int) -> Where:
    """Of an offset in a reply's text; a line that a placeholder made is at the placeholder."""
    line_start = body.rfind("\n", 0, start) + 1
    line = body[line_start:].partition("\n")[0].rstrip()
    place = in_body(path, line)
    if place.column == 1 and place.line > 1:
        return Where(path, place.line, start - line_start + 1)
    return in_body(path, PLACEHOLDER)
