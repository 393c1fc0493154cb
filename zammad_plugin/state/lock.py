"""One writer at a time: two cron jobs never work on the same state."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from zammad_plugin.errors import Locked, StateError, Where


@contextmanager
def lock(file: Path) -> Iterator[None]:
    """Hold `file` until the end of the block. Raises Locked: the holder's process id, since when;
    StateError where no lock can be had.

    The system lets go of it when the process dies, however it dies.
    """
    with _opened(file) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read(60).strip() or "unknown"
            raise Locked(
                f"process {holder} is at work ({file})", hint="wait for it; cron tries again"
            ) from None
        told = f"{os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
        with suppress(OSError):  # a full disk: the lock holds all the same
            os.ftruncate(handle.fileno(), 0)
            os.write(handle.fileno(), told.encode())
        yield


def _opened(file: Path) -> TextIO:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("a+", encoding="utf-8")
    except OSError as error:
        raise StateError(f"no lock: {error.strerror}", where=Where(file)) from error
