from __future__ import annotations

import json

import pytest
import responses
from click.testing import CliRunner

from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes
from zammad_plugin.errors import DeskError, ExitCode, Unavailable

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


@responses.activate
def test_run_triages_and_never_logs_a_text(runner):
    _zammad([{"id": 1, "sender": "Customer", "internal": False, "type": "note", "body": CANARY}])
    put = responses.put(f"{URL}/tickets/7", json={"id": 7})
    tags = responses.post(f"{URL}/tags/add", json=True)
    result = runner.invoke(cli, ["-vv", "run", "--url", "https://desk.example"])
    assert result.exit_code == 0, result.output
    assert "1 triaged, 0 failed" in result.output and "canary-text" not in result.output
    sent = json.loads(put.calls[0].request.body)
    assert sent["group"] == "Child Safety" and sent["article"]["internal"] is True
    assert "canary-text" not in json.dumps(sent["article"]["preferences"])
    assert json.loads(tags.calls[-1].request.body)["item"] == "cs-triaged"


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
