"""Who works on which ticket on this machine, and what a hand that died has left.

A ticket in hand is a locked file; the system lets go of it when the process dies, however it dies.
What the file says outlives the process: until when a write of its may still take effect.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from zammad_plugin.errors import Locked, OutcomeUnknown

log = logging.getLogger(__name__)
KILLED = 40.0  # seconds after the start of a write whose process was killed: time-out and some
SETTLING = 60.0  # seconds after a lost answer in which the server may still do what it was asked
LOOK = 90.0  # seconds after which a ticket that was taken over is looked at once more
SETTLE = 0.5  # seconds between our note and the look that finds others'


class Taken(Locked):
    """Another hand has the ticket: it does the work."""


class Resting(Locked):
    """A write of an earlier hand may still take effect: not before it has settled."""


@dataclass
class Hand:
    """One ticket in hand. `name`: of all hands that see each other here; empty: nobody else works.

    `taken_over`: an earlier hand died with it; `settle`: seconds to wait before notes are compared;
    `until`: on the monotonic clock, when what it may send is another's.
    """

    name: str = ""
    settle: float = 0.0
    taken_over: bool = False
    began: float = 0.0  # of the newest write, on the monotonic clock
    wrote: float = 0.0  # when its answer was there
    until: float = float("inf")
    note: Callable[[float], None] = lambda until: None
    holds: Callable[[], bool] = lambda: True

    def check(self) -> None:
        """Before each call to the server. Raises Taken when the hold was lost."""
        if not self.holds():
            raise Taken("the hold on the ticket ended", hint="another worker does it")

    def writing(self) -> None:
        """Before each write that must not be sent twice. Raises Taken when the hold was lost, and
        Resting when its time is over: a machine that slept must not send what others took over."""
        self.check()
        if time.monotonic() > self.until:
            raise Resting("too late to send it", hint="another run will")
        self.began = time.monotonic()
        self.note(KILLED)


def held(hand: Hand, forget: Callable[[], None]) -> Iterator[Hand]:
    """The hand at work, then what it leaves: `forget` when nothing of it is under way."""
    try:
        yield hand
    except OutcomeUnknown:
        hand.note(SETTLING)
        raise
    except Exception:
        forget()  # at once again is right
        raise
    if hand.taken_over and hand.began:
        hand.note(LOOK)
    else:
        forget()


class Hands(Protocol):
    """Where hands are taken: this machine's files, or a Redis that several machines share."""

    def take(self, ticket_id: int) -> AbstractContextManager[Hand]:
        """A context manager that gives a Hand. Raises Taken, Resting."""

    def left(self) -> list[int]:
        """Tickets that a hand left behind and that have settled."""


@dataclass(frozen=True)
class Alone:
    """Nobody else works on this server, or with a `name`: others may, and nothing tells of them."""

    name: str = ""
    settle: float = 0.0

    @contextmanager
    def take(self, ticket_id: int) -> Iterator[Hand]:
        yield Hand(self.name, self.settle)

    def left(self) -> list[int]:
        return []


class LocalHands:
    """Hands of all processes and threads that use `folder`."""

    def __init__(
        self, folder: Path, *, settle: float = SETTLE, now: Callable[[], float] = time.time
    ) -> None:
        self.folder, self.settle, self.now = folder, settle, now
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.name = _name(folder / "name")

    @contextmanager
    def take(self, ticket_id: int) -> Iterator[Hand]:
        file = self.folder / str(ticket_id)
        try:
            handle = _locked(file)
        except OSError as error:  # a full disk stops no triage: the notes themselves are a claim
            log.error("no hand for ticket %s: %s", ticket_id, type(error).__name__)
            yield Hand(self.name, self.settle)
            return
        try:
            yield from self._held(file, handle)
        finally:
            os.close(handle)

    def _held(self, file: Path, handle: int) -> Iterator[Hand]:
        until = _until(handle)
        if until > self.now():
            raise Resting(f"ticket {file.name} rests", hint="the next run takes it")

        def note(seconds: float) -> None:
            _write(handle, self.now() + seconds)

        hand = Hand(self.name, self.settle, until > 0, note=note)
        yield from held(hand, lambda: file.unlink(missing_ok=True))

    def left(self) -> list[int]:
        found = []
        for file in self.folder.iterdir():
            if file.name.isdigit():
                with suppress(OSError):
                    text = file.read_text(encoding="utf-8")
                    if text and _time(text) <= self.now():
                        found.append(int(file.name))
        return sorted(found)


def hands_at(folder: Path) -> Hands:
    """Those of `folder`; where it can't be had, hands that know of no others: the notes decide."""
    try:
        return LocalHands(folder)
    except OSError as error:
        log.error("no folder for tickets in hand: %s", error.strerror)
        return Alone(secrets.token_hex(6), SETTLE)


def _name(file: Path) -> str:
    """Chosen once for the folder."""
    with suppress(FileExistsError):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(6))
    return file.read_text(encoding="ascii") or "unnamed"


def _locked(file: Path) -> int:
    """The file's handle, ours alone. One that was taken away meanwhile is opened anew."""
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if file.exists() and file.stat().st_ino == os.fstat(handle).st_ino:
                return handle
        except BlockingIOError:
            os.close(handle)
            raise Taken(f"ticket {file.name} is in another hand", hint="nothing to do") from None
        except FileNotFoundError:
            pass
        os.close(handle)


def _until(handle: int) -> float:
    return _time(os.pread(handle, 100, 0).decode("ascii", "replace"))


def _time(text: str) -> float:
    """0 for nothing, or for half of a number."""
    try:
        return float(json.loads(text)["until"])
    except (ValueError, TypeError, KeyError):
        return 0.0


def _write(handle: int, until: float) -> None:
    """No fsync: what a killed process wrote stands; after a power cut the server has settled."""
    try:
        text = json.dumps({"until": until}).encode("ascii")
        os.pwrite(handle, text, 0)
        os.ftruncate(handle, len(text))
    except OSError as error:
        log.error("what a hand does can't be kept: %s", error.strerror)
