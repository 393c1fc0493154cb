"""`learn` on the embedded Zammad: what people changed, by rule, and no word of a message."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from by_environment import named
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.demo.story import let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

CANARY = "Zorbanella"
THREAT = f"My daughter {CANARY}, 13 years old: a man threatens to post her photos, he wants money"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Emulator]:
    monkeypatch.chdir(tmp_path)
    with Emulator() as made:
        named(monkeypatch, made, "triage")
        yield made


def ticket(client: Client, text: str) -> int:
    made = client.create_ticket(
        {
            "title": "x",
            "group": "Users",
            "customer_id": "guess:kid@example.org",
            "article": {"body": text, "type": "web", "sender": "Customer", "internal": False},
        }
    )
    return int(made["id"])


@pytest.fixture
def agent(server: Emulator) -> Iterator[Client]:
    session = Session(server.url, server.tokens["admin"])
    yield Client(session)
    session.close()


def learn(*words: str) -> Result:
    return CliRunner().invoke(cli, ["learn", "--since", "1d", *words])


def test_corrections_by_rule_without_texts(
    server: Emulator, agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["sync"])
    assert CliRunner().invoke(cli, ["apply"]).exit_code == 0  # makes the attributes
    monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["triage"])
    session = Session(server.url, server.tokens["triage"])
    for one in (agent, Client(session)):
        let_in(agent, one)
    session.close()
    wrong, right, left = (ticket(agent, THREAT) for _ in range(3))
    ran = CliRunner().invoke(cli, ["run"])
    assert ran.exit_code == 0, ran.output
    agent.put_ticket(wrong, {"cs_category": "grooming"})
    agent.tag(wrong, "cs-false-alarm")
    agent.tag(right, "cs-confirmed")
    said = learn()
    assert said.exit_code == 0, said.output
    assert "3 tickets read, 1 confirmed, 1 corrected" in said.stdout
    assert "category sextortion to grooming (1)" in said.stdout
    assert "false alarm (1)" in said.stdout and "sextortion-image" in said.stdout
    data = json.loads(learn("--format", "json").stdout)
    assert {one["ticket"] for one in data["lessons"]} == {wrong, right} and left
    for output in (said.output, json.dumps(data)):
        assert CANARY not in output and "example.org" not in output


def test_export_is_for_the_admin_alone(agent: Client, tmp_path: Path) -> None:
    one = ticket(agent, THREAT)
    CliRunner().invoke(cli, ["run"])
    agent.tag(one, "cs-false-alarm")
    file = tmp_path / "own.jsonl"
    for _ in range(2):  # a file of ours is written again
        assert CANARY not in learn("--export", str(file)).output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [row] = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert CANARY in row["body"] and row["labels"]["child_safety"] is False
    file.chmod(0o644)
    refused = learn("--export", str(file))
    assert "others can read this file" in str(refused.exception)
    link = tmp_path / "link"
    link.symlink_to(file)
    assert "can't be written" in str(learn("--export", str(link)).exception)


def test_nothing_changed_and_words_that_are_no_time(agent: Client) -> None:
    ticket(agent, THREAT)
    CliRunner().invoke(cli, ["run"])
    assert learn().stdout == "1 tickets read, 0 confirmed, 0 corrected\n"
    assert learn("--since", "soon").exit_code == 2
