"""How signal-cli was started, as far as its process and its files can be seen from here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

from zammad_plugin.doctor.findings import Finding
from zammad_plugin.signal import compatibility as fit
from zammad_plugin.signal.compatibility import MODE
from zammad_plugin.signal.wire import process
from zammad_plugin.text.url import LOOPBACK

KEY_OLD = 14  # days; signal-cli makes a new signed pre-key every 2 when it starts
DAY = 86400.0
UNSEEN = "run doctor as root, on the machine of the daemon"


def process_seen(seen: list[process.Options]) -> Iterator[Finding]:
    if not seen:
        what = "how signal-cli was started can't be seen from here; it must receive on-connection"
        yield Finding("warn", what, f"look that its unit says {MODE}, or {UNSEEN}")
    for one in seen:
        yield _mode(one.mode)
        yield from _flags(one)
        if one.data is not None:
            yield from folder_closed(one.data / "data", "signal-cli's keys")


def _mode(mode: str) -> Finding:
    if flaw := fit.lossy(mode):
        return Finding("fail", *flaw)
    return Finding("ok", "signal-cli receives on-connection: messages wait while we are away")


FLAGS = {  # flag → whether it is wanted, and what is wrong otherwise
    "--ignore-attachments": (
        False,
        Finding(
            "fail",
            "signal-cli fetches no files: voice messages can't be heard",
            "start it without --ignore-attachments",
        ),
    ),
    "--no-receive-stdout": (
        True,
        Finding(
            "fail",
            "signal-cli prints every message: texts and numbers stand in the system's journal",
            "start it with --no-receive-stdout; then clear its journal",
        ),
    ),
    "--send-read-receipts": (
        False,
        Finding(
            "warn",
            "signal-cli tells the sender 'read' before a person has read",
            "start it without --send-read-receipts",
        ),
    ),
}


def _flags(one: process.Options) -> Iterator[Finding]:
    if one.host not in LOOPBACK:
        what = f"signal-cli listens on {one.host or 'all addresses'}, and it asks no password"
        yield Finding("fail", what, f"--http 127.0.0.1:{one.port}")
    if one.trust == "always":
        what = "signal-cli trusts new safety numbers of itself: nobody notices another reader"
        yield Finding("warn", what, "start it without --trust-new-identities=always")
    for flag, (wanted, finding) in FLAGS.items():
        if (flag in one.flags) is not wanted:
            yield finding


def keys_seen(seen: list[process.Options]) -> Finding:
    made = [process.key_made(one.data) for one in seen if one.data is not None]
    newest = max(filter(None, made), default=None)
    if newest is None:
        return Finding("warn", "the age of signal-cli's keys can't be seen from here", UNSEEN)
    days = max(0, int((time.time() - newest / 1000) / DAY))
    if days > KEY_OLD:
        what = f"signal-cli's newest signed pre-key is {days} days old"
        return Finding("warn", what, "it renews them when it starts: systemctl restart signal-cli")
    return Finding("ok", f"signal-cli's newest signed pre-key is {days} days old")


def folder_closed(folder: Path, name: str) -> Iterator[Finding]:
    """Nobody else may look in."""
    try:
        mode = S_IMODE(folder.stat().st_mode)
    except FileNotFoundError:
        yield Finding("warn", f"{name}: no folder {folder} yet")
        return
    except OSError:
        yield Finding("warn", f"{name}: the rights of {folder} can't be seen", UNSEEN)
        return
    if mode & 0o077:
        yield Finding("fail", f"{name}: others may look into {folder}", f"chmod 700 {folder}")
    else:
        yield Finding("ok", f"{name}: {folder} is closed to others")
