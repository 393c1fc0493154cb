"""One run of a program that hears: its time, its output and its life are bounded."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from zammad_plugin.state.apart import STARTED_BY, passed_on
from zammad_plugin.voice.leash import ALONE, FREE
from zammad_plugin.voice.transcript import NotHeard

MOST = 256 * 1024  # bytes of output
PIECE = 65536
LOOK = "try it: zammad-plugin voice doctor"
LEASH = (sys.executable, "-m", "zammad_plugin.voice.leash")


def printed(words: Sequence[str], patience: float, alone: Path | None = None) -> bytes:
    """The output of `words`. `patience`: seconds; `alone`: the one file that it may read, as its
    standard input, cut off from the network. Raises NotHeard; nothing of it lives on."""
    with _input(alone) as stdin, _running(words, stdin) as process:
        assert process.stdout is not None
        output = _read(process.stdout.fileno(), time.monotonic() + patience)
        status = _ended(process, patience)
    if status:
        raise NotHeard(f"the transcriber failed (status {status})", hint=LOOK)
    return output


@contextmanager
def _input(file: Path | None) -> Iterator[int]:
    """Raises NotHeard."""
    if file is None:
        yield subprocess.DEVNULL
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise NotHeard(f"the file can't be read: {error.strerror}") from None
    with stream:
        yield stream.fileno()


@contextmanager
def _running(words: Sequence[str], stdin: int) -> Iterator[subprocess.Popen[bytes]]:
    """In a session of its own, which ends whole. Raises NotHeard where it can't be started."""
    try:
        process = subprocess.Popen(
            [*LEASH, FREE if stdin == subprocess.DEVNULL else ALONE, *words],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # may hold what was said
            env=_environment(os.environ),
            start_new_session=True,
        )
    except OSError as error:
        raise NotHeard(f"the transcriber can't be started: {error.strerror}", hint=LOOK) from None
    with process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Our package must be found where it is no installed one."""
    ours = str(Path(__file__).resolve().parent.parent.parent)
    return {**passed_on(given, ours, given.get("PYTHONPATH", "")), STARTED_BY: str(os.getpid())}


def _read(pipe: int, ends: float) -> bytes:
    """All that comes until the end. Raises NotHeard when it is late or too much."""
    output = bytearray()
    while select.select([pipe], [], [], max(0.0, ends - time.monotonic()))[0]:
        piece = os.read(pipe, PIECE)
        if not piece:
            return bytes(output)
        output += piece
        if len(output) > MOST:
            raise NotHeard(f"the transcriber printed more than {MOST} bytes", hint=LOOK)
    raise NotHeard("the transcriber took too long", hint="a smaller model, or more seconds")


def _ended(process: subprocess.Popen[bytes], patience: float) -> int:
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        raise NotHeard("the transcriber does not end", hint=LOOK) from None
