"""Which tickets have been kept long enough: the desk's rules over what a ticket says. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from zammad_plugin.config.settings.protection import RetentionRule
from zammad_plugin.deadlines.dates import LATE, believed, deadlines
from zammad_plugin.deadlines.preservation import Preservation
from zammad_plugin.vocabulary import (
    ASKED_FIELD,
    CAME_FIELD,
    CATEGORY_FIELD,
    HOLD,
    OUTCOME_FIELD,
    PLATFORM_FIELD,
)
from zammad_plugin.zammad.times import read_time

ENDED = ("closed", "merged")


def months_before(today: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month."""
    place = today.year * 12 + today.month - 1 - months
    year, month = divmod(place, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(today.day, last))


def closed_on(ticket: Mapping[str, Any]) -> date | None:
    """When it was closed last; a merged one has no such time, but one of its last change."""
    stamps = (ticket.get(name) for name in ("last_close_at", "close_at", "updated_at"))
    return next((at.date() for at in map(read_time, stamps) if at), None)


def rule_for(
    ticket: Mapping[str, Any], rules: Sequence[RetentionRule], today: date
) -> RetentionRule | None:
    """The first rule whose time is over for this ticket; what is not closed has none, and of what
    was emptied before nothing is left to empty."""
    closed = closed_on(ticket)
    if str(ticket.get("state")) not in ENDED or closed is None:
        return None
    category = str(ticket.get(CATEGORY_FIELD) or "")
    for rule in rules:
        if rule.category and category not in rule.category:
            continue
        over = closed <= months_before(today, rule.closed_months)
        emptied = rule.do == "texts" and ticket.get(CAME_FIELD)
        return rule if over and not emptied else None
    return None


def held(
    ticket: Mapping[str, Any], tags: Collection[str], preservation: Preservation, today: date
) -> str:
    """Why a ticket stays whatever the rules say: `hold`, `clock` or `asked`; "" for no reason."""
    if HOLD in tags:
        return "hold"
    platform = str(ticket.get(PLATFORM_FIELD) or "other")
    steps = deadlines(believed(ticket, today), platform, preservation)
    if any(one.day + LATE >= today for one in steps):
        return "clock"
    return "asked" if ticket.get(ASKED_FIELD) and not ticket.get(OUTCOME_FIELD) else ""
