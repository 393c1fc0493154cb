"""Conditions and actions as the files write them → as Zammad keeps them (ids as strings)."""

from __future__ import annotations

from typing import Any

from zammad_plugin.sync.html import directed
from zammad_plugin.sync.model import Record, Ref

NAMED = {
    "ticket.state": "ticket_states",
    "ticket.priority": "ticket_priorities",
    "ticket.group": "groups",
}
SENDERS = {"Agent": "1", "Customer": "2", "System": "3"}  # seeds; there is no list of them
FORBIDDEN = ("notification.", "ticket.action")


def _ref(name: str, value: Any) -> Any:
    if name == "article.sender":
        if value not in SENDERS:
            raise ValueError(f"article.sender is one of {', '.join(SENDERS)}")
        return SENDERS[value]
    return Ref(NAMED[name], str(value), text=True)


def _joined(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _test(name: str, test: Record) -> tuple[str, Record]:
    value = test.get("value")
    if name in NAMED or name == "article.sender":
        values = value if isinstance(value, list) else [value]
        return f"{name}_id", {**test, "value": [_ref(name, each) for each in values]}
    if name == "ticket.tags":
        return name, {**test, "value": _joined(value)}
    return name, dict(test)


def condition(tests: dict[str, Record]) -> Record:
    """`{ticket.state: {operator: is, value: [new]}}` with names → with ids."""
    return dict(_test(name, test) for name, test in tests.items())


def _action(name: str, value: Any) -> tuple[str, Any]:
    if name in NAMED:
        return f"{name}_id", {"value": _ref(name, value)}
    if name == "ticket.tags":
        return name, {**value, "value": _joined(value.get("value", ""))}
    if name == "article.note":
        return name, _note(value)
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
        if name.startswith(FORBIDDEN):
            raise ValueError(f"'{name}' would write to a customer or delete the ticket")
    return actions
