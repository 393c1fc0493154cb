"""From a customer's message to the tags, over the webhook that `apply` made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from applied_desk import applied
from by_environment import named
from console import invoke

from zammad_plugin.cli.serve import warn_elsewhere
from zammad_plugin.emulator import Emulator
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

THREAT = "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him"

SECRET = "a secret of the tests"
WAIT = 60.0
MAIN = "from zammad_plugin.cli.main import main; main()"


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The default desk, with `serve`."""
    made = tmp_path / "desk"
    made.mkdir()
    (made / "zammad-plugin.yml").write_text("serve: {secret: {env: HOOK_SECRET}, threads: 2}\n")
    return made


@dataclass
class Desk:
    server: Emulator
    admin: Client

    def report(self) -> int:
        article = {"body": THREAT, "type": "web", "sender": "Customer", "internal": False}
        new = {"title": "M", "group": "Users", "customer_id": "guess:a@example.org"}
        return int(self.admin.create_ticket({**new, "article": article})["id"])

    def again(self, ticket: int, text: str) -> None:
        article = {"body": text, "type": "web", "sender": "Customer", "internal": False}
        self.admin.create_article({"ticket_id": ticket, **article})

    def notes(self, ticket: int) -> int:
        return sum(bool(one["internal"]) for one in self.admin.articles(ticket))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with applied(hold=3) as server:
        named(monkeypatch, server, "triage")
        session = Session(server.url, server.tokens["admin"])
        yield Desk(server, Client(session))
        session.close()


@pytest.fixture
def served(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running `serve`."""
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    words = ["serve", "--desk", str(folder), "--listen", "127.0.0.1:0"]
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *words],
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    ) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.fullmatch(r"ready on (http://127\.0\.0\.1:\d+)\n", said)
        try:
            assert found, said
            yield found[1]
        finally:
            process.terminate()
            process.communicate(timeout=WAIT)
    assert process.returncode == 0


def _apply(server: Emulator, folder: Path, endpoint: str) -> None:
    text = (
        f"extends: default\nserve: {{secret: {{env: HOOK_SECRET}}, endpoint: {endpoint}/webhook}}\n"
    )
    (folder / "zammad-plugin.yml").write_text(text)
    os.environ["ZAMMAD_TOKEN"] = server.tokens["sync"]
    told = invoke("apply", "--desk", str(folder))
    assert (told.exit_code, told.stdout) == (0, "2 written, 0 failed\n"), told.output
    assert invoke("plan", "--check", "--desk", str(folder)).exit_code == 0


def test_from_a_message_to_the_tags(desk: Desk, folder: Path, served: str) -> None:
    """`apply` made the webhook and its trigger; ids only are told."""
    _apply(desk.server, folder, served)
    one = desk.report()
    until(lambda: TRIAGED in desk.admin.tags(one))
    assert desk.notes(one) == 1 and "cs-cat-sextortion" in desk.admin.tags(one)
    desk.again(one, "please hurry")
    until(lambda: desk.notes(one) == 2 and TRIAGED in desk.admin.tags(one))
    figures = requests.get(f"{served}/metrics", timeout=WAIT).text
    assert 'zammad_plugin_webhooks_total{outcome="accepted"}' in figures
    assert "zammad_plugin_webhook_to_tags_seconds_bucket" in figures
    assert requests.get(f"{served}/health", timeout=WAIT).text == "ready\n"


def test_a_stranger_and_ten_megabytes(desk: Desk, served: str) -> None:
    answer = requests.post(f"{served}/webhook", data=b'{"ticket_id": 1}', timeout=WAIT)
    assert answer.status_code == 403
    big = requests.post(f"{served}/webhook", data=b"x" * 10_000_000, timeout=WAIT)
    assert big.status_code == 413


@pytest.mark.parametrize(
    ("secret", "settings", "said"),
    [
        ("", "serve: {secret: {env: HOOK_SECRET}}\n", "no secret"),
        ("short", "serve: {secret: {env: HOOK_SECRET}}\n", "shorter than 16"),
        (SECRET, "{}\n", "the desk takes no webhooks"),
    ],
)
def test_it_does_not_start_without_a_secret(
    desk: Desk,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    secret: str,
    settings: str,
    said: str,
) -> None:
    monkeypatch.setenv("HOOK_SECRET", secret)
    (folder / "zammad-plugin.yml").write_text(settings)
    told = invoke("serve", "--desk", str(folder))
    assert told.exit_code == 1 and said in told.stderr


@pytest.mark.parametrize(
    ("endpoint", "port", "told"),
    [
        ("http://127.0.0.1:8392/webhook", 8092, "warning: the webhook calls port 8392"),
        ("http://127.0.0.1:8092/webhook", 8092, ""),
        ("http://127.0.0.1:8392/webhook", 0, ""),
        ("https://hooks.example.org/webhook", 8092, ""),
    ],
)
def test_a_webhook_that_calls_another_port_is_told(
    endpoint: str, port: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    warn_elsewhere(endpoint, port)
    said = capsys.readouterr().err
    assert said.startswith(told) if told else not said
