"""Ports of loopback, which all tests and their servers share."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return int(found.getsockname()[1])


@contextmanager
def nobody_listens(url: str) -> Iterator[None]:
    """Keeps the port of a server that was stopped: in a moment the server of another test may have
    it, and answer in its place."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((LOOPBACK, urlsplit(url).port or 0))
        yield
