"""Rules that can never decide, because earlier ones always do. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, get_args

from zammad_plugin.routing.rules import Routing, Rule, When
from zammad_plugin.vocabulary import Urgency

OTHER = "\0"  # any value that no rule names
# What there is besides what rules name; of the others any number.
CLOSED: dict[str, tuple[Any, ...]] = {
    "urgency": get_args(Urgency),
    "age": ("under13", "minor", "adult", "unknown"),
    "hour": ("in", "out"),
    "under13": (True, False, None),
}
MOST = 20_000  # combinations; beyond it only one earlier rule at a time is looked at
Case = dict[str, Any]


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
    taken = set[str]()
    own = dict(_asked(rule.when))
    earlier = [one for one in earlier if _may_meet(_asked(one.when), own)]
    asked = [(one.id, _asked(one.when)) for one in earlier]
    for case in _cases(rule.when, [one.when for one in earlier]):
        taker = next((name for name, wanted in asked if _holds(wanted, case)), None)
        if taker is None:
            return ()
        taken.add(taker)
    return tuple(one.id for one in earlier if one.id in taken)


def _cases(when: When, earlier: Sequence[When]) -> Iterator[Case]:
    """Every combination of the values that matter, within what `when` asks for. Nothing when
    there are too many: then nothing is claimed.

    A message may name several platforms or risks; where each alone is taken, all together are.
    """
    fields = When.model_fields
    names = [name for name in fields if any(getattr(one, name) is not None for one in earlier)]
    values = [_values(name, when, earlier) for name in names]
    count = 1
    for one in values:
        count *= len(one)
    if names and count <= MOST:
        for combination in product(*values):
            yield dict(zip(names, combination, strict=True))
    else:
        yield {}


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


def _may_meet(asked: Sequence[tuple[str, tuple[Any, ...]]], own: Mapping[str, Any]) -> bool:
    """Whether some case of `own` fits `asked` too."""
    return all(name not in own or set(wanted) & set(own[name]) for name, wanted in asked)


def _asked(when: When) -> list[tuple[str, tuple[Any, ...]]]:
    """(condition, the values that fit it) of those that are given."""
    given = ((name, getattr(when, name)) for name in When.model_fields)
    return [
        (name, tuple(wanted) if isinstance(wanted, list) else (wanted,))
        for name, wanted in given
        if wanted is not None
    ]


def _holds(asked: Sequence[tuple[str, tuple[Any, ...]]], case: Case) -> bool:
    return all(name in case and case[name] in wanted for name, wanted in asked)


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
