"""The selector engine, operator by operator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zammad_plugin.emulator.answers import Refused
from zammad_plugin.emulator.selector import Change, Selector
from zammad_plugin.emulator.store import Store

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).isoformat()
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
TICKET: dict[str, Any] = {
    "id": 1,
    "title": "Help مرحبا",
    "state_id": 2,
    "owner_id": 1,
    "note": None,
    "created_at": YESTERDAY,
    "pending_time": TOMORROW,
    "customer_id": 1,
    "article_ids": [1],
    "_tags": ["a", "b"],
}


@pytest.fixture
def store() -> Store:
    made = Store()
    made.insert("users", {"email": "x@example.org"})
    made.insert("ticket_articles", {"body": "Hello World", "sender_id": 2, "internal": False})
    return made


def holds(store: Store, condition: Any, change: Change | None = None) -> bool:
    return Selector(store, condition, lambda one: one["_tags"], change, 7).matches(TICKET)


@pytest.mark.parametrize(
    ("name", "test", "wanted"),
    [
        ("ticket.state_id", {"operator": "is", "value": ["2", "3"]}, True),
        ("ticket.state_id", {"operator": "is not", "value": 2}, False),
        ("ticket.title", {"operator": "contains", "value": "HELP"}, True),
        ("ticket.title", {"operator": "contains not", "value": "مرحبا"}, False),
        ("ticket.title", {"operator": "starts with", "value": "help"}, True),
        ("ticket.title", {"operator": "ends with", "value": "help"}, False),
        ("ticket.title", {"operator": "starts with one of", "value": ["x", "he"]}, True),
        ("ticket.title", {"operator": "ends with one of", "value": ["x", "مرحبا"]}, True),
        ("ticket.title", {"operator": "matches regex", "value": "^h.lp"}, True),
        ("ticket.title", {"operator": "does not match regex", "value": "^h.lp"}, False),
        ("ticket.note", {"operator": "is set"}, False),
        ("ticket.note", {"operator": "not set"}, True),
        ("ticket.title", {"operator": "has changed"}, False),
        ("ticket.tags", {"operator": "contains one", "value": "b, z"}, True),
        ("ticket.tags", {"operator": "contains all", "value": "a, z"}, False),
        ("ticket.tags", {"operator": "contains one not", "value": "a, z"}, True),
        ("ticket.tags", {"operator": "contains all not", "value": ["y", "z"]}, True),
        ("ticket.owner_id", {"operator": "is", "pre_condition": "not_set"}, True),
        ("ticket.owner_id", {"operator": "is", "pre_condition": "current_user.id"}, False),
        ("ticket.created_at", {"operator": "before (absolute)", "value": TOMORROW}, True),
        ("ticket.created_at", {"operator": "after (absolute)", "value": "2100-01-01"}, False),
        ("ticket.created_at", {"operator": "before (relative)", "value": 2, "range": "hour"}, True),
        (
            "ticket.created_at",
            {"operator": "within last (relative)", "value": 2, "range": "day"},
            True,
        ),
        ("ticket.created_at", {"operator": "from (relative)", "value": 2, "range": "hour"}, False),
        (
            "ticket.pending_time",
            {"operator": "within next (relative)", "value": 1, "range": "week"},
            True,
        ),
        (
            "ticket.pending_time",
            {"operator": "till (relative)", "value": 1, "range": "hour"},
            False,
        ),
        (
            "ticket.pending_time",
            {"operator": "after (relative)", "value": 1, "range": "hour"},
            True,
        ),
        ("ticket.created_at", {"operator": "today"}, False),
        ("article.body", {"operator": "contains", "value": "world"}, True),
        ("article.internal", {"operator": "is", "value": "false"}, True),
        ("customer.email", {"operator": "contains", "value": "example"}, True),
    ],
)
def test_operators(store: Store, name: str, test: dict[str, Any], wanted: bool) -> None:
    assert holds(store, {name: test}) is wanted


def test_nested(store: Store) -> None:
    is_open = {"name": "ticket.state_id", "operator": "is", "value": ["2"]}
    has_z = {"name": "ticket.tags", "operator": "contains one", "value": "z"}
    assert holds(store, {"operator": "OR", "conditions": [is_open, has_z]})
    assert not holds(store, {"operator": "AND", "conditions": [is_open, has_z]})
    inner = {"operator": "NOT", "conditions": [has_z]}
    assert holds(store, {"operator": "AND", "conditions": [is_open, inner]})


@pytest.mark.parametrize(
    "condition",
    [
        [],
        {"ticket.nonsense": {"operator": "is", "value": 1}},
        {"article.nonsense": {"operator": "is", "value": 1}},
        {"ticket.tags": {"operator": "is", "value": "a"}},
        {"ticket.state_id": {"operator": "sounds like", "value": "a"}},
        {"ticket.state_id": {"value": "a"}},
        {"ticket.created_at": {"operator": "after (absolute)", "value": "soon"}},
        {"ticket.created_at": {"operator": "beside (relative)", "value": 1, "range": "day"}},
    ],
)
def test_refused(store: Store, condition: Any) -> None:
    with pytest.raises(Refused):
        holds(store, condition)


def test_too_deep(store: Store) -> None:
    condition: dict[str, Any] = {"name": "ticket.state_id", "operator": "is", "value": 2}
    for _ in range(20):
        condition = {"operator": "AND", "conditions": [condition]}
    with pytest.raises(Refused):
        holds(store, condition)


def test_a_trigger_sees_the_article_of_the_request_only(store: Store) -> None:
    on_customer = {"article.sender_id": {"operator": "is", "value": ["2"]}}
    assert holds(store, on_customer)
    assert not holds(store, on_customer, Change("update", None))
    assert not holds(store, on_customer, Change("update", {"sender_id": 1}))
    action = {"ticket.action": {"operator": "is", "value": "create"}}
    assert holds(store, action, Change("create", None))
    assert not holds(store, action, Change("update", None))


@pytest.mark.parametrize(("changed", "wanted"), [("title", True), ("state_id", False)])
def test_has_changed_is_of_this_request(store: Store, changed: str, wanted: bool) -> None:
    change = Change("update", None, frozenset({changed}))
    assert holds(store, {"ticket.title": {"operator": "has changed"}}, change) is wanted
