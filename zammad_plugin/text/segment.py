"""Words that were written without blanks between them, told apart by a lexicon. Pure.

Only tokens that no language has, and only where known words cover nearly all of one: what is not
certain stays as it is, and is named as unreadable by `closed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

import ahocorasick

from zammad_plugin.text.automaton import automaton_of
from zammad_plugin.text.normalise import Normalised, fold_all

LONG = 20  # letters; few words of any language are longer, and those are covered by no others
LONGEST_WORD = 25  # letters; only several words together are longer
LONGEST_TOKEN = 4_000  # letters looked at
COVERED = 0.7  # share of letters in known words from which a token is told apart
FEWEST_LETTERS = 8  # different ones: laughter and screams have few
SHORTEST = 2  # letters of a word; one letter is in every word
CLOSED = re.compile(rf"(?<![@#/.])(?<![^\W_])[^\W_]{{{LONG + 1},}}")
WEIGHT = 1.5  # a word of n letters counts (n - 1) to this; a letter that no word holds costs 1


class Lexicon:
    """Words (or phrases, which are their words) that a desk's languages know; made ready when a
    text first needs them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(phrases)

    @cached_property
    def _words(self) -> ahocorasick.Automaton:
        words = {word for phrase in fold_all(self._phrases) for word in phrase.split()}
        long = (word for word in words if len(word) >= SHORTEST and word.isalpha())
        return automaton_of({word: len(word) for word in long})

    def respaced(self, text: Normalised) -> Normalised:
        """`text` with blanks between the words of closed tokens; each blank's place is that of the
        letter behind it."""
        cuts = [at for token in _closed(text.text) for at in self._cuts(token)]
        if not cuts:
            return text
        parts, places, free = list[str](), list[int](), 0
        for at in cuts:
            parts += text.text[free:at], " "
            places += [*text.offsets[free:at], text.offsets[at]]
            free = at
        parts.append(text.text[free:])
        return Normalised("".join(parts), places + text.offsets[free:], text.end)

    def _cuts(self, token: re.Match[str]) -> list[int]:
        """Places where the token's words begin, but the first; none where they do not cover it."""
        said = token[0][:LONGEST_TOKEN]
        words = self._told_apart(said)
        if sum(end - start for start, end in words) < COVERED * len(said):
            return []
        edges = {place for word in words for place in word} - {0, len(said)}
        return sorted(token.start() + place for place in edges)

    def _told_apart(self, said: str) -> list[tuple[int, int]]:
        """(start, end) of the words of the best reading, from the last to the first."""
        sizes, words, at = self._best(said), list[tuple[int, int]](), len(said)
        while at:
            if sizes[at]:
                words.append((at - sizes[at], at))
            at -= max(1, sizes[at])
        return words

    def _best(self, said: str) -> list[int]:
        """Letters of the word that ends at each place in the best reading up to there, 0 for none:
        long words prove more than many short ones."""
        ending: dict[int, list[int]] = {}
        for last, size in self._words.iter(said) if len(self._words) else ():
            ending.setdefault(last + 1, []).append(size)
        scores, sizes = [0.0], [0]
        for at, letter in enumerate(said, 1):
            score, size = scores[at - 1] - (not letter.isdigit()), 0
            for one in ending.get(at, ()):
                if (value := scores[at - one] + (one - 1) ** WEIGHT) > score:
                    score, size = value, one
            scores.append(score)
            sizes.append(size)
        return sizes


def closed(folded: str) -> bool:
    """Whether tokens are left that only words without blanks can be."""
    return any(len(token[0]) > LONGEST_WORD for token in _closed(folded))


def _closed(folded: str) -> Iterator[re.Match[str]]:
    if max(map(len, folded.split(" "))) <= LONG:  # nearly every text
        return iter(())
    return (one for one in CLOSED.finditer(folded) if len(set(one[0])) >= FEWEST_LETTERS)
