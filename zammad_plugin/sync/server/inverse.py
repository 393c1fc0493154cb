"""The way back: conditions and actions as Zammad keeps them → as the files write them."""

from __future__ import annotations

from typing import Any

from zammad_plugin.sync.model import Named, Record
from zammad_plugin.sync.replies.html import undirected
from zammad_plugin.sync.server.conditions import EXPERT, NAMED, SENDERS, WEBHOOK, Leaf, branch

NAME_OF_SENDER = {id: name for name, id in SENDERS.items()}
LISTS = {f"{name}_id": (name, resource) for name, resource in NAMED.items()}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _untest(named: Named) -> Leaf:
    def leaf(name: str, test: Record) -> tuple[str, Record]:
        value = test.get("value")
        if name in LISTS:
            short, resource = LISTS[name]
            return short, {**test, "value": [named(resource, one) for one in _listed(value)]}
        if name == "article.sender_id":
            names = [NAME_OF_SENDER[str(one)] for one in _listed(value)]
            return "article.sender", {**test, "value": names}
        if name == "ticket.tags":
            return name, {**test, "value": listed(value)}
        return name, dict(test)

    return leaf


def uncondition(tests: Record, named: Named) -> Record:
    """The inverse of `condition`. Raises KeyError for an id that has no name."""
    if set(tests) == EXPERT:
        branches = (
            branch(one, lambda tree: uncondition(tree, named), _untest(named))
            for one in tests["conditions"]
        )
        return {**tests, "conditions": list(branches)}
    return dict(_untest(named)(name, test) for name, test in tests.items())


def unperform(actions: Record, named: Named) -> Record:
    """The inverse of `perform`. Raises KeyError for an id that has no name."""
    return dict(_unaction(name, value, named) for name, value in actions.items())


def _unaction(name: str, value: Any, named: Named) -> tuple[str, Any]:
    if name in LISTS:
        short, resource = LISTS[name]
        return short, named(resource, value["value"])
    if name == "ticket.tags":
        return name, {**value, "value": listed(value.get("value"))}
    if name == "article.note":
        said = {key: one for key, one in value.items() if key != "internal"}
        return name, {**said, "body": undirected(str(said.get("body", "")))}
    if name == WEBHOOK:
        return name, named("webhooks", value["webhook_id"])
    return name, value


def listed(value: object) -> list[str]:
    """`a, b`, as Zammad writes tags, or a list → the single ones."""
    if isinstance(value, str):
        return [one.strip() for one in value.split(",") if one.strip()]
    return [str(one) for one in value] if isinstance(value, list) else []
