"""Rules of a desk's own routing file, each with its place in it."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.check.placed import Loc
from zammad_plugin.routing.rules import Routing, Rule
from zammad_plugin.routing.then import Then

Problem = tuple[Loc, str]  # (where in the file, what)


def rules_in(own: Routing) -> Iterator[tuple[Loc, Rule]]:
    """(place in the file, rule) of the desk's own ones."""
    for part in ("before", "rules", "after"):
        yield from (((part, number), rule) for number, rule in enumerate(getattr(own, part)))


def asking_in(own: Routing) -> Iterator[tuple[Loc, Rule]]:
    """Those, and what is proposed beside them."""
    yield from rules_in(own)
    yield from ((("also", number), one) for number, one in enumerate(own.also))


def thens_in(own: Routing) -> Iterator[tuple[Loc, Then]]:
    """(place in the file, what is done or proposed) of the desk's own file."""
    yield from (((*loc, "then"), rule.then) for loc, rule in asking_in(own))
    yield ("unheard",), own.unheard
