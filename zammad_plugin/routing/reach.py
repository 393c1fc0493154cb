"""Rules that can never decide, because earlier ones always do. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zammad_plugin.routing.rules import Routing, Rule
from zammad_plugin.routing.when import When
from zammad_plugin.vocabulary import AGE_BANDS, URGENCIES

OTHER = "\0"  # any value that no rule names
# What there is besides what rules name; of the others any number.
CLOSED: dict[str, tuple[Any, ...]] = {
    "urgency": URGENCIES,
    "age": AGE_BANDS,
    "hour": ("in", "out"),
    "under13": (True, False, None),
}
MOST = 20_000  # parts of cases looked at for one rule; beyond that nothing is claimed
Box = dict[str, tuple[Any, ...]]  # of each condition the values that it may have
Asked = Sequence[tuple[str, tuple[Any, ...]]]


def unreachable(routing: Routing) -> list[tuple[str, tuple[str, ...]]]:
    """(rule, the earlier rules that together take all of its cases)."""
    found = []
    for place, rule in enumerate(routing.rules):
        takers = _takers(rule, routing.rules[:place])
        if takers:
            found.append((rule.id, takers))
    return found


def _takers(rule: Rule, earlier: Sequence[Rule]) -> tuple[str, ...]:
    """Empty when some case is left to `rule`."""
    alone = next((one.id for one in earlier if _covers(one.when, rule.when)), None)
    if alone is not None:
        return (alone,)
    cover = _Cover([(one.id, _asked(one.when)) for one in earlier])
    whole = cover.takes(_box(rule.when, [one.when for one in earlier]))
    return tuple(one.id for one in earlier if one.id in cover.takers) if whole else ()


class _Cover:
    """Whether rules together take every case of a box, each the part that earlier ones left.

    Taking parts away looks at a few hundred boxes where there are ten thousands of cases.
    """

    def __init__(self, rules: Sequence[tuple[str, Asked]]) -> None:
        self._rules = rules
        self._looks = MOST
        self.takers: set[str] = set()

    def takes(self, box: Box, first: int = 0) -> bool:
        """False where a case is left, or where there is too much to look at."""
        self._looks -= 1
        for place in range(first, len(self._rules)) if self._looks >= 0 else ():
            name, asked = self._rules[place]
            rest = _rest(box, asked)
            if rest is not None:
                self.takers.add(name)
                return all(self.takes(part, place + 1) for part in rest)
        return False


def _rest(box: Box, asked: Asked) -> list[Box] | None:
    """The parts of a box that a rule leaves to others; None where it takes nothing of it."""
    left = []
    for name, wanted in asked:
        fitting = tuple(value for value in box[name] if value in wanted)
        if not fitting:
            return None
        others = tuple(value for value in box[name] if value not in wanted)
        if others:
            left.append({**box, name: others})
        box = {**box, name: fitting}
    return left


def _box(when: When, earlier: Sequence[When]) -> Box:
    """Every value that matters, within what `when` asks for.

    A message may name several platforms or risks; where each alone is taken, all together are.
    """
    fields = When.model_fields
    names = [name for name in fields if any(getattr(one, name) is not None for one in earlier)]
    return {name: tuple(_values(name, when, earlier)) for name in names}


def _values(name: str, when: When, earlier: Sequence[When]) -> list[Any]:
    own = getattr(when, name)
    if isinstance(own, list):
        return own
    if own is not None:
        return [own]
    if name in CLOSED:
        return list(CLOSED[name])
    named = [getattr(one, name) for one in earlier if getattr(one, name) is not None]
    if isinstance(named[0], list):
        return [*dict.fromkeys(value for values in named for value in values), OTHER]
    return [True, False]


def _asked(when: When) -> Asked:
    """(condition, the values that fit it) of those that are given."""
    given = ((name, getattr(when, name)) for name in When.model_fields)
    return [
        (name, tuple(wanted) if isinstance(wanted, list) else (wanted,))
        for name, wanted in given
        if wanted is not None
    ]


def _covers(wide: When, narrow: When) -> bool:
    """Whether everything that fits `narrow` fits `wide` too."""
    for name in When.model_fields:
        wanted, given = getattr(wide, name), getattr(narrow, name)
        if wanted is None:
            continue
        if given is None:
            return False
        if given != wanted and not (isinstance(given, list) and set(given) <= set(wanted)):
            return False
    return True
