"""Two desks on one Zammad: each knows its own objects; the other's are no orphans of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from by_environment import named
from console import invoke

from zammad_plugin.emulator import Emulator
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

FILES = {
    "templates/groups/{name}.yml": "name: Desk {name}\n",
    "templates/overviews/waiting.yml": (
        "name: Waiting {name}\nprio: 905\n"
        "condition: {{ticket.state: {{operator: is, value: [new]}}}}\n"
        "columns: [number, title]\norder: {{by: created_at, direction: ASC}}\n"
    ),
    "macros/close.yml": "name: Close {name}\nperform: {{ticket.state: closed}}\n",
    "templates/replies/hello/en.md": (
        "---\ntitle: Hello {name}\nkeyword: hello-{name}\npurpose: a word\nwhen: always\n"
        "audience: anyone\nstatus: drafted\nby: desk\ndate: 2026-11-23\nnative_reader: none\n---\n"
        "Hello, and good day.\n"
    ),
}


@dataclass
class Desk:
    folder: Path

    def said(self, command: str, *words: str, code: int = 0) -> str:
        told = invoke(command, "--desk", str(self.folder), *words)
        assert told.exit_code == code, told.output
        return told.output


def _desk(folder: Path, name: str, settings: str | None = None) -> Desk:
    here = folder / name
    for place, text in FILES.items():
        file = here / place.format(name=name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(name=name))
    (here / "zammad-plugin.yml").write_text(settings or f"name: {name}\n")
    return Desk(here)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    with Emulator() as made:
        named(monkeypatch, made, "sync")
        monkeypatch.setenv("HOOK_SECRET", "a secret of the tests")
        yield made


def names(server: Emulator, table: str) -> set[str]:
    return {str(row["name"]) for row in server.store.rows(table) if row.get("active", True)}


def test_each_sees_its_own_objects_only(server: Emulator, tmp_path: Path) -> None:
    """Keys are the same in both: macros/close, overviews/waiting, replies/hello."""
    north, south = _desk(tmp_path, "north"), _desk(tmp_path, "south")
    assert "4 written" in north.said("apply") and "4 written" in south.said("apply")
    for desk in (north, south, north):
        assert "orphan" not in desk.said("plan", "--check")
        assert "0 to remove" in desk.said("prune")
        assert desk.said("apply") == ""
    assert {"Close north", "Close south"} <= names(server, "macros")


def test_a_file_that_goes_makes_an_orphan_of_this_desk_alone(
    server: Emulator, tmp_path: Path
) -> None:
    north, south = _desk(tmp_path, "north"), _desk(tmp_path, "south")
    north.said("apply")
    south.said("apply")
    (north.folder / "macros" / "close.yml").unlink()
    assert "- macros/close\n1 to remove" in north.said("prune", code=4)
    north.said("prune", "--yes")
    assert "Close north" not in names(server, "macros")
    assert "Close south" in names(server, "macros")
    assert "orphan" not in south.said("plan", "--check")


def test_uninstalling_one_leaves_the_other(server: Emulator, tmp_path: Path) -> None:
    north, south = _desk(tmp_path, "north"), _desk(tmp_path, "south")
    north.said("apply")
    south.said("apply")
    north.said("uninstall", "--yes")
    assert {"Close south"} == {one for one in names(server, "macros") if one.startswith("Close ")}
    assert "Waiting south" in names(server, "overviews")
    assert south.said("apply") == ""


def test_what_both_want_alike_is_shared_and_what_differs_is_told(
    server: Emulator, tmp_path: Path
) -> None:
    north, south = _desk(tmp_path, "north"), _desk(tmp_path, "south")
    alike = "name: Thanks\nperform: {ticket.state: closed}\n"
    for desk in (north, south):
        (desk.folder / "macros" / "thanks.yml").write_text(alike)
        desk.said("apply")
    (south.folder / "macros" / "thanks.yml").write_text(alike.replace("closed", "open"))
    told = south.said("plan", "--check", code=4)
    assert "an object of the desk 'north' has this name" in told
    assert north.said("apply") == ""
    north.said("uninstall", "--yes")
    assert "Thanks" not in names(server, "macros")


def test_a_desk_without_a_name_beside_one_with(server: Emulator, tmp_path: Path) -> None:
    plain, south = _desk(tmp_path, "plain", "{}\n"), _desk(tmp_path, "south")
    plain.said("apply")
    south.said("apply")
    assert "0 to remove" in plain.said("prune") and "0 to remove" in south.said("prune")


def test_each_has_a_webhook_of_its_own_for_its_groups(server: Emulator, tmp_path: Path) -> None:
    settings = "name: {0}\nserve: {{secret: {{env: HOOK_SECRET}}, groups: [Desk {0}]}}\n"
    for name in ("north", "south"):
        _desk(tmp_path, name, settings.format(name)).said("apply")
    assert {"zammad-plugin serve north", "zammad-plugin serve south"} <= names(server, "webhooks")
    session = Session(server.url, server.tokens["admin"])
    groups = {str(one["id"]): one["name"] for one in Client(session).list_all("groups")}
    session.close()
    told = {
        row["name"]: [groups[id] for id in row["condition"]["ticket.group_id"]["value"]]
        for row in server.store.rows("triggers")
        if "tell serve" in row["name"]
    }
    assert told == {
        "zammad-plugin 090 tell serve north": ["Desk north"],
        "zammad-plugin 090 tell serve south": ["Desk south"],
    }
