"""A raw answer that is kept in a file: looked at before a byte is written, never over its size."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import requests

from zammad_plugin.errors import Rejected

HEAD = 4096  # bytes of a file that are looked at first


def keep(
    response: requests.Response, file: Path, largest: int, fits: Callable[[bytes], bool]
) -> None:
    """Into `file` (mode 0600). Raises Rejected beyond `largest` bytes, and where its beginning
    (up to 4,096 bytes) does not fit; then nothing of it was written."""
    chunks = response.iter_content(HEAD)
    head = next(chunks, b"")
    if not fits(head):
        raise Rejected("the file is not what it says", hint="a person must look")
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        for chunk in chain([head], chunks):
            stream.write(chunk)
            if stream.tell() > largest:
                raise Rejected("the file is larger than allowed", hint="a person must look")
