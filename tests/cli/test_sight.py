"""What triage can't see is told by `run`, `status`, `doctor` and the figures: never silence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from applied_desk import applied
from by_environment import named
from console import invoke

from zammad_plugin.emulator import Emulator
from zammad_plugin.state.places import place_of
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

SETTINGS = "extends: default\nsync: {token: {env: OUR_SYNC}, every: 10000}\n"


@dataclass
class Place:
    server: Emulator
    desk: Path
    admin: Client

    def run(self, *words: str) -> tuple[int, str]:
        told = invoke("run", "--desk", str(self.desk), *words)
        return told.exit_code, told.stderr

    def status(self) -> tuple[int, str]:
        told = invoke("status", "--desk", str(self.desk))
        return told.exit_code, told.stdout

    def doctor(self) -> list[str]:
        told = invoke("doctor", "--desk", str(self.desk), "--format", "json")
        return [one["what"] for one in json.loads(told.stdout) if one["level"] == "fail"]

    def report(self) -> int:
        article = {"body": "help me", "type": "web", "sender": "Customer", "internal": False}
        new = {"title": "M", "group": "Users", "customer_id": "guess:a@example.org"}
        return int(self.admin.create_ticket({**new, "article": article})["id"])

    def later(self) -> None:
        """Ten minutes on: what is told in a rhythm is due again."""
        place_of(self.server.url).rounds.unlink()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with applied(hold=3) as server:
        named(monkeypatch, server, "triage")
        monkeypatch.setenv("OUR_SYNC", server.tokens["sync"])
        desk = tmp_path / "desk"
        desk.mkdir()
        (desk / "zammad-plugin.yml").write_text(SETTINGS)
        session = Session(server.url, server.tokens["admin"])
        yield Place(server, desk, Client(session))
        session.close()


def test_all_is_seen(place: Place) -> None:
    place.report()
    assert place.run() == (0, "")
    assert place.status() == (0, "0 waiting\n")
    assert not [one for one in place.doctor() if "see" in one or "attributes" in one]


def test_a_group_that_triage_may_not_read(place: Place, tmp_path: Path) -> None:
    """Whatever arrives there is silent, and nothing else tells."""
    place.admin.create("groups", {"name": "Street work"})
    metrics = tmp_path / "figures.prom"
    code, said = place.run("--metrics", str(metrics))
    assert code == 5 and "groups whose tickets triage does not see: Street work\n  next: " in said
    code, said = place.status()
    assert code == 1 and said.startswith("0 waiting\ngroups whose tickets triage does not see: S")
    assert "groups whose tickets triage does not see: Street work" in place.doctor()
    assert 'zammad_plugin_unseen_group{name="Street work"} 1.0' in metrics.read_text()
    assert "zammad_plugin_groups_known 1.0" in metrics.read_text()


def test_it_is_told_in_its_rhythm_and_measured_each_minute(place: Place, tmp_path: Path) -> None:
    place.admin.create("groups", {"name": "Street work"})
    metrics = tmp_path / "figures.prom"
    assert place.run()[0] == 5
    assert place.run("--metrics", str(metrics)) == (0, "")
    assert "Street work" in metrics.read_text()
    place.later()
    assert place.run()[0] == 5


def test_a_group_that_triage_is_not_meant_to_see(place: Place) -> None:
    place.admin.create("groups", {"name": "Book-keeping"})
    (place.desk / "zammad-plugin.yml").write_text(f"{SETTINGS}unseen: [Book-keeping]\n")
    assert place.run() == (0, "") and place.status()[0] == 0
    assert not any("Book-keeping" in one for one in place.doctor())


def test_where_routing_sends_and_triage_may_not(place: Place) -> None:
    me = Client(Session(place.server.url, place.server.tokens["triage"]))
    user = me.me()
    me.session.close()
    groups = {str(one["id"]): one["name"] for one in place.admin.list_all("groups")}
    rights = {id: ["read"] if name == "Child Safety" else ["full"] for id, name in groups.items()}
    place.admin.update("users", int(user["id"]), {"group_ids": rights, "role_ids": [2]})
    code, said = place.status()
    assert code == 1 and "groups where triage can't send tickets: Child Safety" in said


def test_an_attribute_that_a_server_lost(place: Place, tmp_path: Path) -> None:
    place.report()
    assert place.run()[0] == 0  # sync would bring it back at once
    tables = place.server.store._tables
    tables["object_manager_attributes"] = {
        id: row
        for id, row in tables["object_manager_attributes"].items()
        if row["name"] != "cs_deadline"
    }
    for row in tables["tickets"].values():
        row.pop("cs_deadline", None)
    code, said = place.status()
    assert code == 1 and "attributes that no ticket has: cs_deadline\n  next: " in said
    assert "attributes that no ticket has: cs_deadline" in place.doctor()
    metrics = tmp_path / "figures.prom"
    place.run("--metrics", str(metrics))
    assert 'zammad_plugin_missing_field{name="cs_deadline"} 1.0' in metrics.read_text()


def test_a_customers_token_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It finds no report, and that is no health."""
    place.report()
    monkeypatch.setenv("ZAMMAD_TOKEN", place.server.tokens["customer"])
    code, said = place.run()
    assert code in {1, 5} and "agent" in said
    code, said = place.status()
    assert code == 1


def test_without_the_sync_token_it_is_said_that_groups_are_not_known(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OUR_SYNC")
    place.admin.create("groups", {"name": "Street work"})
    (place.desk / "zammad-plugin.yml").write_text("extends: default\n")
    metrics = tmp_path / "figures.prom"
    assert place.run("--metrics", str(metrics)) == (0, "")
    assert "zammad_plugin_groups_known 0.0" in metrics.read_text()
    told = invoke("status", "--desk", str(place.desk), "--format", "json")
    assert json.loads(told.stdout)["sight"]["known"] is False


def test_a_look_that_fails_stops_no_triage(place: Place) -> None:
    ticket = place.report()
    place.server.faults.add("GET groups 99 500")
    code, said = place.run()
    assert code == 5 and "what triage sees can't be told: Unavailable (GET groups" in said
    assert "cs-triaged" in place.admin.tags(ticket)
