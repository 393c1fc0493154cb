"""Direction marks of UAX #9: what keeps codes, names and numbers whole in right-to-left text."""

from __future__ import annotations

import unicodedata

FROM_THE_RIGHT = {"R", "AL", "AN", "RLE", "RLO", "RLI"}
LRI = "\u2066"  # left-to-right isolate
FSI = "\u2068"  # first strong isolate
PDI = "\u2069"  # pop directional isolate: the end of either
RLM = "\u200f"  # right-to-left mark


def has_rtl(text: str) -> bool:
    """Whether any letter or number of it runs from the right."""
    return any(unicodedata.bidirectional(one) in FROM_THE_RIGHT for one in text)


def isolated(text: str) -> str:
    """`text` runs by its own first strong letter, whatever stands around it."""
    return f"{FSI}{text}{PDI}"


def left_to_right(text: str) -> str:
    """A number, an address or a handle keeps its order inside right-to-left text."""
    return f"{LRI}{text}{PDI}"


def without_isolates(text: str) -> str:
    return text.replace(LRI, "").replace(FSI, "").replace(PDI, "")
