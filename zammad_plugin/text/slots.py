"""Places in a text that somebody must fill in before it is sent: `{{hours}}`, `[NAME]`. Pure.

What the desk knows stands in two braces and is filled from its files; what only the agent knows
stands in brackets, in capitals. Neither may ever reach a reader, whole or in halves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

NAME = r"[a-z][a-z-]*"
SLOT = re.compile(rf"\{{\{{\s*({NAME})\s*\}}\}}")
OPTIONAL = re.compile(rf"^.*\{{\{{\s*({NAME})\?\s*\}}\}}.*\n?", re.MULTILINE)
# Capitals of any script that has them; [ar] of a name and [x] of a list are none.
LEFT = re.compile(r"\{\{[^{}\n]*\}\}|\[(?:[^\W\d_a-z]|[ -])+\]")
WHOLE = re.compile(r"\{\{[^{}\n]*\}\}|#\{[^{}\n]*\}|\[[^\[\]\n]*\]")
# Variables that are broken are told as such (variables.py): what follows #{ is no slot.
HALVES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!#)\{\{[ \t]*[^{}\s]*"), "is never closed"),
    (re.compile(r"[^{}\s]*\}\}"), "was never opened"),
    (re.compile(r"(?<![{#])\{\s*[A-Za-z][\w -]*(?::[^{}\n]*)?\??\s*\}(?!\})"), "has one brace"),
    (re.compile(r"\[[^\W\d_]{2,}|[^\W\d_]{2,}\]"), "has one bracket"),
)


class Half(NamedTuple):
    """What is left of a slot, where it stands, and what is wrong with it."""

    what: str
    start: int
    why: str


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
    """(what, where in the text) is still to be filled in, whole slots and then halves."""
    for found in LEFT.finditer(text):
        if found[0].startswith("{{") or _is_in_capitals(found[0]):
            yield found[0], found.start()
    for half in halves(text):
        yield half.what, half.start


def halves(text: str) -> Iterator[Half]:
    """Slots without a brace or a bracket: nothing fills them, and a child would read them."""
    rest = WHOLE.sub(lambda found: "x" * len(found[0]), text)
    for pattern, why in HALVES:
        for found in pattern.finditer(rest):
            if "{" in found[0] or "}" in found[0] or _is_in_capitals(found[0]):
                yield Half(text[found.start() : found.end()].strip(), found.start(), why)


def _is_in_capitals(text: str) -> bool:
    return text == text.upper() != text.lower()
