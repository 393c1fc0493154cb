"""The routing file: ordered rules from an assessment to what the desk wants done."""

from __future__ import annotations

from pathlib import Path

from zammad_plugin.config.files import Strict, load
from zammad_plugin.config.places import rules_folder


class When(Strict):
    """Every condition that is given must hold; a list means one of."""

    child_safety: bool | None = None
    review: bool | None = None
    category: list[str] | None = None
    urgency: list[str] | None = None
    language: list[str] | None = None
    channel: list[str] | None = None
    platform: list[str] | None = None
    reporter: list[str] | None = None
    under13: bool | None = None
    auto: bool | None = None


class Then(Strict):
    group: str | None = None
    priority: str | None = None
    tags: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()


class Rule(Strict):
    id: str
    when: When
    then: Then


class Routing(Strict):
    rules: tuple[Rule, ...]


def load_routing(path: Path | None = None) -> Routing:
    """Raises DeskError with file:line:column."""
    return load(Routing, path or rules_folder() / "routing" / "default.yml")
