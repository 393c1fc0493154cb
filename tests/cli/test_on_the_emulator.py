"""Commands as an admin and cron run them, on the embedded Zammad."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator


def invoke(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def test_plan_apply_and_apply_again(server: Emulator) -> None:
    assert invoke("plan", "--check").exit_code == 4
    planned = json.loads(invoke("plan", "--format", "json").output)
    assert planned
    first = invoke("apply")
    assert (first.exit_code, "written, 0 failed" in first.output) == (0, True)
    server.log.clear()
    assert invoke("apply").output == ""
    assert server.writes == []
    silent = invoke("plan", "--check")
    assert (silent.exit_code, silent.output) == (0, "")


def test_apply_that_meets_a_fault_is_finished_by_the_next(server: Emulator) -> None:
    server.faults.add("POST macros 1 422")
    first = invoke("apply")
    assert first.exit_code == 5
    assert "error: macros" in first.output
    assert invoke("apply").exit_code == 0


@pytest.mark.parametrize("kind", ["lost", "reset", "cut", "html", "503"])
def test_a_lost_answer_in_mid_apply(server: Emulator, kind: str) -> None:
    server.faults.add(f"POST text_modules 1 {kind}")
    invoke("apply")
    assert invoke("apply").exit_code == 0
    assert invoke("plan", "--check").exit_code == 0
    names = [row["name"] for row in server.store.rows("text_modules")]
    assert len(names) == len(set(names))


def test_run_is_silent_when_nothing_waits(
    server: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["triage"])
    done = invoke("run")
    assert (done.exit_code, done.output) == (0, "")


def test_explain_a_ticket(server: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    from zammad_plugin.zammad.client import Client
    from zammad_plugin.zammad.session import Session

    monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["triage"])
    session = Session(server.url, server.tokens["admin"])
    body = "I'm 14 and he says he will post my photos if I don't pay"
    new = {"title": "t", "group": "Users", "customer_id": "guess:a@example.org"}
    article = {"body": body, "type": "web", "sender": "Customer"}
    one = Client(session).create_ticket({**new, "article": article})["id"]
    session.close()
    shown = invoke("explain", "--ticket", str(one))
    assert "sextortion" in shown.output
    assert invoke("explain", "--ticket", "99").exit_code != 0
    assert server.writes[-1].path == "tickets"  # explaining wrote nothing


def test_wrong_token_and_no_server(server: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAMMAD_TOKEN", "wrong")
    command = [sys.executable, "-c", "from zammad_plugin.cli.main import main; main()", "run"]
    wrong = subprocess.run(command, capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert "401" in wrong.stderr and "token" in wrong.stderr
    away = subprocess.run(
        [*command, "--url", "http://127.0.0.1:9"], capture_output=True, text=True, check=False
    )
    assert away.returncode == 75
    assert "next:" in away.stderr
