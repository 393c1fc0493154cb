"""Whether a daemon may serve the bridge: its version, how it receives, whether it has the account.

Only what is known refuses. What can't be seen is warned of, once a spool.
"""

from __future__ import annotations

import logging

from zammad_plugin.errors import DaemonRefused
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.wire import process
from zammad_plugin.signal.wire.answers import NO_METHOD
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.text.url import address_of

log = logging.getLogger(__name__)
OLDEST = (0, 13, 19)  # older ones lack calls that the bridge needs
MODE = "--receive-mode=on-connection"
UNIT = "see docs/systemd/signal-cli.service"
LINK = "zammad-plugin signal link"
RESTART = "systemctl restart signal-cli"
UNSEEN = "unseen"  # in the spool: of which daemon it was said that its mode can't be seen

Flaw = tuple[str, str]
"""What is wrong, and what to do next."""


def version_of(text: str) -> tuple[int, ...] | None:
    """(0, 13, 19) of `0.13.19`; None for one that can't be compared."""
    try:
        return tuple(int(part) for part in text.split("."))
    except ValueError:
        return None


def old(text: str) -> Flaw | None:
    version = version_of(text)
    if version is None or version >= OLDEST:
        return None
    least = ".".join(map(str, OLDEST))
    return f"signal-cli {text} is too old", f"install {least} or newer, then: {RESTART}"


def lossy(mode: str) -> Flaw | None:
    """`mode`: of --receive-mode, "" when not given."""
    if mode == "on-connection":
        return None
    given = mode or "on-start, as it does when nothing is said"
    what = f"signal-cli receives {given}: messages that come while the bridge is away are LOST"
    return what, f"start it with {MODE} ({UNIT}), then: {RESTART}"


def stranger(accounts: list[str], account: str) -> Flaw | None:
    if account in accounts:
        return None
    what = f"signal-cli has {len(accounts)} accounts, and none is the desk's (signal.account)"
    return what, LINK


def started(daemon: Daemon) -> list[process.Options]:
    """Every signal-cli that serves this address, as far as this machine shows it."""
    return process.daemons(address_of(daemon.url).port or 80)


class Fit:
    """Called before each subscription: a daemon may be another one after a restart."""

    def __init__(self, daemon: Daemon, spool: Spool) -> None:
        self.daemon, self.spool = daemon, spool

    def __call__(self) -> None:
        """Raises DaemonRefused with the reason and what to do; DaemonAway."""
        _refuse(old(self.daemon.version()))
        self._mode()
        self._account()

    def _mode(self) -> None:
        flaws = [lossy(one.mode) for one in started(self.daemon)]
        if flaws and all(flaws):
            _refuse(flaws[0])
        if (not flaws or any(flaws)) and self.spool.get(UNSEEN) != self.daemon.url:
            log.warning(
                "how signal-cli receives can't be seen from here; its unit must say %s: "
                "zammad-plugin signal doctor, as root",
                MODE,
            )
            self.spool.put(UNSEEN, self.daemon.url)

    def _account(self) -> None:
        try:
            accounts = self.daemon.accounts()
        except DaemonRefused as error:
            if error.code == NO_METHOD:  # it runs for one account (-a): its stream refuses others
                return
            raise
        _refuse(stranger(accounts, self.daemon.account))


def _refuse(flaw: Flaw | None) -> None:
    if flaw:
        what, mend = flaw
        raise DaemonRefused(what, hint=mend)
