"""What stands on stderr, in the form that a person, journald or a collector of logs reads."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from applied_desk import applied
from console import invoke

from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

MAIN = "from zammad_plugin.cli.main import main; main()"
SECRET = "he says he will post my photos"
AWAY = ("run", "--url", "http://127.0.0.1:9")


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAMMAD_TOKEN", "token")
    monkeypatch.setattr("zammad_plugin.zammad.http.retries.ATTEMPTS", 1)


@pytest.mark.parametrize("words", [("--log-format", "json", *AWAY), (*AWAY, "--log-format=json")])
def test_an_error_is_one_object_with_its_mend(words: tuple[str, ...]) -> None:
    told = invoke(*words)
    (line,) = told.stderr.splitlines()
    row = json.loads(line)
    assert (told.exit_code, row["level"], row["logger"]) == (75, "error", "zammad_plugin")
    assert row["message"].startswith("error: ") and row["next"]
    age = datetime.now(UTC) - datetime.fromisoformat(row["time"])
    assert abs(age.total_seconds()) < 600


def test_a_run_with_a_broken_ticket_writes_objects_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Log and words of the command alike, and nothing of the report."""
    with applied(hold=3) as server:
        admin = Client(Session(server.url, server.tokens["admin"]))
        article = {"body": SECRET, "type": "web", "sender": "Customer", "internal": False}
        new = {"title": "M", "group": "Users", "customer_id": "guess:a@example.org"}
        admin.create_ticket({**new, "article": article})
        admin.session.close()
        server.faults.add("PUT tickets/* 99 500")
        monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["triage"])
        told = invoke("run", "--url", server.url, "--log-format", "json", "-v")
    rows = [json.loads(line) for line in told.stderr.splitlines()]
    assert told.exit_code == 5 and SECRET not in told.stderr
    failed = [row for row in rows if row["logger"] == "zammad_plugin.tickets.run"]
    assert [row["level"] for row in failed] == ["error"] and "HTTP 500" in failed[0]["message"]


def test_a_line_for_a_person_has_a_time_and_a_level() -> None:
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    code = (
        "import logging; from zammad_plugin.cli.log import log_to_stderr;"
        "from zammad_plugin.cli.output import say;"
        "log_to_stderr(0, False); logging.getLogger('there').warning('look'); say('error: bare')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert re.fullmatch(rf"{stamp} WARNING there: look\nerror: bare\n", done.stderr)


def test_journald_gets_priorities_where_systemd_runs_it(tmp_path: Path) -> None:
    """As systemd does it: stderr is a socket, and $JOURNAL_STREAM names it."""
    ours, theirs = socket.socketpair()
    at = os.fstat(theirs.fileno())
    env = {**os.environ, "JOURNAL_STREAM": f"{at.st_dev}:{at.st_ino}", "STATE_DIRECTORY": "/x/y"}
    words = ["run", "--url", "http://example.org"]
    with ours, theirs:
        done = subprocess.run([sys.executable, "-c", MAIN, *words], stderr=theirs, env=env)
        theirs.close()
        said = b"".join(iter(lambda: ours.recv(65536), b"")).decode()
    assert done.returncode == 1
    assert all(line.startswith("<3>") for line in said.splitlines()) and "plain http" in said


def test_another_stderr_than_the_journal_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_STREAM", "1:2")
    assert invoke("run", "--url", "http://example.org").stderr.startswith("error: plain http")


def test_the_level_may_stand_behind_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    with applied(hold=3) as server:
        monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["triage"])
        words = ("run", "--ticket", "999", "--url", server.url)
        told = [invoke(*said).stderr for said in (words, (*words, "-v"), ("-v", *words))]
    assert ["gone since it was found" in one for one in told] == [False, True, True]
