"""Conditions on tickets, flat and nested, as searches, triggers and overviews use them.

Attributes and operators that the server does not know are refused, because a real one answers a
search with them by an error of its database.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from zammad_plugin.emulator import versions
from zammad_plugin.emulator.answers import Refused
from zammad_plugin.emulator.objects.attributes import live
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
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
DEPTH = 10
CHANGED = "has changed"  # in this request: a search finds none


@dataclass(frozen=True)
class Change:
    """What a trigger looks at: `action` create or update, the article of this request or None."""

    action: str
    article: Row | None
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Test:
    name: str
    operator: str
    value: Any
    range: str = ""
    pre_condition: str = ""


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
            return self._one(_test(condition["name"], condition))
        return _joined("AND", [self._one(_test(name, one)) for name, one in condition.items()])

    def _one(self, test: _Test) -> Callable[[Row], bool]:
        self.names.add(test.name)
        table, _, column = test.name.partition(".")
        if versions.too_new(test.operator, self._store.version):
            raise Refused(422, f"Invalid operator '{test.operator}' for {test.name}")
        check = self._check(test)
        if test.name == "ticket.action":
            action = self._change.action if self._change else None
            return lambda ticket: action is None or check(action)
        if test.name == "ticket.tags":
            return lambda ticket: _tags(test, self._tags(ticket))
        if table == "ticket" and column in self._columns:
            return lambda ticket: check(ticket.get(column))
        if table == "article" and column in ARTICLE_COLUMNS:
            return lambda ticket: any(check(one.get(column)) for one in self._articles(ticket))
        if table == "customer" and column in {"email", "login", "firstname", "lastname", "note"}:
            return lambda ticket: check(self._customer(ticket).get(column))
        raise Refused(422, f"PG::UndefinedColumn: ERROR:  column {test.name} does not exist")

    def _check(self, test: _Test) -> Callable[[Any], bool]:
        if test.operator != CHANGED:
            return _operator(test, self._user_id)
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


def _test(name: Any, one: Any) -> _Test:
    if not isinstance(one, dict) or "operator" not in one:
        raise Refused(422, f"Invalid ticket selector, operator missing for {name}")
    return _Test(
        str(name),
        str(one["operator"]),
        one.get("value"),
        str(one.get("range") or ""),
        str(one.get("pre_condition") or ""),
    )


def _joined(operator: str, tests: list[Callable[[Row], bool]]) -> Callable[[Row], bool]:
    if operator == "OR":
        return lambda ticket: any(test(ticket) for test in tests)
    if operator == "NOT":
        return lambda ticket: not all(test(ticket) for test in tests)
    return lambda ticket: all(test(ticket) for test in tests)


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_plain(one) for one in values]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _tags(test: _Test, present: list[str]) -> bool:
    wanted = {one.strip() for one in _plain_tags(test.value) if one.strip()}
    one, all_ = bool(wanted & set(present)), wanted <= set(present)
    known = {
        "contains one": one,
        "contains all": all_,
        "contains one not": not all_,
        "contains all not": not one,
    }
    if test.operator not in known:
        raise Refused(422, f"Invalid operator '{test.operator}' for ticket.tags")
    return known[test.operator]


def _plain_tags(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else str(value or "").split(",")


def _operator(test: _Test, user_id: int) -> Callable[[Any], bool]:
    if test.name == "ticket.tags":
        _tags(test, [])  # refuses an operator that tags do not have
        return lambda value: False
    if test.pre_condition == "current_user.id":
        test = _Test(test.name, test.operator, [user_id])
    elif test.pre_condition == "not_set":
        test = _Test(test.name, test.operator, ["", "1"])  # 1: Zammad's "nobody"
    for family in (_equality, _texts, _times):
        check = family(test)
        if check:
            return check
    raise Refused(422, f"Invalid operator '{test.operator}' for {test.name}")


def _equality(test: _Test) -> Callable[[Any], bool] | None:
    wanted = set(_strings(test.value))
    if test.operator in {"is", "is any of"}:
        return lambda value: not wanted.isdisjoint(_strings(value))
    if test.operator in {"is not", "is none of"}:
        return lambda value: wanted.isdisjoint(_strings(value))
    if test.operator == "is set":
        return lambda value: _plain(value) != ""
    if test.operator == "not set":
        return lambda value: _plain(value) == ""
    return None


# (text, the first that is wanted, all that is wanted)
TEXTS: dict[str, Callable[[str, str, tuple[str, ...]], bool]] = {
    "contains": lambda text, first, _: first in text,
    "contains not": lambda text, first, _: first not in text,
    "starts with": lambda text, first, _: text.startswith(first),
    "ends with": lambda text, first, _: text.endswith(first),
    "starts with one of": lambda text, _, wanted: text.startswith(wanted),
    "ends with one of": lambda text, _, wanted: text.endswith(wanted),
    "matches regex": lambda text, first, _: bool(re.search(first, text)),
    "does not match regex": lambda text, first, _: not re.search(first, text),
}


def _texts(test: _Test) -> Callable[[Any], bool] | None:
    wanted = tuple(one.casefold() for one in _strings(test.value))
    check, first = TEXTS.get(test.operator), wanted[0] if wanted else ""
    return (lambda value: check(_plain(value).casefold(), first, wanted)) if check else None


def _times(test: _Test) -> Callable[[Any], bool] | None:
    if test.operator == "today":
        return lambda value: _plain(value)[:10] == datetime.now(UTC).date().isoformat()
    bounds = _bounds(test)
    if bounds is None:
        return None
    low, high = bounds
    return lambda value: bool(value) and low <= _time(str(value)) <= high


def _bounds(test: _Test) -> tuple[datetime, datetime] | None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    if test.operator.endswith("(absolute)"):
        moment = _time(str(test.value))
        return (first, moment) if test.operator.startswith("before") else (moment, last)
    if not test.operator.endswith("(relative)"):
        return None
    now, span = datetime.now(UTC), timedelta(days=DAYS[test.range] * float(test.value or 0))
    return {
        "before (relative)": (first, now - span),
        "after (relative)": (now + span, last),
        "from (relative)": (now - span, last),
        "till (relative)": (first, now + span),
        "within last (relative)": (now - span, now),
        "within next (relative)": (now, now + span),
    }.get(test.operator)


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise Refused(422, f"invalid date '{text[:40]}'") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
