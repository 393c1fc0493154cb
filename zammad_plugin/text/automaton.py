"""Many words looked for in one pass over a text (Aho-Corasick)."""

from __future__ import annotations

from collections.abc import Mapping

import ahocorasick


def automaton_of(words: Mapping[str, object]) -> ahocorasick.Automaton:
    """Word → what is told where it ends. One without any word has length 0: it looks for nothing,
    and must not be asked."""
    made = ahocorasick.Automaton()
    for word, told in words.items():
        made.add_word(word, told)
    if words:
        made.make_automaton()
    return made
