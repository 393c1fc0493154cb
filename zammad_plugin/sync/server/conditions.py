"""Conditions and actions as the files write them → as Zammad keeps them (ids as strings)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from zammad_plugin.sync.model import Record
from zammad_plugin.sync.refs import Ref
from zammad_plugin.sync.replies.html import directed
from zammad_plugin.sync.server.operators import alike

Leaf = Callable[[str, Record], tuple[str, Record]]

NAMED = {
    "ticket.state": "ticket_states",
    "ticket.priority": "ticket_priorities",
    "ticket.group": "groups",
}
OWNER = "ticket.owner"  # by login; the token then needs the right to list users
SENDERS = {"Agent": "1", "Customer": "2", "System": "3"}  # seeds; there is no list of them
WEBHOOK = "notification.webhook"
FORBIDDEN = ("notification.", "ticket.action")
EXPERT = {"operator", "conditions"}  # a tree of AND, OR and NOT instead of a flat AND (6.0+)


def _ref(name: str, value: Any) -> Any:
    if name == "article.sender":
        if value not in SENDERS:
            raise ValueError(f"article.sender is one of {', '.join(SENDERS)}")
        return SENDERS[value]
    return Ref(NAMED[name], str(value), text=True)


def _login(value: Any) -> Ref:
    return Ref("users", str(value), text=True)


def _specific(value: Any) -> Record:
    return {"pre_condition": "specific", "value": value}


def _joined(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _test(name: str, test: Record) -> tuple[str, Record]:
    if not isinstance(test, dict):
        raise ValueError(f"{name} needs a test: {{operator: is, value: […]}}")
    value = test.get("value")
    if name == OWNER:
        logins = value if isinstance(value, list) else [value]
        return f"{OWNER}_id", {**test, **_specific([_login(one) for one in logins])}
    if name in NAMED or name == "article.sender":
        values = value if isinstance(value, list) else [value]
        return f"{name}_id", {**test, "value": [_ref(name, each) for each in values]}
    if name == "ticket.tags":
        return name, {**test, "value": _joined(value)}
    return name, dict(test)


def condition(tests: Record) -> Record:
    """`{ticket.state: {operator: is, value: [new]}}` with names → with ids.

    Flat is understood by every version; `{operator: OR, conditions: [{name: ticket.state, …}]}`
    from 6.0 on.
    """
    if set(tests) == EXPERT:
        branches = tests["conditions"]
        if not isinstance(branches, list) or not all(isinstance(one, dict) for one in branches):
            raise ValueError("conditions: a list of tests, each with its name")
        return {**tests, "conditions": [branch(one, condition, _test) for one in branches]}
    return dict(_test(name, test) for name, test in tests.items())


def branch(node: Record, tree: Callable[[Record], Record], leaf: Leaf) -> Record:
    """One node of the tree: a tree itself, or a test that carries its own name."""
    if "conditions" in node:
        return tree(node)
    name, test = leaf(str(node.get("name")), {k: v for k, v in node.items() if k != "name"})
    return {"name": name, **test}


def _action(name: str, value: Any) -> tuple[str, Any]:
    if name in NAMED:
        return f"{name}_id", {"value": _ref(name, value)}
    if name == OWNER:
        return f"{OWNER}_id", _specific(_login(value))
    if name == "ticket.tags":
        if not isinstance(value, dict):
            raise ValueError(f"{name} needs {{operator: add, value: …}}")
        return name, {**value, "value": _joined(value.get("value", ""))}
    if name == "article.note":
        return name, _note(value)
    if name == WEBHOOK:
        return name, {"webhook_id": Ref("webhooks", str(value), text=True)}
    return name, dict(value) if isinstance(value, dict) else {"value": str(value)}


def _note(note: Any) -> Record:
    if not isinstance(note, dict) or not {"subject", "body"} <= set(note):
        raise ValueError("article.note needs a subject and a body")
    return {**note, "body": directed(str(note["body"])), "internal": "true"}


def perform(actions: Record) -> Record:
    """Actions with names → with ids. Notes are always internal."""
    return dict(_action(name, value) for name, value in actions.items())


def refuse_dangerous(actions: Record) -> Record:
    """Raises ValueError for an action that writes to a customer or deletes a ticket."""
    for name in actions:
        if name.startswith(FORBIDDEN) and name != WEBHOOK:
            raise ValueError(f"'{name}' would write to a customer or delete the ticket")
    return actions


def normal(value: Any) -> Any:
    """A condition or its actions as two writers of the same thing would have it."""
    if isinstance(value, list):
        return [normal(one) for one in value]
    if not isinstance(value, dict):
        return value
    plain = {name: normal(one) for name, one in value.items()}
    if type(plain.get("value")) is int:  # an id, as the installation writes them
        plain["value"] = str(plain["value"])
    if "operator" in plain and "conditions" not in plain:
        plain = alike(plain)
    for tags in (plain, plain.get("ticket.tags")):
        if isinstance(tags, dict) and isinstance(tags.get("value"), str):
            tags["value"] = re.sub(r"\s*,\s*", ",", tags["value"].strip())
    return plain


def without_actions(tests: Record) -> Record:
    """A condition as a search can try it: what happened to a ticket can't be searched for."""
    if "conditions" not in tests:
        return {name: test for name, test in tests.items() if not name.endswith(".action")}
    kept = [
        without_actions(one) if "conditions" in one else one
        for one in tests["conditions"]
        if not str(one.get("name", "")).endswith(".action")
    ]
    kept = [one for one in kept if one]
    return {**tests, "conditions": kept} if kept else {}
