"""What the operators of conditions ask of a value: equality, texts, times, tags."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from zammad_plugin.emulator.answers import Refused

DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class Test:
    """One condition: `operator` and `value` asked of the column `name`."""

    name: str
    operator: str
    value: Any
    range: str = ""
    pre_condition: str = ""


def test_of(name: Any, one: Any) -> Test:
    """Raises Refused (422) for a condition without operator."""
    if not isinstance(one, dict) or "operator" not in one:
        raise Refused(422, f"Invalid ticket selector, operator missing for {name}")
    return Test(
        str(name),
        str(one["operator"]),
        one.get("value"),
        str(one.get("range") or ""),
        str(one.get("pre_condition") or ""),
    )


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_plain(one) for one in values]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def tags_hold(test: Test, present: list[str]) -> bool:
    """Tags have operators of their own. Raises Refused (422) for any other."""
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


def check_of(test: Test, user_id: int) -> Callable[[Any], bool]:
    """Whether a column's value fits. Raises Refused (422) for an operator that there is none of."""
    if test.name == "ticket.tags":
        tags_hold(test, [])  # refuses an operator that tags do not have
        return lambda value: False
    if test.pre_condition == "current_user.id":
        test = Test(test.name, test.operator, [user_id])
    elif test.pre_condition == "not_set":
        test = Test(test.name, test.operator, ["", "1"])  # 1: Zammad's "nobody"
    for family in (_equality, _texts, _times):
        check = family(test)
        if check:
            return check
    raise Refused(422, f"Invalid operator '{test.operator}' for {test.name}")


def _equality(test: Test) -> Callable[[Any], bool] | None:
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


def _texts(test: Test) -> Callable[[Any], bool] | None:
    wanted = tuple(one.casefold() for one in _strings(test.value))
    check, first = TEXTS.get(test.operator), wanted[0] if wanted else ""
    return (lambda value: check(_plain(value).casefold(), first, wanted)) if check else None


def _times(test: Test) -> Callable[[Any], bool] | None:
    if test.operator == "today":
        return lambda value: _plain(value)[:10] == datetime.now(UTC).date().isoformat()
    bounds = _bounds(test)
    if bounds is None:
        return None
    low, high = bounds
    return lambda value: bool(value) and low <= _time(str(value)) <= high


def _bounds(test: Test) -> tuple[datetime, datetime] | None:
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
