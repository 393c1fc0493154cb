"""One pattern for many words: letters that words share at their beginning are looked at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

NEVER = "(?!)"
END = ""  # in the tree: a word ends here


def any_of(words: Iterable[str]) -> str:
    """Matches what `"|".join(words, the longest first)` does, many times faster for many words."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[END] = {}
    return _pattern(tree) if tree else NEVER


def _pattern(node: dict[str, Any]) -> str:
    ways = [re.escape(letter) + _pattern(rest) for letter, rest in node.items() if letter]
    if END in node:
        return f"(?:{'|'.join(ways)})?" if ways else ""
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
