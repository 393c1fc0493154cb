"""Places in a text that somebody must fill in before it is sent: `{{hours}}`, `[NAME]`. Pure.

What the desk knows stands in two braces and is filled from its files; what only the agent knows
stands in brackets, in capitals. Neither may ever reach a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

SLOT = re.compile(r"\{\{\s*([a-z][a-z-]*)\s*\}\}")
# Capitals of any script that has them; [ar] of a name and [x] of a list are none.
LEFT = re.compile(r"\{\{[^{}\n]*\}\}|\[(?:[^\W\d_a-z]|[ -])+\]")


def fill(text: str, lang: str, slots: Mapping[str, Mapping[str, str]]) -> str:
    """`slots`: name → language → words. One that has no words in `lang` stays as it is: words in
    another language would be sent to somebody who can't read them."""
    return SLOT.sub(lambda found: slots.get(found[1], {}).get(lang, "") or found[0], text)


def unfilled(text: str) -> Iterator[tuple[str, int]]:
    """(what, where in the text) is still to be filled in."""
    for found in LEFT.finditer(text):
        if found[0].startswith("{{") or found[0] == found[0].upper() != found[0].lower():
            yield found[0], found.start()
