"""uninstall and prune: what tickets hold in our fields is counted, and stays unless asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from by_environment import named
from console import invoke

from zammad_plugin.emulator import Emulator
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

FIELD = "name: cs_note\ndisplay: Note\ndata_type: input\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Emulator]:
    """With a field of ours, of which one ticket holds a value."""
    with Emulator() as made:
        named(monkeypatch, made, "admin")
        monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
        monkeypatch.setenv("ZAMMAD_DESK", str(tmp_path / "desk"))
        file = tmp_path / "desk" / "templates" / "attributes" / "note.yml"
        file.parent.mkdir(parents=True)
        file.write_text(FIELD)
        assert invoke("apply").exit_code == 0
        yield made


def ticket(server: Emulator, **fields: str) -> None:
    session = Session(server.url, server.tokens["admin"])
    article = {"subject": "s", "body": "b", "internal": False, "type": "note"}
    group = {"title": "t", "group": "Users", "customer_id": 1, "article": article}
    Client(session).create("tickets", {**group, **fields})
    session.close()


def test_a_field_with_values_stays_unless_asked_for(server: Emulator, tmp_path: Path) -> None:
    ticket(server, cs_note="2026-05-01")
    shown = invoke("uninstall")
    assert "- attributes/note  (1 tickets hold a value; --drop-values)" in shown.output
    kept = invoke("uninstall", "--yes")
    assert kept.exit_code == 0 and "kept: attributes/note: 1 tickets hold a value" in kept.stderr
    file = tmp_path / "values.jsonl"
    gone = invoke("uninstall", "--yes", "--drop-values", "--export", str(file))
    assert gone.exit_code == 0 and "1 deleted" in gone.output
    assert json.loads(file.read_text())["cs_note"] == "2026-05-01"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_field_without_values_goes(server: Emulator) -> None:
    ticket(server)
    assert "1 deleted" in invoke("uninstall", "--yes").output


def test_what_cannot_be_counted_stays(server: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    server.faults.add("POST tickets/search 1 403")
    kept = invoke("uninstall", "--yes")
    assert "can't be seen with this token" in kept.stderr and "0 deleted" in kept.output


def test_a_token_that_sees_no_ticket_takes_no_values_away(
    server: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Zammad answers its search with no ticket and 200: that once looked like no values."""
    ticket(server, cs_note="2026-05-01")
    named(monkeypatch, server, "sync")
    refused = invoke("uninstall", "--yes", "--export", str(tmp_path / "values.jsonl"))
    assert refused.exit_code == 1 and "can't be seen with this token" in refused.stderr
    kept = invoke("uninstall", "--yes")
    assert "can't be seen with this token" in kept.stderr and "0 deleted" in kept.output
