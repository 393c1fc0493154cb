"""Files that are replaced at once: a reader sees the old one or the new one, never half."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def replace_file(file: Path, pieces: Iterable[str], mode: int = 0o600) -> None:
    """Write `pieces` beside `file`, bring them to the disk, then take its place.

    The new file belongs to this process alone (its id is in the name), so that two writers never
    mix; `mode`: its rights. Raises OSError; what was there stays as it was.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(file)
    finally:
        with suppress(FileNotFoundError):
            new.unlink()
