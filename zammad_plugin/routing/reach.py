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
Asked = Mapping[str, frozenset[Any]]  # condition → the values that fit it, of those that are given
Asking = tuple[Rule, Asked]


def unreachable(routing: Routing) -> list[tuple[str, tuple[str, ...]]]:
    """(rule, the earlier rules that together take all of its cases)."""
    rules = [(rule, _asked(rule.when)) for rule in routing.rules]
    found = []
    for place, one in enumerate(rules):
        takers = _takers(one, rules[:place])
        if takers:
            found.append((one[0].id, takers))
    return found


def _takers(one: Asking, earlier: Sequence[Asking]) -> tuple[str, ...]:
    """Empty when some case is left to the rule `one`."""
    rule, own = one
    met = [other for other in earlier if _may_meet(other[1], own)]
    alone = next((other.id for other, wanted in met if _covers(wanted, own)), None)
    if alone is not None:
        return (alone,)
    taken = set[str]()
    for case in _cases(rule.when, [other.when for other, _ in met]):
        taker = next((other.id for other, wanted in met if _holds(wanted, case)), None)
        if taker is None:
            return ()
        taken.add(taker)
    return tuple(other.id for other, _ in met if other.id in taken)


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


def _may_meet(asked: Asked, own: Asked) -> bool:
    """Whether some case of `own` fits `asked` too."""
    return all(name not in own or wanted & own[name] for name, wanted in asked.items())


def _asked(when: When) -> Asked:
    given = ((name, getattr(when, name)) for name in When.model_fields)
    return {
        name: frozenset(wanted) if isinstance(wanted, list) else frozenset((wanted,))
        for name, wanted in given
        if wanted is not None
    }


def _holds(asked: Asked, case: Case) -> bool:
    return all(name in case and case[name] in wanted for name, wanted in asked.items())


def _covers(wide: Asked, narrow: Asked) -> bool:
    """Whether everything that fits `narrow` fits `wide` too."""
    return all(name in narrow and narrow[name] <= wanted for name, wanted in wide.items())
