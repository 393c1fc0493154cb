"""diff, prune, uninstall, doctor, status, and the brakes of apply, on the embedded Zammad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from by_environment import named
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.demo.story import let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import ExitCode, Locked
from zammad_plugin.state.lock import lock
from zammad_plugin.state.places import place_of
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    (folder / "macros").mkdir(parents=True)
    for number in range(12):
        _macro(folder, number, "a")
    return folder


def _macro(folder: Path, number: int, tag: str) -> None:
    text = f"name: M{number}\nperform:\n  ticket.tags: {{operator: add, value: [cs-{tag}]}}\n"
    (folder / "macros" / f"m{number}.yml").write_text(text)


def invoke(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def names(server: Emulator) -> list[str]:
    return [row["name"] for row in server.store.rows("macros")]


def test_diff_shows_one_object_whole(server: Emulator, desk: Path) -> None:
    invoke("apply", "--desk", desk)
    _macro(desk, 1, "b")
    shown = invoke("diff", "macros/m1", "--desk", desk)
    assert "cs-a" in shown.output and "cs-b" in shown.output
    assert "as wanted" in invoke("diff", "macros/m2", "--desk", desk).output
    assert "no object macros/x" in str(invoke("diff", "macros/x", "--desk", desk).exception)


def test_prune_asks_first_and_removes_ours_only(server: Emulator, desk: Path) -> None:
    invoke("apply", "--desk", desk)
    server.store.insert(
        "macros", {"name": "theirs", "note": None, "perform": {}, "active": True, "group_ids": []}
    )
    (desk / "macros" / "m3.yml").unlink()
    asked = invoke("prune", "--desk", desk)
    assert (asked.exit_code, "- macros/m3" in asked.output) == (ExitCode.PENDING, True)
    assert "M3" in names(server)
    assert "1 deleted" in invoke("prune", "--desk", desk, "--yes").output
    assert "M3" not in names(server) and "theirs" in names(server)
    assert invoke("prune", "--desk", desk).exit_code == 0


def test_uninstall_leaves_what_was_there_before(server: Emulator) -> None:
    kinds = (
        "groups",
        "macros",
        "text_modules",
        "overviews",
        "triggers",
        "object_manager_attributes",
    )
    before = {kind: server.store.rows(kind) for kind in kinds}
    assert invoke("apply").exit_code == 0
    assert invoke("uninstall").exit_code == ExitCode.PENDING
    assert invoke("uninstall", "--yes", "--drop-values").exit_code == 0
    after = {
        kind: [row for row in server.store.rows(kind) if row.get("active", True)] for kind in kinds
    }
    assert after == before
    assert invoke("plan").exit_code == 0


def test_uninstall_that_fails_in_part_says_so(server: Emulator, desk: Path) -> None:
    invoke("apply", "--desk", desk)
    server.faults.add("DELETE macros/* 1 422")
    assert invoke("uninstall", "--yes").exit_code == ExitCode.PARTIAL
    assert invoke("uninstall", "--yes").exit_code == 0
    assert names(server) == []


def test_a_change_of_many_is_refused_without_force(server: Emulator, desk: Path) -> None:
    invoke("apply", "--desk", desk)
    for number in range(12):
        _macro(desk, number, "b")
    refused = invoke("apply", "--desk", desk)
    assert "12 of 12 objects would change" in str(refused.exception)
    few = invoke("apply", "--desk", desk, "--max-changes", 3, "--force")
    assert few.exit_code == 0


def test_max_changes(server: Emulator, desk: Path) -> None:
    refused = invoke("apply", "--desk", desk, "--max-changes", 3)
    assert "12 changes, more than 3" in str(refused.exception)
    assert names(server) == []


def test_an_empty_desk_is_refused(server: Emulator, desk: Path, tmp_path: Path) -> None:
    invoke("apply", "--desk", desk)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "the desk is empty" in str(invoke("apply", "--desk", empty).exception)


def test_each_server_has_a_state_of_its_own(
    server: Emulator, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke("apply", "--desk", desk)
    with Emulator() as other:
        named(monkeypatch, other, "sync")
        assert invoke("apply", "--desk", desk).output == "12 written, 0 failed\n"


def test_the_state_is_found_from_any_folder(
    server: Emulator, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From another folder a colleague's change is known as one, and left."""
    invoke("apply", "--desk", desk.absolute())
    with server.store.request():
        server.store.update("macros", 1, {"active": False})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    told = invoke("apply", "--desk", desk.absolute())
    assert "left alone: macros/m0" in told.stderr
    assert server.store.get("macros", 1)["active"] is False


