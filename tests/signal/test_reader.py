"""From the socket into the spool: disk, silence, gaps, a stop, the rights of the folder."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from signal_world import ACCOUNT

from zammad_plugin.emulator.signal import wire
from zammad_plugin.emulator.signal.wire import Person
from zammad_plugin.errors import DaemonAway, DaemonRefused, PluginError, StateError
from zammad_plugin.signal.arriving import reader as module
from zammad_plugin.signal.arriving.reader import LEAST, Reader
from zammad_plugin.signal.store.downtime import Gaps
from zammad_plugin.signal.store.inbox import Inbox
from zammad_plugin.signal.store.spool import KEPT, Spool
from zammad_plugin.state.lock import lock

Script = list[Any]  # of one subscription: an event, None, or an error


class Scripted:
    """A daemon whose subscriptions go as written."""

    def __init__(self, *scripts: Script) -> None:
        self.scripts = list(scripts)
        self.closed = 0

    def events(self) -> Iterator[str | None]:
        try:
            for item in self.scripts.pop(0):
                if isinstance(item, Exception):
                    raise item
                if callable(item):
                    item()
                else:
                    yield item
        finally:
            self.closed += 1


class Clock:
    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spool(tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    with Spool(tmp_path / "spool", now=clock) as made:
        yield made


def event(number: int) -> str:
    return wire.event(ACCOUNT, Person.made(1), number, wire.data(number, f"text {number}"))


def reading(daemon: Scripted, spool: Spool, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """One that ends when the scripts are at their end, and never sleeps."""
    stop = threading.Event()
    waits: list[float] = []

    def wait(seconds: float | None = None) -> bool:
        waits.append(seconds or 0)
        if not daemon.scripts:
            stop.set()
        return stop.is_set()

    monkeypatch.setattr(stop, "wait", wait)
    made = Reader(daemon, spool, stop=stop, wake=threading.Event())  # type: ignore[arg-type]
    made.waits = waits  # type: ignore[attr-defined]
    return made


def rows(spool: Spool) -> list[int]:
    return [row["timestamp"] for row in spool.all("SELECT timestamp FROM inbox ORDER BY id")]


def test_a_silent_daemon_is_left_and_the_gap_written_down(
    spool: Spool, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def later() -> None:
        clock.at += 100

    daemon = Scripted(
        [None, event(1), later, DaemonAway("silent")], [later, DaemonAway("away")], [None, event(2)]
    )
    made = reading(daemon, spool, monkeypatch)
    made.run()
    assert rows(spool) == [1, 2]
    (gap,) = Gaps(spool).all()
    assert (gap.began, gap.ended, gap.why) == (1_000_000.0, 1_000_200.0, "daemon")
    assert made.waits[:2] == [1.0, 2.0]  # type: ignore[attr-defined]
    assert made.wake.is_set()


def test_a_gap_since_the_last_time(spool: Spool, clock: Clock) -> None:
    gaps = Gaps(spool)
    gaps.since_last_time()
    assert gaps.all() == []
    gaps.alive()
    clock.at += 30
    Gaps(spool).since_last_time()  # a restart is no gap
    assert gaps.all() == []
    clock.at += 3600
    gaps.since_last_time()
    gaps.begin("daemon")  # it goes on
    gaps.alive()
    assert [(gap.ended, gap.why) for gap in gaps.all()] == [(clock.at, "stopped")]


def test_too_little_room_ends_the_subscription(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the disk is full, and in a pause: what is on the wire is still taken."""
    free = iter([LEAST, LEAST, LEAST, 0, 0, 0, LEAST])
    monkeypatch.setattr(module, "free_bytes", lambda folder: next(free, LEAST))
    daemon = Scripted([None, event(1), event(2), event(3), None, event(4)], [None, event(5)])
    reading(daemon, spool, monkeypatch).run()
    assert rows(spool) == [1, 2, 3, 5]
    assert [gap.why for gap in Gaps(spool).all()] == ["disk"]
    assert daemon.closed == 2


