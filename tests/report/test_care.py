"""Care of the team: counts of grave cases and days, off unless switched on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from applied_desk import applied
from by_environment import named
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator
from zammad_plugin.report.care import Met
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session


class World:
    def __init__(self, server: Emulator) -> None:
        self.server = server
        self.admin = Client(Session(server.url, server.tokens["admin"]))

    def case(self, category: str, *days_ago: int) -> None:
        """The admin wrote a note in it on each of these days."""
        article = {"body": "x", "type": "web", "sender": "Customer"}
        new = {"title": "M", "group": "Users", "customer_id": "guess:rana@example.org"}
        ticket = self.admin.create_ticket({**new, "cs_category": category, "article": article})
        for ago in days_ago:
            note = {"body": "n", "type": "note", "sender": "Agent", "internal": True}
            made = self.admin.create_article({"ticket_id": ticket["id"], **note})
            at = (datetime.now(UTC) - timedelta(days=ago)).isoformat()
            self.server.store.update("ticket_articles", made["id"], {"created_at": at})


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with applied(hold=3) as server:
        named(monkeypatch, server, "triage")
        made = World(server)
        yield made
        made.admin.session.close()


def _care(tmp_path: Path, settings: str, *words: str) -> Result:
    (tmp_path / "zammad-plugin.yml").write_text(settings, encoding="utf-8")
    return CliRunner().invoke(cli, ["care", "--desk", str(tmp_path), *words])


def _rows(tmp_path: Path, settings: str) -> list[dict[str, Any]]:
    done = _care(tmp_path, settings, "--format", "json")
    return list(json.loads(done.output))


def test_off_unless_the_desk_switches_it_on(world: World, tmp_path: Path) -> None:
    world.case("sextortion", 1)
    assert "has not switched this on" in str(_care(tmp_path, "{}\n").exception)


def test_grave_cases_and_days(world: World, tmp_path: Path) -> None:
    world.case("sextortion", 1, 2, 3)
    world.case("csam_report", 3, 5)
    world.case("parental_guidance", 4)  # not grave
    world.case("grooming", 40)  # long ago
    rows = _rows(tmp_path, "care: {}\n")
    assert rows == [
        {"agent": "admin@example.org", "cases": 2, "days": 4, "in_a_row": 3, "care": False}
    ]
    assert _rows(tmp_path, "care: {cases: 2}\n")[0]["care"] is True
    assert _rows(tmp_path, "care: {days_in_a_row: 3}\n")[0]["care"] is True
    assert "admin@example.org  *" in _care(tmp_path, "care: {cases: 2}\n").output
    assert not any(call.is_write for call in world.server.log[-20:])


def test_days_in_a_row() -> None:
    days = [date(2026, 11, day) for day in (1, 2, 4, 5, 6, 9)]
    assert Met("a", set(), set(days)).in_a_row == 3 and Met("a").in_a_row == 0
