"""Zammad's variables in texts: `#{ticket.number}`, filled in by the agent's browser. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator

VARIABLE = re.compile(r"#\{([^{}\n]*)\}")
PATH = re.compile(r"^[a-z_]+(\.[a-z0-9_]+)+$")
HALF = re.compile(
    r"#\{[^}\n]*$|#\{\{[^\n]*?\}|(?<![{#])\{[a-z_]+\.[a-z_.]+\}|# +\{[a-z_.]+\}", re.MULTILINE
)
DISPLAYED = ".value"  # `#{ticket.ATTRIBUTE.value}` is the label of an option


def whole(text: str) -> list[str]:
    """All variables as they are written, in their order."""
    return [one.group() for one in VARIABLE.finditer(text)]


def broken(text: str) -> Iterator[tuple[str, int, str]]:
    """(what stands there, offset, why) of everything that looks like a variable and is none."""
    for half in HALF.finditer(text):
        yield half.group(), half.start(), "a variable is written #{ticket.number}"
    for one in VARIABLE.finditer(text):
        if not PATH.match(one[1]):
            yield one.group(), one.start(), "a variable is a path of names with dots"


def unknown(text: str, known: Collection[str]) -> Iterator[tuple[str, int, str]]:
    """(the variable, offset, the nearest known name or '') of those that Zammad has not."""
    for one in VARIABLE.finditer(text):
        name = one[1].removesuffix(DISPLAYED)
        if PATH.match(one[1]) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            yield one.group(), one.start(), near[0] if near else ""
