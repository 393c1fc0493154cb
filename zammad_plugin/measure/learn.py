"""What agents changed after triage: where it was wrong, by rule, without a word of any message.

Read from tickets that triage judged and that changed since a time: their history says who changed
what, and the memory in our note which rules had held. Nothing is written to Zammad.
"""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from zammad_plugin.errors import PluginError, Where, ZammadError
from zammad_plugin.measure.lessons import Lesson, lesson_of
from zammad_plugin.tickets.judge import messages_of
from zammad_plugin.tickets.waiting import read_case
from zammad_plugin.vocabulary import NOT_CHILD_SAFETY, TRIAGED
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.times import write_time

NO_RULE = "(no rule)"
OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass
class Learned:
    """`failed`: ids of tickets that could not be read."""

    read: int = 0
    lessons: list[Lesson] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)

    def by_rule(self) -> dict[str, dict[str, int]]:
        """Rule → what people made of it → how often; the rules with most corrections first."""
        table: dict[str, Counter[str]] = {}
        for lesson in self.lessons:
            for rule in lesson.rules or (NO_RULE,):
                counts = table.setdefault(rule, Counter())
                counts.update(lesson.changes or (("confirmed",) if lesson.confirmed else ()))
        rows = sorted(table.items(), key=lambda row: (-_corrections(row[1]), row[0]))
        return {rule: dict(counts.most_common()) for rule, counts in rows}

    def to_dict(self) -> dict[str, object]:
        """JSON-safe; no word of any message."""
        lessons = [vars(one) for one in self.lessons]
        by_rule = self.by_rule()
        return {"read": self.read, "failed": self.failed, "lessons": lessons, "by_rule": by_rule}

    def to_text(self) -> str:
        """A line a rule."""
        wrong = sum(one.wrong for one in self.lessons)
        right = sum(one.confirmed and not one.wrong for one in self.lessons)
        head = f"{self.read} tickets read, {right} confirmed, {wrong} corrected"
        rows = (
            f"  {rule}: {', '.join(f'{what} ({count})' for what, count in counts.items())}"
            for rule, counts in self.by_rule().items()
        )
        return "\n".join([head, *rows])


def _corrections(counts: Counter[str]) -> int:
    return sum(count for what, count in counts.items() if what != "confirmed")


def learn(client: Client, since: datetime, export: Path | None = None) -> Learned:
    """Raises ZammadError's children only when the search itself fails."""
    learned, me = Learned(), int(client.me()["id"])
    rows: list[Record] = []
    for ticket_id in _changed(client, since):
        try:
            case = read_case(client, ticket_id)
            lesson = lesson_of(case, client.history(ticket_id), since, me)
        except ZammadError:
            learned.failed.append(ticket_id)
            continue
        learned.read += 1
        if lesson:
            learned.lessons.append(lesson)
            rows += [_row(case, lesson)] if export else []
    if export:
        write_private(export, rows)
    return learned


def _changed(client: Client, since: datetime) -> Iterator[int]:
    tests = {
        "ticket.tags": {"operator": "contains all", "value": TRIAGED},
        "ticket.updated_at": {"operator": "after (absolute)", "value": write_time(since)},
    }
    return (int(row["id"]) for row in client.every_ticket(tests))


def _row(case: Case, lesson: Lesson) -> Record:
    """A line in the form that `eval` reads; it holds the customer's words."""
    messages = messages_of(case)
    labels: dict[str, Any] = {
        "child_safety": bool(lesson.category) and lesson.category != NOT_CHILD_SAFETY,
        "category": lesson.category or NOT_CHILD_SAFETY,
        "urgency": lesson.urgency,
    }
    return {
        "id": str(case.id),
        "lang": "",
        "subject": messages[0].subject if messages else None,
        "body": "\n".join(one.text for one in messages),
        "labels": labels,
    }


def write_private(file: Path, rows: Iterable[Record]) -> None:
    """JSON lines that only this user can read. Raises PluginError for a file others can read."""
    hint = "name a new file, or: chmod 600 FILE"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        what = f"can't be written: {error.strerror}"
        raise PluginError(what, where=Where(file), hint=hint) from None
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        if os.fstat(stream.fileno()).st_mode & OPEN_TO_OTHERS:
            raise PluginError("others can read this file", where=Where(file), hint=hint)
        stream.truncate(0)
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
