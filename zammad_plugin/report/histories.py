"""What only a ticket's history tells of a report. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zammad_plugin.deadlines.asked import Request, requests
from zammad_plugin.report.figures import Deep, Figures, Rules, answer
from zammad_plugin.vocabulary import CATEGORY_FIELD, SAME_TAG, UNSURE
from zammad_plugin.zammad.people import SYSTEM
from zammad_plugin.zammad.rows import Event
from zammad_plugin.zammad.times import read_time


def deepen(
    figures: Figures,
    ticket: Mapping[str, Any],
    history: Sequence[Event],
    me: int,
    answered: datetime | None,
    rules: Rules,
) -> None:
    """What a report's history tells; `answered`: by an article, where Zammad itself counts no
    answer (those that the Signal bridge carries are notes)."""
    deep = figures.deep = figures.deep or Deep()
    deep.read += 1
    theirs = {me, SYSTEM, ticket.get("customer_id")}
    changed = [one for one in history if one.get("attribute") == CATEGORY_FIELD]
    deep.corrected += any(
        one.get("value_from") and one.get("created_by_id") not in theirs for one in changed
    )
    tags = {
        str(one.get("value_to"))
        for one in history
        if one.get("attribute") == "tag" and one.get("type") == "added"
    }
    deep.once_unsure += UNSURE in tags
    deep.same.update(tag for tag in tags if tag.startswith(SAME_TAG))
    for one in requests(ticket, history):
        deep.asked[one.asked, one.outcome or "waiting"] += 1
        deep.days.extend(days for days in (_waited(one),) if days is not None)
    made = read_time(ticket.get("created_at"))
    if answered and made and not ticket.get("first_response_at"):
        figures.unanswered -= 1
        answer(figures, ticket, made, answered, rules)


def _waited(one: Request) -> int | None:
    """Days to an answer; silence is none."""
    return one.days if one.outcome and one.outcome != "silent" else None
