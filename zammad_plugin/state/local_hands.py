"""Hands of one machine.

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
from contextlib import contextmanager, suppress
from pathlib import Path

from zammad_plugin.state.hands import Alone, Hand, Hands, Resting, Taken, held

log = logging.getLogger(__name__)
SETTLE = 0.5  # seconds between our note and the look that finds others'


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
