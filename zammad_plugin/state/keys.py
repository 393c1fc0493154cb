"""A secret that the plugin made for itself, where the desk named none: once, mode 0600."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from zammad_plugin.errors import StateError, Where

BYTES = 32


def own_key(file: Path) -> bytes:
    """The key in `file`, made at the first call; two processes at once end with the same one.

    Raises StateError where it can neither be read nor made: another one would fit no tag.
    """
    try:
        if not file.exists():
            _make(file)
        key = file.read_bytes().strip()
    except OSError as error:
        what = f"the key of the networks can't be read or made: {error.strerror}"
        hint = "look at the disk (df) and the folder's owner, or name a `networks: {secret: …}`"
        raise StateError(what, where=Where(file), hint=hint) from error
    if len(key) < BYTES:
        raise StateError("this is no key", where=Where(file), hint=f"rm {file}")
    return key


def _make(file: Path) -> None:
    """Whole beside its place, then linked there unless somebody was quicker."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(BYTES) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.link(new, file)
    except FileExistsError:
        pass
    finally:
        new.unlink(missing_ok=True)
