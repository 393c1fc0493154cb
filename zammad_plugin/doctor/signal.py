"""What a person would check by hand when the bridge to Signal does not do what it should.

Reads only. What can't be seen from here is said, never guessed.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from zammad_plugin.doctor.findings import Finding
from zammad_plugin.doctor.signal_process import DAY, folder_closed, keys_seen, process_seen
from zammad_plugin.errors import DaemonRefused, SignalError
from zammad_plugin.signal import compatibility as fit
from zammad_plugin.signal.compatibility import UNIT
from zammad_plugin.signal.store.downtime import Gap
from zammad_plugin.signal.wire.answers import IO, NO_METHOD
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.signal.wire.results import Device

CHECKS_HOST = (0, 14, 4)  # since then a web page in a browser can't talk to it
PHONE_AWAY = 21  # days; Signal unlinks devices of accounts that stay away
RECENT = 7 * DAY  # seconds that a gap is told


def examine(daemon: Daemon, spool: Path, gaps: list[Gap] | None) -> list[Finding]:
    """Every check, whatever the others found. `gaps` None: there is no spool yet."""
    found = list(_daemon(daemon))
    seen = fit.started(daemon)
    found += process_seen(seen)
    found += [keys_seen(seen), _clock()]
    found += [*folder_closed(spool, "the spool"), *_gaps(gaps)]
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
