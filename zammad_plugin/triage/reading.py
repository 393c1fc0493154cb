"""A thread read once: its units and passages, what each shows, and its features. Pure.

What a person wrote comes first, in its order; behind it, apart, what stands around it (footers,
banners): it weighs nothing beside a person's words, but is judged by itself too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from zammad_plugin.triage.evidence.find import YEAR, Seen, see
from zammad_plugin.triage.evidence.marks import Bools, Evidence, Ints, Marks
from zammad_plugin.triage.model import Hit, Message
from zammad_plugin.triage.passages import runs_of, units
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.trained.features import Tokens, tokens

Span = tuple[int, int]


@dataclass(frozen=True)
class Runs:
    """Passages as runs of units, `first` to `last` (exclusive): `proper` ones of a few units of a
    person's words, then every message, then the whole, then `apart` ones."""

    first: Ints
    last: Ints
    proper: int
    whole: int

    @property
    def messages(self) -> slice:
        """Every message of a thread, and the thread."""
        return slice(self.proper, self.whole + 1)


@dataclass(frozen=True)
class Reading:
    """`spans`: of each unit in the text; `own`: how many of the units, from the first on, are a
    person's words; `words`: running sum by unit; `sights`: (name, unit)."""

    text: str
    seen: Seen
    spans: list[Span]
    own: int
    words: Ints
    runs: Runs
    sights: list[tuple[str, int]]
    evidence: Evidence
    marks: Marks

    @property
    def names(self) -> frozenset[str]:
        """What a person's words show."""
        return self.marks.of(self.runs.whole)

    @cached_property
    def standing(self) -> tuple[Hit, ...]:
        """Hits that nothing denies."""
        denied = set(self.seen.denied)
        touched = {hit.concept for hit in denied}
        return tuple(
            [hit for hit in self.seen.hits if hit.concept not in touched or hit not in denied]
        )

    @cached_property
    def tokens(self) -> Tokens:
        offsets = self.seen.offsets
        places = ((bisect_left(offsets, one), bisect_left(offsets, two)) for one, two in self.spans)
        return tokens(self.seen.masked, places)

    def span(self, passage: int) -> Span:
        """(start, end) of a passage in the text."""
        first, last = int(self.runs.first[passage]), int(self.runs.last[passage])
        return self.spans[first][0], self.spans[last - 1][1]

    def some(self, chosen: Bools) -> Marks:
        """What these units show together."""
        return self.evidence.some(chosen, self.own, np.diff(self.words))

    def written(self, chosen: Bools) -> str:
        """The text of these units."""
        return "\n".join(
            self.text[start:end].strip()
            for (start, end), there in zip(self.spans, chosen, strict=True)
            if there
        )


def thread(messages: Sequence[Message]) -> str:
    """The text that is judged and that the places of hits lie in."""
    return "\n".join(map(_text, messages))


def _text(message: Message) -> str:
    return f"{message.subject}\n{message.text}" if message.subject else message.text


def read(messages: Sequence[Message], ruleset: Ruleset) -> Reading:
    text = thread(messages)
    seen = see(text, ruleset, _year(messages))
    bounds, counts = units(text)
    order, own = _order(bounds, list(_aside(messages)))
    spans = [(bounds[one], bounds[one + 1]) for one in order]
    words = np.cumsum([0, *(counts[one] for one in order)])
    runs = _runs(words, own, _begins(messages, bounds, order[:own]))
    sights = _sights(seen, bounds, order)
    evidence = Evidence(sights, len(order))
    present = evidence.runs(runs.first, runs.last)
    many = words[runs.last] - words[runs.first]
    marks = evidence.marks(present, many, runs.whole)
    return Reading(text, seen, spans, own, words, runs, sights, evidence, marks)


def _year(messages: Sequence[Message]) -> int:
    """When the last of them came."""
    stamps = [one.created_at[:4] for one in messages if one.created_at[:4].isdecimal()]
    return int(stamps[-1]) if stamps else YEAR


def _aside(messages: Sequence[Message]) -> Iterable[Span]:
    """Of all messages, in the thread's text."""
    starts = accumulate((len(_text(one)) + 1 for one in messages), initial=0)
    for start, one in zip(starts, messages, strict=False):
        begin = start + len(_text(one)) - len(one.text)
        yield from ((begin + first, begin + last) for first, last in one.aside)


def _order(bounds: list[int], aside: list[Span]) -> tuple[list[int], int]:
    """(units in the order of reading, how many are a person's words). Where nothing else is left
    all are: somebody may have written below a footer's sign."""
    starts = [start for start, _ in aside]
    apart = {
        unit
        for unit, place in enumerate(bounds[:-1])
        if (at := bisect_right(starts, place + 1) - 1) >= 0 and place < aside[at][1]
    }
    mine = [unit for unit in range(len(bounds) - 1) if unit not in apart]
    return (mine + sorted(apart), len(mine)) if mine else (sorted(apart), len(apart))


def _begins(messages: Sequence[Message], bounds: list[int], order: list[int]) -> list[int]:
    """At which of the units in `order` every message begins, and where the last ends."""
    starts = accumulate((len(_text(one)) + 1 for one in messages), initial=0)
    places = [bounds[unit] for unit in order]
    return [bisect_left(places, start) for start in starts]


def _runs(words: Ints, own: int, begins: list[int]) -> Runs:
    first, last = runs_of(words[: own + 1])
    spans = [(one, two) for one, two in pairwise(begins) if two > one]
    spans = [*(spans if len(spans) > 1 else []), (0, own)]
    whole = len(first) + len(spans) - 1
    parts = [np.stack([first, last]), np.array(spans, np.int64).T]
    if own < len(words) - 1:
        parts.append(np.stack(runs_of(words[own:])) + own)
    both = np.concatenate(parts, axis=1)
    return Runs(both[0], both[1], len(first), whole)


def _sights(seen: Seen, bounds: list[int], order: list[int]) -> list[tuple[str, int]]:
    places = [bisect_left(seen.offsets, one) for one in bounds[:-1]]
    at = {unit: place for place, unit in enumerate(order)}
    return [(name, at[max(0, bisect_right(places, place) - 1)]) for name, place in seen.sights]
