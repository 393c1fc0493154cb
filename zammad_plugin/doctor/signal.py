"""What a person would check by hand when the bridge to Signal does not do what it should.

Reads only. What can't be seen from here is said, never guessed.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from stat import S_IMODE

from zammad_plugin.doctor.findings import Finding
from zammad_plugin.errors import DaemonRefused, SignalError
from zammad_plugin.signal import compatibility as fit
from zammad_plugin.signal.compatibility import MODE, UNIT
from zammad_plugin.signal.store.downtime import Gap
from zammad_plugin.signal.wire import process
from zammad_plugin.signal.wire.answers import IO, NO_METHOD
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.signal.wire.results import Device
from zammad_plugin.text.url import LOOPBACK

CHECKS_HOST = (0, 14, 4)  # since then a web page in a browser can't talk to it
PHONE_AWAY = 21  # days; Signal unlinks devices of accounts that stay away
KEY_OLD = 14  # days; signal-cli makes a new signed pre-key every 2 when it starts
DAY = 86400.0
RECENT = 7 * DAY  # seconds that a gap is told
UNSEEN = "run doctor as root, on the machine of the daemon"


def examine(daemon: Daemon, spool: Path, gaps: list[Gap] | None) -> list[Finding]:
    """Every check, whatever the others found. `gaps` None: there is no spool yet."""
    found = list(_daemon(daemon))
    seen = fit.started(daemon)
    found += _process(seen)
    found += [_keys(seen), _clock()]
    found += [*_folder(spool, "the spool"), *_gaps(gaps)]
    return found


# The daemon


def _daemon(daemon: Daemon) -> Iterator[Finding]:
    try:
        daemon.check()
        version = daemon.version()
    except SignalError as error:
        yield Finding("fail", error.what, error.hint)
        return
    yield from _version(version)
    listed = _account(daemon)
    yield listed
    if listed.level != "fail":
        yield from _registered(daemon)


def _version(text: str) -> Iterator[Finding]:
    version = fit.version_of(text)
    if version is None:
        yield Finding("warn", f"signal-cli has a version that we can't compare: {text[:20]}")
        return
    if flaw := fit.old(text):
        yield Finding("fail", *flaw)
        return
    yield Finding("ok", f"signal-cli {text} answers")
    if version < CHECKS_HOST:
        what = "signal-cli before 0.14.4 lets web pages in a browser of this machine talk to it"
        yield Finding("warn", what, "install 0.14.4 or newer; use no browser on this machine")


def _account(daemon: Daemon) -> Finding:
    try:
        accounts = daemon.accounts()
    except DaemonRefused as error:
        if error.code != NO_METHOD:
            return Finding("fail", error.what, error.hint)
        what = "signal-cli runs for one account (-a): which one can't be seen, and none is linked"
        return Finding("warn", what, f"start it without -a; {UNIT}")
    except SignalError as error:
        return Finding("fail", error.what, error.hint)
    if flaw := fit.stranger(accounts, daemon.account):
        return Finding("fail", *flaw)
    return Finding("ok", "signal-cli has the desk's account")


def _registered(daemon: Daemon) -> Iterator[Finding]:
    try:
        devices = daemon.devices()
    except DaemonRefused as error:
        away = error.code == IO
        what = "signal-cli can't reach Signal's servers now" if away else error.what
        yield Finding("warn" if away else "fail", what, error.hint)
        return
    except SignalError as error:
        yield Finding("warn", error.what, error.hint)
        return
    yield Finding("ok", f"Signal knows the account; it has {len(devices)} devices")
    yield from _phone(devices)


def _phone(devices: Sequence[Device]) -> Iterator[Finding]:
    """Of the desk, with which all others are linked."""
    phone = next((one.seen for one in devices if one.id == 1), 0)
    days = int((time.time() - phone / 1000) / DAY)
    if len(devices) > 1 and phone and days > PHONE_AWAY:
        what = f"the desk's phone was last seen by Signal {days} days ago"
        yield Finding("warn", what, "open Signal on it: linked devices end when it stays away")


# How it was started


def _process(seen: list[process.Options]) -> Iterator[Finding]:
    if not seen:
        what = "how signal-cli was started can't be seen from here; it must receive on-connection"
        yield Finding("warn", what, f"look that its unit says {MODE}, or {UNSEEN}")
    for one in seen:
        yield _mode(one.mode)
        yield from _flags(one)
        if one.data is not None:
            yield from _folder(one.data / "data", "signal-cli's keys")


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


def _keys(seen: list[process.Options]) -> Finding:
    made = [process.key_made(one.data) for one in seen if one.data is not None]
    newest = max(filter(None, made), default=None)
    if newest is None:
        return Finding("warn", "the age of signal-cli's keys can't be seen from here", UNSEEN)
    days = max(0, int((time.time() - newest / 1000) / DAY))
    if days > KEY_OLD:
        what = f"signal-cli's newest signed pre-key is {days} days old"
        return Finding("warn", what, "it renews them when it starts: systemctl restart signal-cli")
    return Finding("ok", f"signal-cli's newest signed pre-key is {days} days old")


# This machine


def _clock() -> Finding:
    words = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        said = subprocess.run(words, capture_output=True, text=True, timeout=10).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    if said == "yes":
        return Finding("ok", "the clock follows a time server")
    if said == "no":
        what = "the clock follows no time server: times in tickets and receipts may be wrong"
        return Finding("warn", what, "timedatectl set-ntp true")
    return Finding("warn", "whether the clock is right can't be seen", "compare it by hand")


def _folder(folder: Path, name: str) -> Iterator[Finding]:
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


def _gaps(gaps: list[Gap] | None) -> Iterator[Finding]:
    if gaps is None:
        yield Finding("warn", "the bridge has not run yet", "zammad-plugin signal run")
        return
    now = time.time()
    if any(gap.ended is None for gap in gaps):
        yield Finding("fail", "the bridge does not listen now", "zammad-plugin signal status")
    recent = [gap for gap in gaps if now - (gap.ended or now) < RECENT]
    hours = sum((gap.ended or now) - gap.began for gap in recent) / 3600
    if recent:
        what = f"in 7 days the bridge did not listen {len(recent)} times, {hours:.1f} hours in all"
        yield Finding("warn", what, "zammad-plugin signal status names each")
    else:
        yield Finding("ok", "in 7 days the bridge always listened")
