"""How many tickets wait, whatever the server can count: `status` and `run --metrics`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from zammad_plugin.cli.main import cli
from zammad_plugin.doctor.waiting import queue
from zammad_plugin.emulator import Emulator
from zammad_plugin.emulator.objects.fields import EMPTY
from zammad_plugin.tickets.waiting import BATCH
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.resources import PAGE
from zammad_plugin.zammad.session import Session

OLD = "2026-01-01T00:00:00.000Z"
Waiting = Callable[[str, int], Emulator]


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    made: list[Emulator] = []

    def server(version: str, count: int) -> Emulator:
        made.append(Emulator(version=version).start())
        with made[-1].store.request():
            for _ in range(count):
                row = {**EMPTY, "group_id": 1, "title": "t", "customer_id": 1, "created_at": OLD}
                made[-1].store.insert("tickets", row)
        return made[-1]

    yield server
    for one in made:
        one.stop()


@pytest.mark.parametrize(
    ("version", "count", "searches"),
    [
        ("6.5.0", BATCH - 1, 1),
        ("6.5.0", BATCH, 2),
        ("7.0.0", 2 * PAGE + 3, 2),  # the server counts
        ("6.4.0", BATCH - 1, 1),
        ("6.4.0", 2 * PAGE + 3, 5),  # the first page, the question, and three pages
        ("6.4.0", 2 * PAGE, 5),
    ],
)
def test_every_page_counts(waiting: Waiting, version: str, count: int, searches: int) -> None:
    server = waiting(version, count)
    session = Session(server.url, server.tokens["triage"])
    found = queue(Client(session))
    session.close()
    assert (found.waiting, found.minutes > 60) == (count, True)
    assert [call.path for call in server.log].count("tickets/search") == searches


def test_the_file_for_prometheus_tells_all_that_wait(
    waiting: Waiting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = PAGE + 7
    server, file = waiting("6.4.0", count), tmp_path / "figures.prom"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["triage"])
    monkeypatch.setattr("zammad_plugin.tickets.run._Pass.ids", lambda self: [])  # all are left
    done = CliRunner().invoke(cli, ["run", "--url", server.url, "--metrics", str(file)])
    assert (done.exit_code, done.output) == (0, "")
    lines = file.read_text().splitlines()
    told = {
        name: float(value)
        for name, _, value in (one.partition(" ") for one in lines)
        if name != "#"
    }
    assert told["zammad_plugin_waiting_tickets"] == count
    assert abs(told["zammad_plugin_last_run_timestamp_seconds"] - time.time()) < 600
    assert told["zammad_plugin_oldest_waiting_seconds"] > 3600
