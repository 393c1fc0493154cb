"""Why this rule and not that one: a decision for a person in a terminal, or for a program. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from zammad_plugin.routing.decision import Decision, Skipped
from zammad_plugin.routing.rules import Routing

# What a decision does to a ticket, in the order in which it is told.
DOES = ("group", "priority", "state", "follow_up", "owner", "answer_within", "auto_reply")


def to_dict(decision: Decision, routing: Routing) -> dict[str, object]:
    """JSON-safe: codes only."""
    told = asdict(decision)
    told["skipped"] = [one._asdict() for one in decision.skipped]
    told["not_reached"] = list(_later(decision, routing))
    return told


def to_text(decision: Decision, routing: Routing) -> str:
    """The rule and what it does, then each earlier rule with the condition that failed."""
    return "\n".join(_lines(decision, routing))


def to_brief_text(decision: Decision, routing: Routing) -> str:
    """The rule and what it does; the others are counted."""
    later = sum(1 for _ in _later(decision, routing))
    others = f"  rules before it that do not hold: {len(decision.skipped)}; after it: {later}"
    return "\n".join([*_does_it(decision), f"{others}; zammad-plugin route explain names them"])


def _lines(decision: Decision, routing: Routing) -> Iterator[str]:
    yield from _does_it(decision)
    for one in decision.skipped:
        yield f"  not {one.rule}: {_why_not(one)}"
    later = list(_later(decision, routing))
    if later:
        yield f"  not reached: {', '.join(later)}"


def _does_it(decision: Decision) -> Iterator[str]:
    yield f"routing rule {decision.rule}: {', '.join(_does(decision)) or 'nothing changes'}"
    yield f"  tags {' '.join(decision.tags) or '-'}"
    if decision.replies:
        yield f"  replies {' '.join(decision.replies)}"


def _does(decision: Decision) -> Iterator[str]:
    for name in DOES:
        value = getattr(decision, name)
        if value:
            yield f"{name.replace('_', ' ')} {value}"
    yield from (f"{name} {value}" for name, value in decision.fields.items())


def _why_not(one: Skipped) -> str:
    """`category is grooming, wanted sextortion`; many values are counted, not listed."""
    found = ", ".join(one.found) if len(one.found) <= 5 else f"{len(one.found)} others"
    return f"{one.condition} is {found or 'none'}, wanted {' or '.join(one.wanted)}"


def _later(decision: Decision, routing: Routing) -> Iterator[str]:
    """Rules behind the one that decided: the first that holds decides."""
    place = len(decision.skipped) + 1
    yield from (rule.id for rule in routing.rules[place:])
