"""Deadlines of evidence: kept, late, missed or still open. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from zammad_plugin.deadlines.dates import believed
from zammad_plugin.deadlines.preservation import Preservation
from zammad_plugin.vocabulary import (
    EXTENDED_ON_FIELD,
    LAST_CONTACT_FIELD,
    PLATFORM_FIELD,
    PRESERVED_ON_FIELD,
    REPORTED_ON_FIELD,
    SUSPENDED_ON_FIELD,
)


def clock_states(ticket: Mapping[str, Any], rules: Preservation, today: date) -> Iterable[str]:
    """Deadlines of evidence that were kept, missed or still run: `report:kept`, `extend:missed`."""
    dates = believed(ticket, today)
    begun = [dates[one] for one in (LAST_CONTACT_FIELD, SUSPENDED_ON_FIELD) if one in dates]
    if begun:
        due = max(begun) + timedelta(days=rules.remind_report)
        yield f"report:{_state(dates.get(REPORTED_ON_FIELD), due, today)}"
    if begun and REPORTED_ON_FIELD in dates:
        due = dates[REPORTED_ON_FIELD] + timedelta(days=rules.remind_filed)
        yield f"filed:{_state(dates.get(PRESERVED_ON_FIELD), due, today)}"
    known = rules.of(str(ticket.get(PLATFORM_FIELD) or ""))
    if PRESERVED_ON_FIELD in dates and known.days and known.extensions:
        due = dates[PRESERVED_ON_FIELD] + timedelta(days=known.days)
        yield f"extend:{_state(dates.get(EXTENDED_ON_FIELD), due, today)}"


def _state(done: date | None, due: date, today: date) -> str:
    if done:
        return "kept" if done <= due else "late"
    return "open" if today <= due else "missed"
