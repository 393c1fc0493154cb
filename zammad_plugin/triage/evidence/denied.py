"""Which of the phrases that a text shows are denied, and which are over. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import accumulate

from zammad_plugin.text.phrases import Found
from zammad_plugin.triage.evidence.negation import NEGATION, PAST
from zammad_plugin.triage.ruleset import Ruleset

UNTOLD = {"mixed", "none", "other"}
# Name → where each of its sorted spans starts, how far it or one before it reaches.
Reaches = dict[str, tuple[list[int], list[int]]]
NOWHERE: tuple[list[int], list[int]] = ([], [])


def scoped(
    folded: str, found: list[Found], lang: str, ruleset: Ruleset
) -> tuple[list[Found], list[Found]]:
    """(denied, over) of `found`. Read in the text's own language, for a small word of it is none in
    another; a phrase that stands only where its language is heard, in that."""
    obeys = {NEGATION: set(ruleset.rules.deniable), PAST: set(ruleset.rules.passing)}
    concepts = obeys[NEGATION] | obeys[PAST]
    spans: dict[str, set[tuple[str, int, int]]] = {NEGATION: set(), PAST: set()}
    read = cache(lambda lang: ruleset.scopes.reading(folded, lang))
    for name, its, _, _, at, until in found:
        if name in concepts and (its == lang or lang in UNTOLD or its in ruleset.spoken.alone):
            how = read(its).of(at, until)
            if how and name in obeys[how]:
                spans[how].add((name, at, until))
    return _overlapping(found, spans[NEGATION]), _overlapping(found, spans[PAST])


def _overlapping(found: list[Found], spans: set[tuple[str, int, int]]) -> list[Found]:
    """Phrases lie in each other ("threat", "threaten"): what holds for one holds for all."""
    if not spans:
        return []
    places = reaches(spans)
    return [one for one in found if one.name in places and lies_in(one, places)]


def reaches(spans: Iterable[tuple[str, int, int]]) -> Reaches:
    """`spans`: (name, start, end) of phrases, in any order."""
    places: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in sorted(spans):
        places.setdefault(name, []).append((start, end))
    return {
        name: ([start for start, _ in some], list(accumulate((end for _, end in some), max)))
        for name, some in places.items()
    }


def lies_in(one: Found, places: Reaches) -> bool:
    """Whether it shares a letter with one of the spans of its name."""
    starts, ends = places.get(one.name, NOWHERE)
    before = bisect_left(starts, one.until)
    return before > 0 and ends[before - 1] > one.at


def past(standing: list[Found], over: list[Found]) -> set[tuple[str, int]]:
    """Concepts of which every hit is over; a threat that is over makes the report a past one."""
    if not over:
        return set()
    gone = set(over)
    live = {one.name for one in standing if one not in gone}
    ended = [one for one in over if one.name not in live]
    threats = {("past", one.at) for one in ended if one.name == "threat"}
    return threats | {(f"past:{one.name}", one.at) for one in ended}
