"""The bridge at work: one thread listens, one carries to Zammad and back. One bridge a spool."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from zammad_plugin.config.settings.signal import SignalSettings
from zammad_plugin.errors import (
    DaemonAway,
    DaemonRefused,
    PluginError,
    SignalError,
    StateError,
    Unavailable,
    ZammadError,
    brief,
    public_name,
)
from zammad_plugin.signal.arriving.compose import Composer
from zammad_plugin.signal.arriving.pump import SETTLING, Pump, Told, untold
from zammad_plugin.signal.arriving.reader import Reader
from zammad_plugin.signal.compatibility import Fit
from zammad_plugin.signal.leaving.content import Own
from zammad_plugin.signal.leaving.notices import Notices
from zammad_plugin.signal.leaving.replies import Replies
from zammad_plugin.signal.leaving.sender import Sender
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.tickets.conversation import Conversations
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.state.lock import lock
from zammad_plugin.vocabulary import MAIN
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)
LOCK = "bridge.lock"
POLL = 5.0  # seconds between two looks for answers of agents
BACKOFF = (5.0, 10.0, 30.0, 60.0)  # seconds while Zammad is away
PURGE = 86400.0  # seconds between two purges of old keys


@dataclass(frozen=True)
class Ends:
    """What the bridge stands between. `lang`: of what agents read; `own`: its own texts; `told`:
    who hears of each ticket that got a message, and of its customer; must not raise."""

    client: Client
    daemon: Daemon
    settings: SignalSettings
    lang: str = MAIN
    own: Own = lambda key: ""
    settling: float = SETTLING
    told: Told = untold


class Carrier:
    """Everything but listening, on one spool. One `cycle` looks at all four ways once."""

    def __init__(self, ends: Ends, spool: Spool) -> None:
        self.spool = spool
        client, daemon, settings = ends.client, ends.daemon, ends.settings
        talks = Conversations(client, spool, settings)
        composer = Composer(daemon, spool, settings, ends.lang)
        self.pump = Pump(client, spool, settings, composer, talks, ends.settling, ends.told)
        self.replies = Replies(client, spool, talks)
        self.sender = Sender(client, daemon, spool, settings, talks, ends.own)
        self.notices = Notices(client, spool, talks, ends.lang)
        self.fit = Fit(daemon, spool)
        self._purged = 0.0

    def admit(self) -> None:
        """Raises DaemonRefused for a daemon that is not fit, after what waits for Zammad was
        brought there. One that is away is waited for."""
        try:
            self.fit()
        except DaemonAway:
            return
        except DaemonRefused:
            with suppress(ZammadError):
                self.pump.drain()
            raise

    def cycle(self) -> tuple[int, int]:
        """(messages into Zammad, answers out). Raises ZammadError's children; run it again."""
        arrived = self.pump.drain()
        self.replies.poll()
        left = self.sender.flush()
        self.notices.flush()
        if self.spool.now() - self._purged > PURGE:
            self.spool.purge()
            self._purged = self.spool.now()
        return arrived, left


@contextmanager
def carrier(ends: Ends, folder: Path) -> Iterator[Carrier]:
    """The one that may work on this spool. Raises Locked while another one does (exit 75)."""
    with Spool(folder) as spool, lock(folder / LOCK):
        made = Carrier(ends, spool)
        made.sender.recover()
        yield made


class Listener(threading.Thread):
    """The reader in a thread of its own, on a connection of its own."""

    def __init__(self, ends: Ends, folder: Path, stop: threading.Event) -> None:
        super().__init__(name="signal-reader", daemon=True)
        self.wake = threading.Event()
        self.error: PluginError | None = None
        self._ends, self._folder, self._stopped = ends, folder, stop

    def run(self) -> None:
        try:
            with Spool(self._folder) as spool:
                daemon = self._ends.daemon
                fit = Fit(daemon, spool)
                Reader(daemon, spool, stop=self._stopped, wake=self.wake, fit=fit).run()
        except PluginError as error:
            self.error = error
        except Exception as error:
            self.error = PluginError(f"the reader stopped: {type(error).__name__}")
        finally:
            self.wake.set()


def run(ends: Ends, folder: Path, stop: threading.Event, poll: float = POLL) -> None:
    """Until `stop` is set. Raises what waiting does not mend: a daemon that is not fit, a lock."""
    with carrier(ends, folder) as made:
        made.admit()
        listener = Listener(ends, folder, stop)
        listener.start()
        tries, told = 0, ""
        while not stop.is_set() and not listener.error:
            try:
                _report(*made.cycle())
                tries, told = 0, ""
            except (ZammadError, StateError) as error:
                # Listening goes on: what comes in waits in the spool, or on Signal's servers.
                told = _away(error, told)
                stop.wait(BACKOFF[min(tries, len(BACKOFF) - 1)])
                tries += 1
            listener.wake.wait(poll)
            listener.wake.clear()
        stop.set()
        # The daemon gives a sign of life every 15 s: then nothing is on the wire.
        listener.join(60)
        if listener.error:
            raise listener.error


def once(ends: Ends, folder: Path) -> tuple[int, int, int]:
    """What is there now: (messages in, answers out, messages that failed), for cron.

    Raises DaemonAway after Zammad's side was served, Unavailable while Zammad is away,
    DaemonRefused for a daemon that is not fit.
    """
    with carrier(ends, folder) as made:
        made.admit()
        away: SignalError | None = None
        reader = Reader(ends.daemon, made.spool, stop=threading.Event(), wake=threading.Event())
        try:
            reader.once()
        except SignalError as error:
            away = error
        arrived, left = made.cycle()
        if away:
            raise away
        return arrived, left, made.pump.failed


def _away(error: ZammadError | StateError, told: str) -> str:
    """One line when it begins, not one a minute."""
    name = public_name(error)
    if name != told:
        level = logging.WARNING if isinstance(error, Unavailable) else logging.ERROR
        where = "the spool" if isinstance(error, StateError) else "Zammad"
        log.log(level, "%s: %s; messages wait", where, brief(error))
    return name


def _report(arrived: int, left: int) -> None:
    if arrived or left:
        log.info("%s into Zammad, %s out", arrived, left)
