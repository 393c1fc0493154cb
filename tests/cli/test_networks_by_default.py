"""Tickets that name the same account find each other without any setting; a desk may switch it
off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from applied_desk import applied
from by_environment import named
from click.testing import CliRunner
from console import invoke

from zammad_plugin.cli.main import cli
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

TEXT = "I'm 14, he wants my nudes. his account is https://www.tiktok.com/@dark.kid.77"


@pytest.fixture
def admin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    with applied(hold=3) as server:
        named(monkeypatch, server, "triage")
        client = Client(Session(server.url, server.tokens["admin"]))
        yield client
        client.session.close()


def _report(admin: Client, person: str) -> int:
    article = {"body": TEXT, "type": "web", "sender": "Customer", "internal": False}
    new = {"title": "M", "group": "Users", "customer_id": f"guess:{person}@example.org"}
    return int(admin.create_ticket({**new, "article": article})["id"])


def _same(admin: Client, ticket: int) -> set[str]:
    return {tag for tag in admin.tags(ticket) if tag.startswith("cs-same-")}


def test_they_find_each_other_and_the_earlier_is_told_without_any_setting(
    admin: Client, state: Path
) -> None:
    first = _report(admin, "a")
    assert invoke("run").exit_code == 0
    second = _report(admin, "b")
    assert invoke("run").exit_code == 0
    number = str(admin.ticket(second)[0]["number"])
    assert any(number in one["body"] for one in admin.articles(first) if one["internal"])
    assert _same(admin, first) == _same(admin, second) != set()
    (key,) = state.rglob("networks.key")
    assert key.stat().st_mode & 0o077 == 0
    told = invoke("networks", "--days", "3").stdout
    assert told.splitlines()[1].split()[:2] == ["2", "2"]
    done = CliRunner().invoke(cli, ["networks", "--svg", str(state / "n.svg")])
    assert done.exit_code == 0 and (state / "n.svg").read_text().startswith("<svg")


def test_a_desk_may_switch_it_off(admin: Client, tmp_path: Path, state: Path) -> None:
    (tmp_path / "zammad-plugin.yml").write_text("networks: {enabled: false}\n")
    one, _ = _report(admin, "a"), _report(admin, "b")
    assert invoke("run", "--desk", str(tmp_path)).exit_code == 0
    assert _same(admin, one) == set() and list(state.rglob("networks.key")) == []
