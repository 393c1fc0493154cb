"""The numbers of a period, on the embedded Zammad: what is counted, what is hidden, what is asked
of the server."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from applied_desk import applied
from by_environment import named
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator
from zammad_plugin.report.read import figures
from zammad_plugin.report.summary import summary
from zammad_plugin.routing.hours import Hours
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
WEEK = {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
ROUTING = load_routing().model_copy(
    update={"hours": Hours.model_validate({"timezone": "Asia/Beirut", "week": WEEK})}
)
CHILD = {
    "cs_category": "sextortion",
    "cs_urgency": "critical",
    "cs_reporter": "child",
    "cs_platform": "tiktok",
}


class World:
    def __init__(self, server: Emulator) -> None:
        self.server = server
        self.admin, self.triage = (
            Client(Session(server.url, server.tokens[who])) for who in ("admin", "triage")
        )

    def ticket(self, at: str = "2026-11-10T10:00:00Z", minutes: int | None = 5, **of: Any) -> int:
        """Made at that time (UTC) and first answered so many minutes later."""
        article = {"body": "secret words", "type": "web", "sender": "Customer"}
        new = {"title": "M", "group": "Users", "customer_id": "guess:rana@example.org"}
        made = int(self.admin.create_ticket({**new, **CHILD, **of, "article": article})["id"])
        times: dict[str, Any] = {"created_at": at}
        if minutes is not None:
            then = datetime.fromisoformat(at) + timedelta(minutes=minutes)
            times["first_response_at"] = then.isoformat()
        self.server.store.update("tickets", made, times)
        return made

    def shown(self, deep: bool | None = None) -> dict[str, Any]:
        return summary(figures(self.triage, ROUTING, FIRST, LAST, deep)).to_dict()


@pytest.fixture
def world() -> Iterator[World]:
    with applied(hold=3) as server:
        made = World(server)
        yield made
        for client in (made.admin, made.triage):
            client.session.close()


def test_what_is_counted_and_what_is_not(world: World) -> None:
    for _ in range(6):
        world.ticket()
        world.ticket(cs_category="grooming", cs_language="ar", cs_country="LB")
    world.ticket("2026-10-31T10:00:00Z")  # the month before
    world.ticket("2026-12-01T10:00:00Z")
    world.ticket(cs_category="not_child_safety")
    for _ in range(5):
        world.ticket(cs_category=None)  # a person must judge first
    found = world.shown()
    assert found["totals"]["reports"] == 12 and found["totals"]["unsure"] == 5
    assert found["category"] == {"grooming": 6, "sextortion": 6}
    assert found["country"] == {"LB": 6, "untold": 6}
    assert found["week"] == {"2026-11-09": 12}


def test_days_begin_in_the_desk_s_own_zone(world: World) -> None:
    """23:00 in UTC is the next day in Beirut."""
    for _ in range(5):
        world.ticket("2026-10-31T23:00:00Z")
        world.ticket("2026-11-30T23:00:00Z")
    assert world.shown()["totals"]["reports"] == 5


def test_the_first_human_answer_by_day_and_by_night(world: World) -> None:
    for minutes in (5, 6, 7, 10, 60):
        world.ticket("2026-11-10T10:00:00Z", minutes)
    for _ in range(5):
        world.ticket("2026-11-10T22:00:00Z", 600)
    for _ in range(5):
        world.ticket(minutes=None)
    found = world.shown()
    day, night = found["answers"]["day"], found["answers"]["night"]
    assert (day["answered"], day["median"], day["p90"]) == (5, 7, 60)
    assert (night["answered"], night["median"]) == (5, 600)
    # Four of five in time and one late: both would be small counts.
    assert day["promise"] is None and night["promise"] == 0.0
    assert found["totals"]["promise"] is None and found["totals"]["unanswered"] == 5


def test_an_answer_that_only_an_article_tells_counts(world: World) -> None:
    """The Signal bridge carries public notes, which Zammad itself counts as no answer."""
    ones = [world.ticket(minutes=None) for _ in range(5)]
    for one in ones:
        answer = {"body": "hello", "type": "note", "sender": "Agent", "internal": False}
        world.admin.create_article({"ticket_id": one, **answer})
    assert world.shown(deep=False)["totals"]["unanswered"] == 5
    assert world.shown(deep=True)["totals"]["unanswered"] == 0


def test_what_a_history_tells(world: World) -> None:
    ones = [world.ticket() for _ in range(12)]
    for one in ones[:6]:
        world.triage.tag(one, "cs-unsure")
        world.triage.tag(one, "cs-same-abc")
        world.admin.put_ticket(one, {"cs_category": "grooming"})
    for one in ones:
        world.admin.put_ticket(one, {"cs_asked": "police", "cs_asked_on": "2026-11-11"})
        world.admin.put_ticket(one, {"cs_outcome": "refused"})
    found = world.shown()
    assert found["totals"]["corrected"] == found["totals"]["once_unsure"] == 0.5
    assert found["totals"]["repeat"] is None  # one account: a small count
    assert found["asked"] == {"police": {"refused": 12}}
    shallow = world.shown(deep=False)
    assert shallow["asked"] == {} and "corrected" not in shallow["totals"]


def test_deadlines_of_evidence(world: World) -> None:
    suspended = {"cs_suspended_on": "2026-11-10"}
    for _ in range(5):
        world.ticket(**suspended, cs_reported_on="2026-11-12", cs_preserved_on="2026-11-14")
        world.ticket(**suspended, cs_reported_on="2026-11-20")
    clock = world.shown()["clock"]
    assert clock["report"] == {"kept": 5, "late": 5} and clock["filed"]["kept"] == 5


def _report(world: World, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    named(monkeypatch, world.server, "triage")
    period = ("--from", str(FIRST), "--to", str(LAST))
    return CliRunner().invoke(cli, ["report", *period, *words])


def test_every_form_says_the_same_and_nothing_of_anybody(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for _ in range(6):
        world.ticket()
    world.ticket(cs_platform="x")
    text = _report(world, monkeypatch).output
    rows = list(csv.DictReader(io.StringIO(_report(world, monkeypatch, "--csv").output)))
    told = json.loads(_report(world, monkeypatch, "--json").output)
    done = _report(world, monkeypatch, "--html", str(tmp_path), "--lang", "ar", "--lang", "en")
    pages = [Path(line).read_text(encoding="utf-8") for line in done.output.splitlines()]
    assert len(pages) == 2 and 'dir="rtl"' in pages[0]
    platform = {row["row"]: row["count"] for row in rows if row["table"] == "platform"}
    assert platform == {"tiktok": "", "x": ""} and told["platform"] == {"tiktok": None, "x": None}
    assert "TikTok: ·" in text and told["totals"]["reports"] == 7
    for said in (text, str(rows), str(told), *pages):
        assert "rana" not in said and "secret" not in said and "example.org" not in said
    for page in pages:  # self-contained
        assert "<script" not in page and "src=" not in page and "@import" not in page


def test_no_write_and_no_text_is_read(world: World) -> None:
    world.ticket()
    world.server.log.clear()
    world.shown()
    assert not any(call.is_write for call in world.server.log)
    paths = {call.path.partition("/")[0] for call in world.server.log}
    assert paths <= {"tickets", "ticket_history", "users"}


def test_bad_periods_and_an_empty_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = json.loads(_report(world, monkeypatch, "--json").output)
    assert empty["totals"]["reports"] == 0 and empty["category"] == {}
    swapped = CliRunner().invoke(cli, ["report", "--from", "2026-11-30", "--to", "2026-11-01"])
    assert "before it begins" in str(swapped.exception)
    day = CliRunner().invoke(cli, ["report", "--from", "2026-02-31"])
    assert day.exit_code == 2


def test_without_the_extra_there_are_no_charts_but_numbers(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("zammad_plugin.report.drawing.find_spec", lambda _: None)
    done = _report(world, monkeypatch, "--html", str(tmp_path))
    assert "zammad-plugin[report]" in str(done.exception)
    assert _report(world, monkeypatch, "--csv").exit_code == 0
