"""The examples of the pages: read, linted and applied, each with the rights its page names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from zammad_plugin.check.replies.texts import lint
from zammad_plugin.config.desk import load_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read, read_one, reader_of
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLE = DOCS / "example"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    monkeypatch.setenv("DUTY_WEBHOOK_KEY", "key")
    with Emulator() as made:
        yield made


def put(server: Emulator, token: str, desired: list[Desired], state: Path) -> list[str]:
    """Apply; what was not done, in words."""
    session = Session(server.url, token)
    client = Client(session)
    plan = make_plan(desired, client, Ledger(state))
    result = apply(plan, client, Ledger(state))
    session.close()
    return [str(one) for one in (*plan.problems, *result.failed)]


@pytest.mark.parametrize("kind", REGISTRY)
def test_the_example_of_a_kind_is_read(kind: str) -> None:
    files = sorted(EXAMPLE.glob(REGISTRY[kind].files))
    page = (DOCS / "kinds" / f"{kind}.md").read_text(encoding="utf-8")
    assert files and files[0].read_text(encoding="utf-8") in page
    assert read_one(REGISTRY[kind], files[0], reader_of(load_desk(EXAMPLE))).fields


def test_the_example_desk_is_a_sound_one(server: Emulator, tmp_path: Path) -> None:
    source = read(EXAMPLE)
    assert (source.problems, list(lint(source.desired))) == ([], [])
    assert {item.kind.name for item in source.desired} == set(REGISTRY)
    state = tmp_path / "state.json"
    assert put(server, server.tokens["sync"], source.desired, state) == []
    server.log.clear()
    assert put(server, server.tokens["sync"], source.desired, state) == []
    assert server.writes == []


def _rights(kind: str) -> list[str]:
    page = (DOCS / "kinds" / f"{kind}.md").read_text(encoding="utf-8")
    return re.findall(r"`(admin\.\w+)`", page.split("## Rights of the token\n")[1])


def _token(server: Emulator, permissions: list[str]) -> str:
    row = dict(next(one for one in server.store.rows("tokens") if one["name"] == "sync"))
    del row["id"]
    token = f"only-{'-'.join(permissions)}"
    with server.store.request():  # else the first refused call takes it back
        server.store.insert(
            "tokens", {**row, "name": token, "token": token, "permissions": permissions}
        )
    return token


@pytest.mark.parametrize("kind", REGISTRY)
def test_the_rights_of_a_page_are_enough_and_the_first_is_needed(
    server: Emulator, tmp_path: Path, kind: str
) -> None:
    """The others are for names that an example may or may not use."""
    desired, rights = read(EXAMPLE).desired, _rights(kind)
    before = [item for item in desired if item.kind.name != kind]
    [mine] = [item for item in desired if item.kind.name == kind]
    first = [item for item in before if item.kind.name in REGISTRY[kind].after]
    needed = {name for item in first for name in item.kind.after}
    first = [item for item in before if item.kind.name in needed or item in first]
    assert put(server, server.tokens["sync"], first, tmp_path / "first.json") == []
    refused = put(server, _token(server, rights[1:]), [mine], tmp_path / "state.json")
    assert any("HTTP 403" in one for one in refused)
    assert put(server, _token(server, rights), [mine], tmp_path / "state.json") == []
