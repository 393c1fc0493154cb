"""One writer at a time: two cron jobs never work on the same state."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from zammad_plugin.errors import Locked


@contextmanager
def lock(file: Path) -> Iterator[None]:
    """Hold `file` until the end of the block. Raises Locked: the holder's process id, since when.

    The system lets go of it when the process dies, however it dies.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read(60).strip() or "unknown"
            raise Locked(
                f"process {holder} is at work ({file})", hint="wait for it; cron tries again"
            ) from None
        handle.truncate(0)
        handle.write(f"{os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
        handle.flush()
        yield
