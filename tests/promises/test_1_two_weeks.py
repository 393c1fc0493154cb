"""Two weeks of a desk in simulated time: a run each half hour, clocks that jump forwards and back,
the end of summer time, the end of a month. Nothing waits longer than a run, no clock stands still,
everything is judged once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from applied_desk import applied
from scale import figure, many

from zammad_plugin.deadlines.rounds import Times, after_triage
from zammad_plugin.emulator import store
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.tickets.run import run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.triage.ruleset import load
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

BEGINS = datetime(
    2026, 10, 22, 9, 0, tzinfo=UTC
)  # summer time ends on the 25th, October on the 31st
STEP = timedelta(minutes=30)
DAYS = many(2, 14)
JUMPS = {
    20: timedelta(hours=3),
    50: -timedelta(hours=5),
    75: timedelta(days=2),
    90: -timedelta(days=3),
}
TEXTS = (
    "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him",
    "Hello, what are your opening hours?",
    "عمري ١٤ سنة وفي شب على سناب عم يهددني ينشر صوري إذا ما دفعت",
)


class Clock:
    """Of server and worker: both follow it, with a jump now and then."""

    def __init__(self) -> None:
        self.at = BEGINS

    def __call__(self) -> datetime:
        return self.at

    def stamp(self) -> str:
        return self.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(store, "now", made.stamp)
    return made


@pytest.fixture
def clients(clock: Clock) -> Iterator[tuple[Client, Client]]:
    with applied() as server:
        made = tuple(Client(Session(server.url, server.tokens[one])) for one in ("admin", "triage"))
        yield made[0], made[1]
        for one in made:
            one.session.close()


def test_two_weeks(clients: tuple[Client, Client], clock: Clock, tmp_path: Path) -> None:
    admin, triage = clients
    dice, times = random.Random(14), Times(tmp_path / "rounds.json")
    tools = Tools(load(), load_routing(), now=clock)
    wrote: dict[int, int] = {}  # ticket → messages
    rounds = int(timedelta(days=DAYS) / STEP)
    for number in range(rounds):
        clock.at += STEP + JUMPS.get(number % 100, timedelta())
        _happens(admin, dice, wrote)
        done = run(triage, tools.ruleset, tools.routing, tools=tools)
        clocks = after_triage(triage, tools, times)
        assert not (done.failed or done.given_up or clocks.failed or clocks.steps), number
        assert not times.due("clocks", 60, clock.at) and not times.due("windows", 10, clock.at)
    for ticket, messages in wrote.items():
        articles = admin.articles(ticket, expand="true")
        notes = [
            one for one in articles if one["internal"] and "zammad_plugin" in one["preferences"]
        ]
        assert "cs-triaged" in admin.tags(ticket) and 1 <= len(notes) <= messages
    figure("two weeks: days, runs, tickets", f"{DAYS}, {rounds}, {len(wrote)}")


def _happens(admin: Client, dice: random.Random, wrote: dict[int, int]) -> None:
    article: dict[str, Any] = {"body": dice.choice(TEXTS), "type": "web", "internal": False}
    article["sender"] = "Customer"
    if wrote and dice.random() < 0.3:
        ticket = dice.choice(list(wrote))
        wrote[ticket] += 1
        admin.create_article({"ticket_id": ticket, **article})
    elif dice.random() < 0.5:
        person = f"guess:p{len(wrote)}@example.org"
        new = {"title": "Hi", "group": "Users", "customer_id": person, "article": article}
        wrote[int(admin.create_ticket(new)["id"])] = 1