def test_a_state_that_is_missing_or_broken_is_said(
    server: Emulator, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke("apply", "--desk", desk)
    with server.store.request():
        server.store.update("macros", 1, {"active": False})
    file = place_of(server.url).ledger
    file.write_text("{")
    assert (
        f"the state of this Zammad can't be read ({file})" in invoke("plan", "--desk", desk).stderr
    )
    file.unlink()
    assert "the state of this Zammad is not there" in invoke("plan", "--desk", desk).stderr
    assert "warning" not in invoke("apply", "--desk", desk, "--overwrite").stdout


def test_two_at_once(server: Emulator, desk: Path, tmp_path: Path) -> None:
    with lock(place_of(server.url).sync_lock):
        second = invoke("apply", "--desk", desk)
    assert isinstance(second.exception, Locked)
    assert second.exception.exit_code == ExitCode.TRY_AGAIN
    assert "is at work" in str(second.exception)
    assert invoke("apply", "--desk", desk).exit_code == 0


def test_drift_is_told_and_left(server: Emulator, desk: Path) -> None:
    invoke("apply", "--desk", desk)
    with server.store.request():
        server.store.update("macros", 1, {"active": False})
    told = invoke("apply", "--desk", desk)
    assert (told.exit_code, "left alone: macros/m0" in told.output) == (0, True)
    assert invoke("plan", "--check", "--desk", desk).exit_code == ExitCode.PENDING
    invoke("apply", "--desk", desk, "--overwrite")
    assert server.store.rows("macros")[0]["active"] is True


def test_doctor_on_a_bare_and_on_a_made_desk(
    server: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["admin"])
    bare = invoke("doctor")
    assert bare.exit_code == 1
    assert "FAIL  no trigger puts a ticket back" in bare.output
    invoke("apply")
    session = Session(server.url, server.tokens["admin"])
    let_in(Client(session), Client(session))
    session.close()
    well = invoke("doctor", "--format", "json")
    assert well.exit_code == 0, well.output
    assert {one["level"] for one in json.loads(well.output)} == {"ok", "warn"}


def test_doctor_names_what_breaks_triggers_and_what_is_missing(server: Emulator) -> None:
    invoke("apply")
    broken = {
        "name": "theirs",
        "active": True,
        "perform": {},
        "note": None,
        "condition": {"ticket.nonsense": {"operator": "is", "value": "1"}},
    }
    with server.store.request():
        server.store.insert("triggers", broken)
        row = server.store.rows("object_manager_attributes")[0]
        server.store.update("object_manager_attributes", row["id"], {"to_migrate": True})
    found = invoke("doctor").output
    assert "trigger 'theirs' can't be run" in found
    assert f"not yet in the database: {row['name']}" in found


def test_doctor_with_the_triage_token(server: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["triage"])
    found = invoke("doctor")
    assert found.exit_code == 0
    assert "a token for triage" in found.output and "may not" not in found.output
    server.faults.add("POST tickets/search 9 422")
    assert "tickets can't be searched" in invoke("doctor").output


def test_status_tells_the_oldest(server: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["triage"])
    assert invoke("status").output == "0 waiting\n"
    with server.store.request():
        from zammad_plugin.emulator.objects.fields import EMPTY

        old = {**EMPTY, "group_id": 1, "title": "t", "created_at": "2026-01-01T00:00:00.000Z"}
        server.store.insert("tickets", {**old, "customer_id": 1})
    late = invoke("status", "--format", "json")
    assert (late.exit_code, json.loads(late.output)["waiting"]) == (1, 1)
    assert "the oldest for" in invoke("status").output
    assert "1 tickets wait" in invoke("doctor").output
