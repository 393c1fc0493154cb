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


def first_strong(line: str) -> str:
    """P2 of UAX #9: the class of the first strong letter outside of isolates, "" without one. An
    isolate that nothing ends hides the rest of its line."""
    depth = 0
    for kind in map(unicodedata.bidirectional, line):
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and kind in ("L", "R", "AL"):
            return kind
    return ""


def begins_rtl(text: str) -> bool:
    """Whether its first letter runs from the right."""
    first = next((one for one in text if one.isalpha()), "")
    return bool(first) and unicodedata.bidirectional(first) in ("R", "AL")


def from_the_right(line: str) -> str:
    """A line of right-to-left text, with an invisible mark where a messenger, which takes its
    direction from the first strong letter, would begin it at the left."""
    if not line.strip() or first_strong(line) in ("R", "AL"):
        return line
    return RLM + line


def isolated(text: str) -> str:
    """`text` runs by its own first strong letter, whatever stands around it."""
    return f"{FSI}{text}{PDI}"


def left_to_right(text: str) -> str:
    """A number, an address or a handle keeps its order inside right-to-left text."""
    return f"{LRI}{text}{PDI}"


def without_isolates(text: str) -> str:
    return text.replace(LRI, "").replace(FSI, "").replace(PDI, "")
