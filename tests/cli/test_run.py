"""`run` as cron, an admin and the bridge call it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from applied_desk import applied
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
        monkeypatch.setenv("ZAMMAD_URL", made.url)
        monkeypatch.setenv("ZAMMAD_TOKEN", made.tokens["triage"])
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
