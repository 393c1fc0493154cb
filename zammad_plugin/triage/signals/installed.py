"""Functions of other packages that see a text and name concepts: triage asks, and never waits long.

The one part of triage that is not pure. A function that hangs is ended with its process, is told
in the log by its name, and after a few times nobody asks any more: reports go on.
"""

from __future__ import annotations

import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import IO, TypeVar

from zammad_plugin.config.extensions import SIGNALS, points, version_of
from zammad_plugin.state.apart import passed_on
from zammad_plugin.triage.signals.wire import Answer, Asked, Hello, Sign

log = logging.getLogger(__name__)
PATIENCE = 0.5  # seconds for one text, all functions together
BEGIN = 10.0  # seconds to start and to import them
TRIES = 3  # times that they may be late or die in the life of one process
CHILD = (sys.executable, "-m", "zammad_plugin.triage.signals.child")

Result = TypeVar("Result")


class Late(Exception):
    """No answer in time, or the process is gone."""


@dataclass
class _Running:
    """The process of the functions; a fork of ours must not share its pipes."""

    process: subprocess.Popen[bytes]
    owner: int
    hello: Hello
    rest: bytearray = field(default_factory=bytearray)


class Signals:
    """The functions that are installed, by their entry points' names. For many threads."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._left = TRIES
        self._told: set[str] = set()

    def concepts(self) -> frozenset[str]:
        """All that they say they may see; none where they can't be started."""
        with self._lock:
            hello = self._try(lambda running: running.hello)
        named = hello["concepts"] if hello else {}
        return frozenset(one for concepts in named.values() for one in concepts)

    def seen(self, text: str) -> list[Sign]:
        """What they see in `text`; nothing from functions that fail, and nothing at all when one
        is late. Never raises."""
        with self._lock:
            answer = self._try(lambda running: _asked(running, text))
        for name in answer["failed"] if answer else ():
            self._tell(name, "failed")
        return [Sign(*one) for one in answer["signs"]] if answer else []

    def close(self) -> None:
        """End their process; the next text begins another."""
        with self._lock:
            self._end()

    def _try(self, what: Callable[[_Running], Result]) -> Result | None:
        """What `what` gives, None after too many tries in vain."""
        if not self._left:
            return None
        try:
            if self._running is None or self._running.owner != os.getpid():
                self._running = _started()
            return what(self._running)
        except (Late, OSError, ValueError):
            self._left -= 1
            self._end()
            more = "" if self._left else "; nobody asks them any more until the next start"
            log.error("the signals %s are late or died%s", ", ".join(self.names), more)
            return None

    def _end(self) -> None:
        running, self._running = self._running, None
        if running and running.owner == os.getpid():
            running.process.kill()
            running.process.wait()
            for pipe in (running.process.stdin, running.process.stdout):
                with suppress(OSError):
                    pipe.close() if pipe else None

    def _tell(self, name: str, what: str) -> None:
        if name not in self._told:
            self._told.add(name)
            log.error("the signal %s %s: what it sees counts for nothing", name, what)


def _started() -> _Running:
    """Raises Late and OSError."""
    process = subprocess.Popen(
        CHILD,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # may hold what was written
        env=passed_on(os.environ, *sys.path),
        start_new_session=True,  # Ctrl-C ends us, and by that its input
    )
    running = _Running(process, os.getpid(), Hello(concepts={}))
    try:
        running.hello = json.loads(_line(running, BEGIN))
    except (Late, ValueError):
        process.kill()
        process.wait()
        raise
    return running


def _asked(running: _Running, text: str) -> Answer:
    """Raises Late, OSError and ValueError."""
    ends = time.monotonic() + PATIENCE
    assert running.process.stdin is not None
    # More than a pipe holds would wait for a child that does not read.
    threading.Thread(
        target=_written, args=(running.process.stdin, _bytes(Asked(text=text))), daemon=True
    ).start()
    answer: Answer = json.loads(_line(running, ends - time.monotonic()))
    return answer


def _bytes(asked: Asked) -> bytes:
    return json.dumps(asked).encode() + b"\n"


def _written(pipe: IO[bytes], what: bytes) -> None:
    with suppress(OSError, ValueError):
        pipe.write(what)
        pipe.flush()


def _line(running: _Running, patience: float) -> bytes:
    """Raises Late."""
    ends = time.monotonic() + patience
    assert running.process.stdout is not None
    pipe = running.process.stdout.fileno()
    while b"\n" not in running.rest:
        if not select.select([pipe], [], [], max(0.0, ends - time.monotonic()))[0]:
            raise Late
        piece = os.read(pipe, 65536)
        if not piece:
            raise Late
        running.rest += piece
    line, _, rest = bytes(running.rest).partition(b"\n")
    running.rest[:] = rest
    return line


@cache
def installed() -> Signals | None:
    """Those of this interpreter; None where no package brings any."""
    found = points(SIGNALS)
    return Signals(tuple(one.name for one in found)) if found else None


@cache
def versions() -> tuple[str, ...]:
    """By which a judgement is told from one with other functions."""
    return tuple(f"{one.name}={version_of(one)}" for one in points(SIGNALS))
