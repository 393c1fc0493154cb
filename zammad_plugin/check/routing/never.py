"""Rules of routing that can never match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zammad_plugin.check.names.near import meant
from zammad_plugin.check.placed import Loc
from zammad_plugin.check.routing.parts import Problem, asking_in, rules_in
from zammad_plugin.routing.reach import unreachable
from zammad_plugin.routing.rules import Also, Routing, Rule

Words = Mapping[str, frozenset[str]]


def taken_before(whole: Routing, own: Routing) -> Iterator[Problem]:
    places: dict[str, Loc] = {}
    for loc, rule in rules_in(own):
        if rule.id in places:
            yield (*loc, "id"), f"two rules have the name '{rule.id}'"
        places.setdefault(rule.id, loc)
    for name, takers in unreachable(whole):
        took = ", ".join(takers)
        if name in places:
            what = f"rule '{name}' can never match: {took} took its cases before"
            yield (*places[name], "when"), what


def impossible(whole: Routing, own: Routing, vocabulary: Words) -> Iterator[Problem]:
    """Values that nothing ever has."""
    for loc, rule in asking_in(own):
        yield from _unknown(rule, loc, vocabulary)
        yield from _empty(rule, loc)
        if isinstance(rule, Also):
            yield from _never_shown(rule, loc, vocabulary["risk"])
        if rule.when.hour == ["out"] and whole.hours is None:
            what = f"rule '{rule.id}' can never match: without hours the desk is never closed"
            yield (*loc, "when", "hour"), what


def _unknown(rule: Rule | Also, loc: Loc, vocabulary: Words) -> Iterator[Problem]:
    for name, known in vocabulary.items():
        wanted = getattr(rule.when, name)
        unknown = [one for one in wanted or () if one not in known]
        if unknown:
            what = f"rule '{rule.id}' can never match {name} {', '.join(unknown)}"
            yield (*loc, "when", name), what + meant(unknown[0], known)


def _never_shown(rule: Also, loc: Loc, risks: frozenset[str]) -> Iterator[Problem]:
    for number, one in enumerate(rule.unless):
        if one not in risks:
            what = f"'{rule.id}': nothing ever shows the risk {one}"
            yield (*loc, "unless", number), what + meant(one, risks)


def _empty(rule: Rule, loc: Loc) -> Iterator[Problem]:
    for name in type(rule.when).model_fields:
        if getattr(rule.when, name) == []:
            yield (*loc, "when", name), f"rule '{rule.id}' can never match: {name} is empty"
