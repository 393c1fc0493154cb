"""How many tickets wait for triage, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from zammad_plugin.doctor.findings import Finding
from zammad_plugin.errors import ZammadError
from zammad_plugin.tickets.waiting import BATCH, condition
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.times import read_time


@dataclass(frozen=True)
class Queue:
    """How many tickets wait, and the oldest's age in minutes."""

    waiting: int
    minutes: float


def queue(client: Client) -> Queue:
    """The oldest stand on the first page; the others are counted only where it is full."""
    tests = condition(client)
    rows = client.search_tickets(tests, limit=BATCH)
    count = len(rows) if len(rows) < BATCH else client.count_tickets(tests)
    times = [at for row in rows if (at := read_time(row.get("created_at")))]
    age = (datetime.now(UTC) - min(times)).total_seconds() / 60 if times else 0.0
    return Queue(count, round(max(0.0, age), 1))


def waiting(client: Client) -> Finding:
    try:
        found = queue(client)
    except ZammadError as error:
        return Finding("fail", f"tickets can't be searched: {error.what}", "ticket.agent is needed")
    if found.minutes > 10:
        what = f"{found.waiting} tickets wait, the oldest for {found.minutes:.0f} minutes"
        return Finding("warn", what, "does cron run zammad-plugin run?")
    return Finding("ok", f"{found.waiting} tickets wait")
