"""A text for weighing its wording: each link, address, number, amount and date is one sign. Pure.

The sign is a private character that no phrase holds, and blanks fill the rest: every offset of the
masked text is the same offset of the original, so there is no map that could be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zammad_plugin.text.identifiers.entities import Entity, Kind, entities

TOKENS: Mapping[Kind, str] = {
    "link": "\uf700",
    "email": "\uf701",
    "handle": "\uf702",
    "phone": "\uf703",
    "money": "\uf704",
    "date": "\uf705",
    "iban": "\uf706",
    "wallet": "\uf707",
    "coordinates": "\uf708",
    "ip": "\uf709",
    "number": "\uf70a",
}
RESERVED = re.compile("[\uf700-\uf70a]")


@dataclass(frozen=True)
class Masked:
    """`text` is as long as the original; `tokens` lie at their places in both."""

    text: str
    tokens: tuple[Entity, ...]


def mask(text: str) -> Masked:
    """Never raises; linear in the text's length. Ages and other short numbers stay."""
    tokens = tuple(entities(text))
    parts, free = list[str](), 0
    for kind, start, end in tokens:
        parts += text[free:start], TOKENS[kind].ljust(end - start)
        free = end
    parts.append(text[free:])
    clean = [RESERVED.sub(" ", one) for one in parts[::2]] if RESERVED.search(text) else parts[::2]
    parts[::2] = clean
    return Masked("".join(parts), tokens)
