"""The token: from the environment or from a file that only its owner can read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from zammad_plugin.errors import PluginError, Where

VARIABLE = "ZAMMAD_TOKEN"
LONGEST = 4096  # bytes; Zammad's have 64


def read_token(file: Path | None = None) -> str:
    """The token. Raises PluginError when there is none or others can read its file."""
    token = _from_file(file) if file else os.environ.get(VARIABLE, "").strip()
    if not token:
        raise PluginError("no token", hint=f"set {VARIABLE}, or --token-file FILE (mode 0600)")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise PluginError("the token holds a character that no token has", hint="copy it again")
    return token


def _from_file(file: Path) -> str:
    try:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            hint = f"chmod 600 {file}"
            raise PluginError("others can read the token", where=Where(file), hint=hint)
        with file.open("rb") as stream:  # a pipe may be one: no size is known
            return stream.read(LONGEST).decode("utf-8").strip()
    except (OSError, ValueError) as error:
        raise PluginError(
            f"the token file can't be read: {type(error).__name__}",
            where=Where(file),
            hint=f"--token-file FILE (mode 0600), or set {VARIABLE}",
        ) from None
