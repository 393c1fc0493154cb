"""Files that are replaced at once: a reader sees the old one or the new one, never half."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from zammad_plugin.errors import StateError, Where

LARGEST = 64 * 1024 * 1024  # bytes of a state file


def replace_file(file: Path, pieces: Iterable[str], mode: int = 0o600) -> None:
    """Write `pieces` beside `file`, bring them to the disk, then take its place.

    The new file belongs to this process alone (its id is in the name), so that two writers never
    mix; `mode`: its rights. Raises StateError; what was there stays as it was.
    """
    replace_bytes(file, (piece.encode() for piece in pieces), mode)


def replace_bytes(file: Path, pieces: Iterable[bytes], mode: int = 0o600) -> None:
    """The same for what is no text."""
    try:
        _replace(file, pieces, mode)
    except OSError as error:
        raise StateError(
            f"can't be written: {error.strerror}",
            where=Where(file),
            hint="look at the disk (df) and the folder's owner",
        ) from error


def read_json(file: Path) -> Any:
    """What stands in a state file; None when it is missing, broken or none of ours."""
    try:
        with file.open("rb") as stream:
            return json.loads(stream.read(LARGEST))
    except (OSError, ValueError, RecursionError):
        return None


def _replace(file: Path, pieces: Iterable[bytes], mode: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(file)
    finally:
        with suppress(FileNotFoundError):
            new.unlink()
