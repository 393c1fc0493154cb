"""Addresses as people write them: in settings, in files, at the command line."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
NONE = SplitResult("", "", "", "", "")


def address_of(url: str) -> SplitResult:
    """The parts; all empty for what can't be parsed. Reading `hostname` and `port` of it is safe.

    The trap: urlsplit raises ValueError for `http://[x`, and `.port` for `http://x:99999`.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return NONE
    return parts
