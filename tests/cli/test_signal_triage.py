"""A message by Signal is judged by the bridge that brought it, without any `run`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from applied_desk import applied
from by_environment import named
from console import invoke

from zammad_plugin.emulator import Emulator
from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.emulator.signal.wire import Person
from zammad_plugin.vocabulary import TRIAGED

THREAT = "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him"
CHILD, OTHER = Person.made(1), Person.made(2)
MAIN = "from zammad_plugin.cli.main import main; main()"
WAIT = 60.0


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


@dataclass
class Place:
    zammad: Emulator
    daemon: SignalDaemon
    folder: Path

    def once(self) -> tuple[int, str]:
        done = invoke("signal", "run", "--once", "--desk", str(self.folder))
        until(lambda: not self.daemon.network.subscribed)
        return done.exit_code, done.stderr

    def tags(self) -> dict[int, list[str]]:
        return {row["id"]: row["_tags"] for row in self.zammad.store.rows("tickets")}

    def notes(self) -> list[int]:
        rows = self.zammad.store.rows("ticket_articles")
        return [row["ticket_id"] for row in rows if row["internal"]]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with applied(hold=3) as zammad, SignalDaemon(keep_alive=0.05) as daemon:
        (tmp_path / "zammad-plugin.yml").write_text(
            f'signal:\n  account: "{daemon.network.account}"\n  daemon: {daemon.url}\n'
        )
        named(monkeypatch, zammad, "triage")
        made = Place(zammad, daemon, tmp_path)
        made.once()  # what was written before the first start is not sent
        yield made


def test_what_came_in_together_is_judged_together(place: Place) -> None:
    """Two messages of one person, one of another: a note a ticket, before the command ends."""
    place.daemon.network.write(CHILD, "hello")
    place.daemon.network.write(CHILD, THREAT)
    place.daemon.network.write(OTHER, "newsletter: unsubscribe here")
    assert place.once()[0] == 0
    tags = place.tags()
    assert sorted(place.notes()) == sorted(tags) and len(tags) == 2
    assert all(TRIAGED in one for one in tags.values())
    assert sum("cs-cat-sextortion" in one for one in tags.values()) == 1


def test_a_follow_up_is_judged_too(place: Place) -> None:
    place.daemon.network.write(CHILD, "hello")
    place.once()
    place.daemon.network.write(CHILD, THREAT)
    place.once()
    (tags,) = place.tags().values()
    assert len(place.notes()) == 2 and "cs-cat-sextortion" in tags and TRIAGED in tags


def test_a_running_bridge_judges_and_is_stopped_after_its_tickets(place: Place) -> None:
    words = [sys.executable, "-c", MAIN, "signal", "run", "--desk", str(place.folder)]
    with subprocess.Popen(words, env=dict(os.environ), stderr=subprocess.PIPE) as process:
        try:
            until(lambda: bool(place.daemon.network.subscribed))
            place.daemon.network.write(CHILD, THREAT)
            until(lambda: any(TRIAGED in tags for tags in place.tags().values()))
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=WAIT)
    assert process.returncode == 0 and len(place.notes()) == 1


def test_rules_that_cannot_be_read_stop_no_message(place: Place) -> None:
    (place.folder / "rules" / "routing").mkdir(parents=True)
    (place.folder / "rules" / "routing.yml").write_text("rules: [{no: such}]\n")
    place.daemon.network.write(CHILD, THREAT)
    code, said = place.once()
    assert code == 0 and "no triage by the bridge" in said and "Snapchat" not in said
    assert len(place.tags()) == 1 and place.notes() == []


def test_a_zammad_that_fails_at_the_note_stops_no_message(place: Place) -> None:
    """The next `run` finds the ticket."""
    place.zammad.faults.add("PUT tickets/* 99 500")
    place.daemon.network.write(CHILD, THREAT)
    assert place.once()[0] == 0
    place.zammad.faults.clear()
    assert len(place.tags()) == 1 and place.notes() == []
    assert invoke("run", "--desk", str(place.folder)).exit_code == 0
    assert len(place.notes()) == 1
