"""Places in a text that somebody must fill in before it is sent: `{{hours}}`, `[NAME]`. Pure.

What the desk knows stands in two braces and is filled from its files; what only the agent knows
stands in brackets, in capitals. Neither may ever reach a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

SLOT = re.compile(r"\{\{\s*([a-z][a-z-]*)\s*\}\}")
OPTIONAL = re.compile(r"^.*\{\{\s*([a-z][a-z-]*)\?\s*\}\}.*\n?", re.MULTILINE)
# Capitals of any script that has them; [ar] of a name and [x] of a list are none.
LEFT = re.compile(r"\{\{[^{}\n]*\}\}|\[(?:[^\W\d_a-z]|[ -])+\]")


def fill(text: str, lang: str, slots: Mapping[str, Mapping[str, str]]) -> str:
    """`slots`: name → language → words. One that has no words in `lang` stays as it is: words in
    another language would be sent to somebody who can't read them. `{{name?}}` is filled or goes
    with its line: a text that goes out by itself must not wait for it."""

    def known(name: str) -> str:
        return slots.get(name, {}).get(lang, "")

    kept = OPTIONAL.sub(
        lambda line: line[0].replace(f"{line[1]}?", line[1], 1) if known(line[1]) else "", text
    )
    return SLOT.sub(lambda found: known(found[1]) or found[0], kept)


def unfilled(text: str) -> Iterator[tuple[str, int]]:
    """(what, where in the text) is still to be filled in."""
    for found in LEFT.finditer(text):
        if found[0].startswith("{{") or found[0] == found[0].upper() != found[0].lower():
            yield found[0], found.start()
