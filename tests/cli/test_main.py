from __future__ import annotations

import json
from contextlib import closing

import pytest
import responses
from applied_desk import applied
from click.testing import CliRunner

from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes
from zammad_plugin.errors import DeskError, ExitCode, Unavailable
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

URL = "https://desk.example/api/v1"


@pytest.fixture
def runner(monkeypatch):
    monkeypatch.setenv("ZAMMAD_TOKEN", "token")
    return CliRunner()


def test_explain_a_text_and_standard_input(runner):
    said = runner.invoke(cli, ["explain", "I'm 14, he threatens to post my photos"])
    assert said.exit_code == 0 and "sextortion" in said.output
    result = runner.invoke(cli, ["explain", "--format", "json"], input=b"\xff\xfe hello")
    assert json.loads(result.output)["child_safety"] is False


def test_explain_ticket_needs_a_url(runner):
    assert runner.invoke(cli, ["explain", "--ticket", "3"]).exit_code == 2


def test_eval(runner, tmp_path):
    labels = {"child_safety": False, "category": "x", "urgency": "low"}
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"id": "a", "body": "hello", "lang": "en", "labels": labels}))
    out = tmp_path / "out.jsonl"
    args = ["eval", str(file), "--predictions", str(out), "--format", "json"]
    assert json.loads(runner.invoke(cli, args).output)["left_alone"] == 1.0
    assert json.loads(out.read_text())["id"] == "a"


CANARY = "canary-text-7f3 I am 14, he threatens to post my photos"


def _zammad(articles: list[dict]) -> None:
    responses.get(f"{URL}/ticket_states", json=[{"id": 1, "name": "new", "state_type_id": 1}])
    responses.post(f"{URL}/tickets/search", json=[{"id": 7}])
    responses.post(f"{URL}/tickets/search", json=[{"id": 7}])
    responses.post(f"{URL}/tickets/search", json=[])
    ticket = {"id": 7, "title": "t", "group": "Users", "priority": "2 normal", "owner_id": 1}
    responses.get(f"{URL}/tickets/7", json=ticket)
    responses.get(f"{URL}/ticket_articles/by_ticket/7", json=articles)


@pytest.fixture
def server():
    with applied() as made:
        yield made


def _report(server) -> Client:
    client = Client(Session(server.url, server.tokens["admin"]))
    article = {"type": "web", "sender": "Customer", "internal": False, "body": CANARY}
    new = {"title": "t", "group": "Users", "customer_id": "guess:a@example.org"}
    client.create_ticket({**new, "article": article})
    return client


def test_run_triages_and_never_logs_a_text(runner, server):
    with closing(_report(server).session) as session:
        told = ["-vv", "run", "--url", server.url]
        result = runner.invoke(cli, told, env={"ZAMMAD_TOKEN": server.tokens["triage"]})
        assert result.exit_code == 0, result.output
        assert "1 triaged, 0 failed" in result.output and "canary-text" not in result.output
        (ticket,) = session.call("GET", "tickets", params={"expand": "true"})
        tags = session.call("GET", "tags", params={"object": "Ticket", "o_id": ticket["id"]})
        assert ticket["group"] == "Child Safety" and "cs-triaged" in tags["tags"]
        notes = session.call("GET", f"ticket_articles/by_ticket/{ticket['id']}")[1:]
        assert [one["internal"] for one in notes] == [True]
        assert "canary-text" not in json.dumps(notes[0]["preferences"])


@responses.activate
def test_one_broken_ticket_is_told_and_stays(runner):
    _zammad([{"id": "no number", "body": CANARY}])
    result = runner.invoke(cli, ["run", "--url", "https://desk.example"])
    assert result.exit_code == ExitCode.PARTIAL and "canary-text" not in result.output


@responses.activate
def test_silent_when_nothing_waits(runner):
    responses.get(f"{URL}/ticket_states", json=[])
    responses.post(f"{URL}/tickets/search", json=[])
    responses.get(f"{URL}/ticket_history/0", status=404, json={})  # what an agent gets
    responses.get(f"{URL}/tickets", json=[])
    responses.get(f"{URL}/groups", status=403, json={})
    result = runner.invoke(cli, ["run", "--url", "https://desk.example"])
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DeskError("x"), 1),
        (Unavailable("x"), 75),
        (KeyboardInterrupt(), 130),
        (ValueError("canary"), 3),
    ],
)
def test_every_way_to_fail_has_its_exit_code(error, code, capsys):
    with pytest.raises(SystemExit) as caught, exit_codes():
        raise error
    assert caught.value.code == code
    assert "canary" not in capsys.readouterr().err