def test_a_disk_that_is_full_loses_nothing(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    daemon = Scripted([None, event(1), event(2)], [None, event(3)])
    made = reading(daemon, spool, monkeypatch)
    full = iter([False, True, True])
    add = made.inbox.add

    def refusing(*values: Any) -> bool:
        if next(full, False):
            raise StateError("full")
        return add(*values)

    monkeypatch.setattr(made.inbox, "add", refusing)
    made.run()
    assert rows(spool) == [1, 2, 3]  # the one that was refused is written before any other
    assert "listening" in caplog.text and "text 2" not in caplog.text


def test_not_even_the_gap_fits(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    made = reading(Scripted([DaemonAway("away")]), spool, monkeypatch)

    def full(why: str) -> None:
        raise StateError("full")

    monkeypatch.setattr(made.gaps, "begin", full)
    made.run()


def test_a_real_full_disk(spool: Spool) -> None:
    """SQLite's own refusal, by a limit of its pages."""
    inbox = Inbox(spool)
    assert inbox.add("a", 1, "message", "x" * 1000)
    pages = spool.number("PRAGMA page_count")
    spool.db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StateError, match="full"):
        inbox.add("a", 2, "message", "x" * 100_000)
    assert rows(spool) == [1]
    assert inbox.add("a", 3, "message", "short")


def test_files_that_were_taken_away_are_not_written_to(spool: Spool) -> None:
    """What is written into a file without a name is gone with the process."""
    spool.put("a", "1")
    spool.file.with_name(f"{spool.file.name}-wal").unlink()
    with pytest.raises(PluginError, match="moved, replaced or deleted"):
        spool.put("a", "2")


def test_no_sign_of_life_fits(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    made = reading(Scripted([None, event(1)], [event(2)]), spool, monkeypatch)

    def full() -> None:
        raise StateError("full")

    monkeypatch.setattr(made.gaps, "alive", full)
    made.run()
    assert rows(spool) == [2]  # the first stays with Signal's servers


@pytest.mark.parametrize("content", [b"no database at all" * 99, b""])
def test_a_spool_that_is_none(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "spool"
    folder.mkdir(mode=0o700)
    (folder / "spool.sqlite3").write_bytes(content)
    if content:
        with pytest.raises(StateError, match="not a database"):
            Spool(folder)
    else:
        Spool(folder).close()
    (folder / "spool.sqlite3").unlink()
    (folder / "spool.sqlite3").mkdir()
    with pytest.raises(StateError, match="unable to open"):
        Spool(folder)


def test_a_stop_waits_for_a_pause_but_not_for_ever(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon = Scripted([None, event(1), event(2), None, event(3)])
    made = reading(daemon, spool, monkeypatch)
    made.stop.set()
    made.listen()
    assert rows(spool) == []  # nothing is on the wire at the beginning
    daemon = Scripted([event(1), event(2), None, event(3)])
    made = reading(daemon, spool, monkeypatch)
    made.stop.set()
    made.listen()
    assert rows(spool) == [1, 2]
    monkeypatch.setattr(module, "LONGEST_END", -1.0)
    daemon = Scripted([event(4), event(5), None])
    made = reading(daemon, spool, monkeypatch)
    made.stop.set()
    made.listen()
    assert rows(spool) == [1, 2, 4]


def test_once_ends_when_nothing_came_between_two_signs_of_life(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would end while the daemon still hands over, and lose what is on the wire."""
    late = event(3)
    daemon = Scripted([None, event(1), None, event(2), None, None, late])
    made = reading(daemon, spool, monkeypatch)
    made.once()
    assert (rows(spool), daemon.closed) == ([1, 2], 1)
    made = reading(Scripted([None, None, late]), spool, monkeypatch)
    made.once()
    assert rows(spool) == [1, 2]


def test_once_ends_in_a_pause_of_a_stream_that_is_never_quiet(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_ONCE", -1.0)
    reading(Scripted([None, event(1), None, event(2), None]), spool, monkeypatch).once()
    assert rows(spool) == [1]


def test_an_unfit_daemon_is_not_listened_to(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    def unfit() -> None:
        raise DaemonRefused("too old")

    daemon = Scripted([None, event(1)])
    made = reading(daemon, spool, monkeypatch)
    made.fit = unfit
    with pytest.raises(DaemonRefused):
        made.run()
    assert (rows(spool), daemon.closed) == ([], 0)


def test_a_bug_of_ours_loses_no_event(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(raw: str) -> None:
        raise KeyError("text 1")

    monkeypatch.setattr(module, "parse", broken)
    reading(Scripted([event(1)]), spool, monkeypatch).run()
    (row,) = spool.all("SELECT sender, kind FROM inbox")
    assert (row["sender"], row["kind"]) == (Person.made(1).uuid, "unreadable")
    assert "text 1" not in caplog.text


def test_events_whose_bytes_are_odd(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    reading(Scripted(["\ud800", "", "null", "[]", event(1)]), spool, monkeypatch).run()
    assert len(rows(spool)) == 5


def test_a_receipt_before_we_know_that_we_sent(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = Person.made(1)
    parts = [wire.receipt(kind, 9, [5, 6]) for kind in ("delivered", "viewed", "read")]
    events = [wire.event(ACCOUNT, who, 9, part) for part in parts]
    reading(Scripted(events), spool, monkeypatch).run()
    found = spool.all("SELECT timestamp, kind FROM receipts ORDER BY 1, 2")
    assert [tuple(row) for row in found] == [
        (5, "delivered"),
        (5, "read"),
        (6, "delivered"),
        (6, "read"),
    ]
    assert rows(spool) == []


# The spool itself


def test_nobody_else_may_look_in(spool: Spool, tmp_path: Path) -> None:
    assert (tmp_path / "spool").stat().st_mode & 0o777 == 0o700
    Inbox(spool).add("a", 1, "message", "x")
    for file in (tmp_path / "spool").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
    (tmp_path / "spool").chmod(0o750)
    with pytest.raises(PluginError, match="chmod 700"):
        Spool(tmp_path / "spool")


def test_a_spool_of_a_newer_version(spool: Spool, tmp_path: Path) -> None:
    spool.db.execute("PRAGMA user_version=99")
    with pytest.raises(PluginError, match="version 99"):
        Spool(tmp_path / "spool")


def test_every_commit_is_on_the_disk(spool: Spool) -> None:
    settings = {name: spool.number(f"PRAGMA {name}") for name in ("synchronous", "secure_delete")}
    assert settings == {"synchronous": 2, "secure_delete": 1}
    assert spool.one("PRAGMA journal_mode")[0] == "wal"  # type: ignore[index]


def test_keys_are_kept_for_thirty_days(spool: Spool, clock: Clock) -> None:
    inbox = Inbox(spool)
    for number in (1, 2):
        inbox.add("a", number, "message", "x")
        clock.at += KEPT / 2
    with spool.change("test") as db:
        db.execute("UPDATE inbox SET state='done', body=NULL")
    inbox.add("a", 3, "message", "waits")
    clock.at += 10
    assert spool.purge() == 1
    assert rows(spool) == [2, 3]
    assert not inbox.add("a", 2, "message", "x")  # still known
    clock.at += 2 * KEPT
    spool.purge()
    assert rows(spool) == [3]  # what waits is never forgotten


def test_a_change_that_fails_changes_nothing(spool: Spool) -> None:
    with pytest.raises(ZeroDivisionError), spool.change("test") as db:
        db.execute("INSERT INTO meta VALUES ('x', 'y')")
        raise ZeroDivisionError
    assert spool.get("x", "none") == "none"


def test_the_lock_is_the_bridges_own(tmp_path: Path, spool: Spool) -> None:
    """`status` and `outbox` look into the spool while the bridge works."""
    with lock(tmp_path / "spool" / "bridge.lock"), Spool(tmp_path / "spool") as other:
        assert Inbox(other).waiting() == 0
        assert Inbox(spool).add("a", 1, "message", "x")


@pytest.fixture(autouse=True)
def _all_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
