"""Conditions on tickets, flat and nested, as searches, triggers and overviews use them.

Attributes and operators that the server does not know are refused, because a real one answers a
search with them by an error of its database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zammad_plugin.emulator import versions
from zammad_plugin.emulator.answers import Refused
from zammad_plugin.emulator.objects.attributes import live
from zammad_plugin.emulator.operators import Test, check_of, tags_hold, test_of
from zammad_plugin.emulator.store import Row, Store

COLUMNS = {
    "id",
    "number",
    "title",
    "note",
    "group_id",
    "state_id",
    "priority_id",
    "owner_id",
    "customer_id",
    "organization_id",
    "created_at",
    "updated_at",
    "created_by_id",
    "updated_by_id",
    "pending_time",
    "escalation_at",
    "article_count",
    "close_at",
    "type",
    "create_article_type_id",
    "create_article_sender_id",
    "last_contact_at",
    "last_contact_customer_at",
    "last_contact_agent_at",
    "first_response_at",
    "last_close_at",
    "last_owner_update_at",
    "mention_user_ids",
}
ARTICLE_COLUMNS = {"type_id", "sender_id", "internal", "body", "subject", "from", "to", "cc"}
DEPTH = 10
CHANGED = "has changed"  # in this request: a search finds none


@dataclass(frozen=True)
class Change:
    """What a trigger looks at: `action` create or update, the article of this request or None."""

    action: str
    article: Row | None
    changed: frozenset[str] = frozenset()


Reader = Callable[[Row], list[str]]


class Selector:
    """`matches(ticket)` for one condition. Raises Refused (422) when it can't be run."""

    def __init__(
        self,
        store: Store,
        condition: Any,
        tags: Reader,
        change: Change | None = None,
        user_id: int = 0,
    ) -> None:
        if not isinstance(condition, dict):
            raise Refused(422, "Invalid ticket selector!")
        self._store = store
        self._tags = tags
        self._change = change
        self._user_id = user_id
        self._columns = COLUMNS | {row["name"] for row in live(store)}
        self.names: set[str] = set()
        self._test = self._compiled(condition, 0)

    def matches(self, ticket: Row) -> bool:
        return self._test(ticket)

    def _compiled(self, condition: Row, depth: int) -> Callable[[Row], bool]:
        if depth > DEPTH:
            raise Refused(422, "Invalid ticket selector!")
        if "conditions" in condition:
            if self._store.version < versions.EXPERT:
                raise Refused(422, "Invalid ticket selector, operator missing for operator")
            tests = [self._compiled(one, depth + 1) for one in condition["conditions"]]
            return _joined(str(condition.get("operator", "AND")).upper(), tests)
        if "name" in condition and "operator" in condition:
            return self._one(test_of(condition["name"], condition))
        return _joined("AND", [self._one(test_of(name, one)) for name, one in condition.items()])

    def _one(self, test: Test) -> Callable[[Row], bool]:
        self.names.add(test.name)
        table, _, column = test.name.partition(".")
        if versions.too_new(test.operator, self._store.version):
            raise Refused(422, f"Invalid operator '{test.operator}' for {test.name}")
        check = self._check(test)
        if test.name == "ticket.action":
            action = self._change.action if self._change else None
            return lambda ticket: action is None or check(action)
        if test.name == "ticket.tags":
            return lambda ticket: tags_hold(test, self._tags(ticket))
        if table == "ticket" and column in self._columns:
            return lambda ticket: check(ticket.get(column))
        if table == "article" and column in ARTICLE_COLUMNS:
            return lambda ticket: any(check(one.get(column)) for one in self._articles(ticket))
        if table == "customer" and column in {"email", "login", "firstname", "lastname", "note"}:
            return lambda ticket: check(self._customer(ticket).get(column))
        raise Refused(422, f"PG::UndefinedColumn: ERROR:  column {test.name} does not exist")

    def _check(self, test: Test) -> Callable[[Any], bool]:
        if test.operator != CHANGED:
            return check_of(test, self._user_id)
        names = self._change.changed if self._change else frozenset()
        found = test.name in {f"ticket.{name}" for name in names}
        return lambda value: found

    def _articles(self, ticket: Row) -> list[Row]:
        """A trigger sees the article of this request; a search sees all of the ticket's."""
        if self._change:
            return [self._change.article] if self._change.article else []
        found = (self._store.get("ticket_articles", one) for one in ticket["article_ids"])
        return [one for one in found if one]

    def _customer(self, ticket: Row) -> Row:
        return self._store.get("users", ticket["customer_id"]) or {}


def _joined(operator: str, tests: list[Callable[[Row], bool]]) -> Callable[[Row], bool]:
    if operator == "OR":
        return lambda ticket: any(test(ticket) for test in tests)
    if operator == "NOT":
        return lambda ticket: not all(test(ticket) for test in tests)
    return lambda ticket: all(test(ticket) for test in tests)
