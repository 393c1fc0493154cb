"""`run` as cron, an admin and the bridge call it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from applied_desk import applied
from by_environment import named
from console import invoke

from zammad_plugin.emulator import Emulator
from zammad_plugin.state.lock import lock
from zammad_plugin.state.places import place_of
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

THREAT = "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    with applied(hold=3) as made:
        named(monkeypatch, made, "triage")
        yield made


def report(server: Emulator, person: str = "a") -> int:
    session = Session(server.url, server.tokens["admin"])
    article = {"body": THREAT, "type": "web", "sender": "Customer", "internal": False}
    new = {"title": "M", "group": "Users", "customer_id": f"guess:{person}@example.org"}
    made = Client(session).create_ticket({**new, "article": article})
    session.close()
    return int(made["id"])


def test_one_ticket_now_beside_a_run_that_is_at_work(server: Emulator) -> None:
    one, other = report(server), report(server, "b")
    with lock(place_of(server.url).run_lock):
        assert invoke("run").exit_code == 75
        told = json.loads(invoke("run", "--ticket", str(one), "--format", "json").stdout)
    assert (told["done"], told["resting"]) == (1, 0)
    tags = {row["id"]: row["_tags"] for row in server.store.rows("tickets")}
    assert "cs-triaged" in tags[one] and "cs-triaged" not in tags[other]
    assert not any(call.path == "tickets/search" for call in server.log)


def test_a_ticket_that_is_not_there_is_no_failure(server: Emulator) -> None:
    assert invoke("run", "--ticket", "999").exit_code == 0


def test_two_folders_one_state(
    server: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cron's home and an admin's checkout: the second exits 75 while the first is at work."""
    for name in ("home", "checkout"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "home")
    with lock(place_of(server.url).run_lock):
        monkeypatch.chdir(tmp_path / "checkout")
        assert invoke("run").exit_code == 75


ROUTING = "rules: [{id: all, when: {}, then: {group: Child Safety, tags: [cs-ours]}}]\n"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("rules/routing.yml", "rules: [{id: all, whne: {}}]\n", "routing.yml:1:"),
        ("zammad-plugin.yml", "extends: [\n", "zammad-plugin.yml:"),
        ("rules/rules.yml", "rules: [\n", "rules.yml:"),
    ],
)
def test_of_broken_files_the_last_good_ones_count(
    server: Emulator, tmp_path: Path, file: str, text: str, said: str
) -> None:
    """A typo at 17:00 stops no triage that night; it is told each time, and is no success."""
    desk = tmp_path / "desk"
    (desk / "rules").mkdir(parents=True)
    (desk / "zammad-plugin.yml").write_text("extends: default\n")
    (desk / "rules" / "routing.yml").write_text(ROUTING)
    assert invoke("run", "--desk", str(desk)).exit_code == 0
    good = (desk / file).read_text() if (desk / file).exists() else ""
    (desk / file).write_text(text)
    one = report(server)
    for done in ("1 triaged, 0 failed\n", ""):
        told = invoke("run", "--desk", str(desk))
        assert (told.exit_code, told.stdout) == (5, done), told.stderr
        assert said in told.stderr and "last good files" in told.stderr
    [row] = [row for row in server.store.rows("tickets") if row["id"] == one]
    assert {"cs-ours", "cs-triaged"} <= set(row["_tags"])
    (desk / file).write_text(good or "{}\n")
    assert invoke("run", "--desk", str(desk)).exit_code == 0


def test_a_desk_that_was_never_good_is_refused(server: Emulator, tmp_path: Path) -> None:
    (tmp_path / "zammad-plugin.yml").write_text("extends: [\n")
    told = invoke("run", "--desk", str(tmp_path))
    assert told.exit_code == 1 and "zammad-plugin.yml:" in told.stderr
