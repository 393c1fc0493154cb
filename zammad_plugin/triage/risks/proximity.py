"""Whether groups of words stand near each other, counted in words. Pure, linear."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from zammad_plugin.text.normalise import Normalised
from zammad_plugin.triage.rule_files.risks import Risk

BEHIND = 2  # words between a condition ("if", "اذا") and what it makes no fact
NOT = "!"  # before a group that takes a line back, wherever it stands
Span = tuple[int, int]  # first and last word
Spans = dict[str, list[Span]]


def _said(risk: Risk, name: str, groups: Spans) -> list[Span]:
    """Places of a group, but for those right behind a condition."""
    places = groups[name]
    conditions = [span for group in risk.not_behind for span in groups.get(group, [])]
    if not conditions:
        return places
    return [
        (first, last)
        for first, last in places
        if not any(0 <= first - end - 1 < BEHIND for _, end in conditions)
    ]


def holds(line: Sequence[str], risk: Risk, groups: Spans) -> bool:
    """Whether the groups stand behind one another near enough; the other way round too if mixed."""
    wanted = [name for name in line if not name.startswith(NOT)]
    if not all(groups.get(name) for name in wanted):
        return False
    if any(groups.get(name[1:]) for name in line if name.startswith(NOT)):
        return False
    said = [_said(risk, name, groups) for name in wanted]
    return _follow(said, risk.gap) or (risk.mixed and _follow(said[::-1], risk.gap))


def _follow(groups: Sequence[list[Span]], gap: int) -> bool:
    reached = groups[0]
    for places in groups[1:]:
        ends = sorted({last for _, last in reached})
        reached = [one for one in places if _near(one, ends, gap)]
    return bool(reached)


def _near(span: Span, ends: Sequence[int], gap: int) -> bool:
    """Whether one of the sorted `ends` is before the span's end, `gap` words before it at most."""
    first, last = span
    at = bisect_left(ends, last)
    return at > 0 and first - ends[at - 1] - 1 <= gap


def counter(text: Normalised) -> Callable[[int], int]:
    """Place in the original text → number of the word there; a place is asked for many times."""
    letters = text.text
    firsts = [0, *(at + 1 for at, letter in enumerate(letters) if letter == " ")]
    starts = [text.offsets[at] for at in firsts if at < len(letters)]
    return cache(lambda place: max(0, bisect_right(starts, place) - 1))


def spans(places: Iterable[tuple[str, int, int]]) -> Spans:
    """Name → its places as first and last word, rising."""
    found: dict[str, list[Span]] = {}
    for name, first, last in sorted(set(places)):
        found.setdefault(name, []).append((first, last))
    return found
