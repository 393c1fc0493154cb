"""`run`: sync if configured, triage, clocks, in that order, each in its rhythm."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from applied_desk import applied
from by_environment import named
from click.testing import CliRunner, Result
from desk_of_tests import THREAT, Desk

from zammad_plugin.cli.main import cli
from zammad_plugin.config.places import default_desk
from zammad_plugin.deadlines.rounds import Times
from zammad_plugin.emulator import Emulator
from zammad_plugin.state.lock import lock
from zammad_plugin.state.places import place_of

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SYNC = "sync: {token: {env: SYNC_TOKEN}, every: 60, max_changes: 900}\n"


def test_each_step_has_its_rhythm(tmp_path: Path) -> None:
    file = tmp_path / "state" / "rounds.json"
    times = Times(file)
    assert times.due("clocks", 60, NOW)
    times.did("clocks", NOW)
    for minutes, due in ((0, False), (59, False), (60, True), (-1, True)):
        assert Times(file).due("clocks", 60, NOW + timedelta(minutes=minutes)) is due
    assert not times.due("clocks", 60, NOW + timedelta(minutes=61), times=6)
    for broken in ("", "[1]", '{"clocks": "x"}', "null"):
        file.write_text(broken)
        assert Times(file).due("clocks", 60, NOW)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "desk"
    made.mkdir()
    for name in ("templates", "macros"):
        shutil.copytree(default_desk() / name, made / name)
    monkeypatch.chdir(tmp_path)
    return made


def invoke(server: Emulator, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    named(monkeypatch, server, "triage")
    return CliRunner().invoke(cli, ["run", *words])


@pytest.fixture
def server() -> Iterator[Emulator]:
    with applied(hold=3) as made:
        yield made


def test_sync_comes_first_with_a_token_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "zammad-plugin.yml").write_text(SYNC)
    with Emulator(hold=3) as fresh:
        monkeypatch.setenv("SYNC_TOKEN", fresh.tokens["sync"])
        first = invoke(fresh, monkeypatch, "--desk", str(folder))
        # The groups that the sync has just made are shut to the user of triage until a lead opens
        # them: that is told, and is no success.
        assert (first.exit_code, "sync: " in first.output) == (5, True)
        assert "Child Safety" in first.output
        assert fresh.store.find("triggers", name="zammad-plugin 010 customer wrote again")
        paths = [call.path for call in fresh.log]
        assert paths.index("triggers") < paths.index("tickets/search")
        fresh.log.clear()
        second = invoke(fresh, monkeypatch, "--desk", str(folder))
        assert (second.exit_code, second.output) == (0, "")
        assert [call.path for call in fresh.log] == ["ticket_states", "tickets/search"]


def test_sync_that_fails_stops_no_triage(
    server: Emulator, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(server)
    (folder / "zammad-plugin.yml").write_text(SYNC)
    wrong = ("", server.tokens["triage"], "no token at all")
    said = ("$SYNC_TOKEN is not set", "is the token of triage", "401")
    for token, words in zip(wrong, said, strict=True):
        one = desk.report()
        monkeypatch.setenv("SYNC_TOKEN", token)
        place_of(server.url).rounds.unlink(missing_ok=True)
        told = invoke(server, monkeypatch, "--desk", str(folder))
        assert told.exit_code == 5 and words in told.output
        assert "1 triaged" in told.output and desk.ticket(one)["group"] == "Child Safety"
        quiet = invoke(server, monkeypatch, "--desk", str(folder))
        assert (quiet.exit_code, quiet.output) == (0, "")
    for client in desk.clients:
        client.session.close()


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("languages/en.yml", "language: en\nphrses: {}\n", "en.yml:2:1: unknown key 'phrses'"),
        ("rules.yml", "rules: [\n", "rules.yml:2:1: YAML"),
    ],
)
def test_a_broken_rule_file_of_the_desk_is_named_and_stops_no_triage(
    server: Emulator,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    text: str,
    place: str,
) -> None:
    desk = Desk(server)
    (folder / "zammad-plugin.yml").write_text("{}\n")
    (folder / "rules" / "languages").mkdir(parents=True)
    (folder / "rules" / name).write_text(text)
    one = desk.report()
    told = invoke(server, monkeypatch, "--desk", str(folder))
    assert place in told.stderr
    assert "1 triaged" in told.output and desk.ticket(one)["group"] == "Child Safety"
    for client in desk.clients:
        client.session.close()


def test_sync_waits_for_an_admins_apply(
    server: Emulator, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "zammad-plugin.yml").write_text(SYNC)
    monkeypatch.setenv("SYNC_TOKEN", server.tokens["sync"])
    with lock(place_of(server.url).sync_lock):
        told = invoke(server, monkeypatch, "--desk", str(folder))
    assert (told.exit_code, told.output) == (0, "")
    assert not [call for call in server.log if call.path == "triggers"]


def test_clocks_come_last(
    server: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(server)
    ids = [desk.report(f"{THREAT} on tiktok", person=who) for who in ("a", "b")]
    filed = (datetime.now(UTC) - timedelta(days=10)).date().isoformat()
    for one in ids:
        desk.admin.put_ticket(one, {"cs_preserved_on": filed})
    told = json.loads(invoke(server, monkeypatch, "--format", "json").output)
    assert (told["done"], told["clocks"]["deadlines"]) == (2, 2)
    log = [call.path for call in server.log]
    last = max(place for place, path in enumerate(log) if path == "tags/add")
    assert f"tickets/{ids[0]}" in log[last:]
    for client in desk.clients:
        client.session.close()


def test_a_step_that_fails_is_told_and_tried_again(
    server: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    server.faults.add("POST tickets/search 1 422")  # the search of triage, then …
    assert invoke(server, monkeypatch).exit_code == 1
    server.faults.clear()

    def broken(*_: object) -> None:
        from zammad_plugin.errors import Rejected

        raise Rejected("no", status=422)

    monkeypatch.setattr("zammad_plugin.deadlines.rounds.warn", broken)
    told = invoke(server, monkeypatch)
    assert told.exit_code == 5
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert invoke(server, monkeypatch).exit_code == 0


def test_a_disk_that_takes_no_state_keeps_no_report_waiting(
    server: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = Desk(server)
    one = desk.report()
    (tmp_path / "file").write_text("")
    done = invoke(server, monkeypatch, "--state-dir", str(tmp_path / "file" / "state"))
    assert done.exit_code == 5 and "no place for the state" in done.stderr, done.output
    assert "cs-triaged" in desk.tags(one)
    two = desk.report(person="b")
    metrics = tmp_path / "missing" / "m.prom"
    where = ("--state-dir", str(tmp_path / "state"), "--metrics", str(metrics))
    done = invoke(server, monkeypatch, *where)
    assert done.exit_code == 5 and "no folder for the metrics" in done.stderr, done.output
    assert "cs-triaged" in desk.tags(two) and not metrics.parent.exists()
    for client in desk.clients:
        client.session.close()


def test_times_that_no_disk_takes_are_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A run on a full disk exits 5: what it can't remember it does again."""
    (tmp_path / "file").write_text("")
    times = Times(tmp_path / "file" / "rounds.json")
    for step in ("clocks", "windows"):
        times.did(step, NOW)
    assert not times.kept and len(caplog.records) == 1
