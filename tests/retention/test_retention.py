"""What was kept long enough goes: exactly what the rules say, once, after a plan."""

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
from zammad_plugin.retention.rules import months_before
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

DESK = """
retention:
  - {category: [parental_guidance], closed_months: 6, do: texts}
  - {category: [sextortion, grooming], closed_months: 24, do: texts}
  - {closed_months: 36, do: delete}
"""
NOW = datetime.now(UTC)


class World:
    def __init__(self, server: Emulator, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.admin = Client(Session(server.url, server.tokens["admin"], sleep=lambda _: None))

    def ticket(self, months: float, category: str = "parental_guidance", **of: Any) -> int:
        """Closed so many months ago."""
        article = {"body": "secret words", "type": "web", "sender": "Customer"}
        article["attachments"] = [{"filename": "a.jpg", "data": "", "mime-type": "image/jpeg"}]
        new = {"title": "M", "group": "Users", "customer_id": "guess:rana@example.org"}
        state = {"state": "closed", "cs_category": category, "cs_urgency": "low", **of}
        made = int(self.admin.create_ticket({**new, **state, "article": article})["id"])
        closed = (NOW - timedelta(days=months * 30.5)).isoformat()
        came = (NOW - timedelta(days=months * 30.5 + 20)).isoformat()
        self.server.store.update("tickets", made, {"close_at": closed, "created_at": came})
        return made

    def there(self, ticket: int) -> bool:
        return self.server.store.get("tickets", ticket) is not None

    def titles(self) -> list[str]:
        return sorted(row["title"] for row in self.server.store.rows("tickets"))

    def call(self, *words: str) -> Result:
        runner = CliRunner()
        return runner.invoke(cli, ["retention", *words, "--desk", str(self.folder)])

    def both(self, *words: str) -> Result:
        self.call("plan")
        return self.call("apply", *words)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "zammad-plugin.yml").write_text(DESK, encoding="utf-8")
    with applied(hold=3) as server:
        named(monkeypatch, server, "admin")
        made = World(server, folder)
        yield made
        made.admin.session.close()


def _everything(world: World) -> list[Any]:
    tables = ("tickets", "ticket_articles", "store_files")
    return [row for table in tables for row in world.server.store.rows(table)]


def test_it_leaves_exactly_what_the_rules_say_and_a_second_apply_nothing(world: World) -> None:
    emptied = world.ticket(7)
    deleted = world.ticket(40, "csam_report")
    fresh = [world.ticket(5), world.ticket(20, "sextortion"), world.ticket(30, "csam_report")]
    open_ = world.ticket(40, state="open")
    plan = world.call("plan")
    assert plan.exit_code == 4 and "texts        1  parental_guidance" in plan.output
    assert world.there(emptied) and world.there(deleted)  # a plan writes nothing
    number = world.server.store.get("tickets", emptied)["number"]  # type: ignore[index]
    assert world.call("apply").output == "2 tickets, 0 failed\n"
    assert not world.there(emptied) and not world.there(deleted)
    assert all(world.there(one) for one in (*fresh, open_))
    left = next(r for r in world.server.store.rows("tickets") if r["title"] == f"Request {number}")
    assert left["cs_category"] == "parental_guidance" and left["customer_id"] != 9
    came = (NOW - timedelta(days=7 * 30.5 + 20)).date()
    assert str(left["cs_came_on"])[:10] == str(came)
    before = json.dumps(_everything(world), default=str)
    assert before.count("secret words") == 4  # of those that stay
    world.server.log.clear()
    assert (world.both().output, world.call("plan").exit_code) == ("", 0)
    assert json.dumps(_everything(world), default=str) == before
    assert not any(call.is_write for call in world.server.log)


def test_evidence_holds_and_open_questions_stay(world: World) -> None:
    long = 40
    today = date.today()
    held = world.ticket(long)
    world.admin.tag(held, "cs-hold")
    clock = world.ticket(long, cs_preserved_on=str(today - timedelta(days=30)))
    asked = world.ticket(long, cs_asked="police", cs_asked_on="2026-01-01")
    ended = world.ticket(long, cs_preserved_on=str(today - timedelta(days=400)))
    told = world.call("plan").output
    for why in ("under a legal hold", "whose clock runs", "has not answered"):
        assert f"1  {why}" in told.replace("stays        ", "") or why in told
    world.call("apply")
    assert [world.there(one) for one in (held, clock, asked, ended)] == [True, True, True, False]


def test_no_plan_no_removal(world: World) -> None:
    one = world.ticket(7)
    assert "nobody has looked at a plan" in str(world.call("apply").exception)
    world.call("plan")
    (world.folder / "zammad-plugin.yml").write_text(DESK.replace("6,", "3,"), encoding="utf-8")
    assert "nobody has looked at a plan" in str(world.call("apply").exception)
    later = world.ticket(4)  # due by the new rules, and in no plan that somebody saw
    (world.folder / "zammad-plugin.yml").write_text(DESK, encoding="utf-8")
    assert world.call("apply").exit_code == 0
    assert (world.there(one), world.there(later)) == (False, True)


def test_the_brake(world: World) -> None:
    ones = [world.ticket(7) for _ in range(21)]
    world.call("plan")
    assert "more than 30%" in str(world.call("apply").exception)
    assert all(map(world.there, ones))
    assert world.call("apply", "--force").output == "21 tickets, 0 failed\n"


def test_killed_behind_the_empty_one_it_is_made_once(world: World) -> None:
    one = world.ticket(7)
    world.server.faults.add(f"DELETE tickets/{one} 9 500")
    first = world.both()
    assert first.exit_code == 5 and "1 failed" in first.output and world.there(one)
    world.server.faults.clear()
    assert world.both().output == "1 tickets, 0 failed\n"
    assert len([title for title in world.titles() if title.startswith("Request")]) == 1


def test_the_proof_and_what_reports_still_count(world: World, state: Path) -> None:
    """Emptied ones stand in Zammad, deleted ones in the state; numbers and dates only."""
    for _ in range(6):
        world.ticket(7)
        world.ticket(40, "csam_report", cs_country="LB")
    first, last = date.today() - timedelta(days=1500), date.today()

    def told() -> dict[str, Any]:
        words = ["report", "--from", str(first), "--to", str(last), "--json", "--shallow"]
        done = CliRunner().invoke(cli, [*words, "--desk", str(world.folder)])
        return dict(json.loads(done.output))

    before = told()
    world.both()
    after = told()
    for table in ("category", "country", "week", "urgency"):
        assert after[table] == before[table], table
    assert after["totals"]["reports"] == before["totals"]["reports"] == 12
    files = {file.name: file for file in state.rglob("retention/*")}
    proof = [json.loads(line) for line in files["removed.jsonl"].read_text().splitlines()]
    assert [(row["did"], row["tickets"]) for row in proof] == [("texts", 6), ("delete", 6)]
    assert all(file.stat().st_mode & 0o077 == 0 for file in files.values())
    said = files["removed.jsonl"].read_text() + files["kept.json"].read_text()
    assert "rana" not in said and "secret" not in said


@pytest.mark.parametrize(
    ("months", "day"),
    [(1, "2026-02-28"), (13, "2025-02-28"), (3, "2025-12-31"), (25, "2024-02-29")],
)
def test_months_end_where_they_end(months: int, day: str) -> None:
    assert months_before(date(2026, 3, 31), months) == date.fromisoformat(day)


def test_without_rules_nothing_is_ever_removed(world: World) -> None:
    (world.folder / "zammad-plugin.yml").write_text("{}\n", encoding="utf-8")
    assert "no rules of retention" in str(world.call("plan").exception)
