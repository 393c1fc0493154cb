"""What a ticket's history says of our judgement: who moved what, who confirmed; no texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from zammad_plugin.tickets.memory import Memory, recall
from zammad_plugin.vocabulary import (
    CATEGORY_FIELD,
    CATEGORY_TAG,
    CONFIRMED,
    FALSE_ALARM,
    NOT_CHILD_SAFETY,
    UNSURE,
    URGENCY_FIELD,
    URGENCY_TAG,
)
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.rows import Event
from zammad_plugin.zammad.times import read_time

FIELDS = {CATEGORY_FIELD, URGENCY_FIELD, "group"}
TAGS = {CATEGORY_FIELD: CATEGORY_TAG, URGENCY_FIELD: URGENCY_TAG}


@dataclass(frozen=True)
class Lesson:
    """One ticket that a person looked at. `changes` are codes and names of groups, never texts."""

    ticket: int
    rules: tuple[str, ...]
    changes: tuple[str, ...]
    confirmed: bool
    category: str = ""
    urgency: str = ""

    @property
    def wrong(self) -> bool:
        return bool(self.changes)


def lesson_of(case: Case, history: Iterable[Event], since: datetime, me: int) -> Lesson | None:
    """What people (not we) did since then; None when they did nothing that tells."""
    memory = recall(case, me)
    if memory is None:
        return None
    events = [one for one in history if _counts(one, since, me)]
    tags = {
        (str(one["type"]), str(one.get("value_to") or one.get("value_from")))
        for one in events
        if one.get("attribute") == "tag"
    }
    changes = tuple(sorted({*_moved(events, memory), *_refused(tags, memory)}))
    confirmed = ("added", CONFIRMED) in tags
    if not changes and not confirmed:
        return None
    false_alarm = ("added", FALSE_ALARM) in tags
    return Lesson(
        ticket=case.id,
        rules=tuple(code.removeprefix("rule:") for code in memory.said if code[:5] == "rule:"),
        changes=changes,
        confirmed=confirmed,
        category=NOT_CHILD_SAFETY if false_alarm else str(case.ticket.get(CATEGORY_FIELD) or ""),
        urgency=str(case.ticket.get(URGENCY_FIELD) or ""),
    )


def _counts(event: Event, since: datetime, me: int) -> bool:
    at = read_time(event.get("created_at"))
    return at is not None and at >= since and int(event.get("created_by_id") or 0) != me


def _moved(events: list[Event], memory: Memory) -> Iterator[str]:
    """Fields that ended other than we had set them."""
    last = {str(one.get("attribute")): str(one.get("value_to") or "") for one in events}
    for name in FIELDS & last.keys():
        before = str(memory.fields.get(name) or _tagged(memory, TAGS.get(name, "no such tag")))
        if before != last[name]:
            yield f"{name.removeprefix('cs_')} {before or '-'} to {last[name] or '-'}"


def _tagged(memory: Memory, prefix: str) -> str:
    """What our tags say where the server refused the field."""
    found = (tag.removeprefix(prefix) for tag in memory.tags if tag.startswith(prefix))
    return next(found, "").replace("-", "_")


def _refused(tags: set[tuple[str, str]], memory: Memory) -> Iterator[str]:
    if ("added", FALSE_ALARM) in tags:
        yield "false alarm"
    if UNSURE in memory.tags:
        yield from {"unsure, it was one" for one in tags if one == ("added", CONFIRMED)}
    ours = {*memory.tags, *memory.kept} - {UNSURE}
    yield from (f"tag {tag} taken away" for kind, tag in tags if kind == "removed" and tag in ours)
