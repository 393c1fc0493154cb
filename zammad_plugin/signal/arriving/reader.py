"""From the socket into the spool, and nothing between the two.

signal-cli forgets an event when it has written it to us: what was read is committed before the
next is looked at. A full disk or a silent daemon ends the subscription; then Signal's servers
keep the queue.
"""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path

from zammad_plugin.errors import DaemonAway, MalformedEvent, StateError
from zammad_plugin.signal.store.downtime import Gaps
from zammad_plugin.signal.store.inbox import Inbox
from zammad_plugin.signal.store.outbox import Outbox
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.signal.wire.events import parse
from zammad_plugin.signal.wire.shapes import (
    Content,
    Event,
    GroupMessage,
    Receipt,
    Story,
    Sync,
    Text,
    Typing,
)

log = logging.getLogger(__name__)
LEAST = 64 * 1024 * 1024  # bytes that must be free to go on listening
WAITS = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds between two tries to subscribe
LONGEST_END = 30.0  # seconds; the daemon gives a sign of life every 15
LONGEST_ONCE = 300.0  # seconds; then the next sign of life ends `once`, whatever comes
NOBODY = "unknown"  # the sender of an event that names none
SENDER = re.compile(r'"sourceUuid"\s*:\s*"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"')
IGNORED = (Typing, Story, Sync)


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def kind_of(content: Content) -> str:
    """The kind that is part of an event's key; a plain message is `message`."""
    return "message" if isinstance(content, Text) else type(content).__name__.lower()


class Reader:
    """`run` until `stop` is set; `wake` is set when something new waits. Errors are raised only
    where waiting does not help."""

    def __init__(
        self,
        daemon: Daemon,
        spool: Spool,
        *,
        stop: threading.Event,
        wake: threading.Event,
        fit: Callable[[], None] = lambda: None,
    ) -> None:
        """`fit` raises what is wrong with the daemon, before each subscription."""
        self.daemon, self.spool, self.stop, self.wake = daemon, spool, stop, wake
        self.fit = fit
        self.inbox, self.outbox, self.gaps = Inbox(spool), Outbox(spool), Gaps(spool)
        self.unwritten: str | None = None  # an event that the disk did not take
        self.tries = 0
        self._ends = 0.0

    def run(self) -> None:
        with suppress(StateError):  # `_room` says it, and looks again
            self.gaps.since_last_time()
        while not self.stop.is_set():
            try:
                if self._room():
                    self.listen()
            except DaemonAway:
                log.warning("signal-cli is away or silent: subscribing again")
                self._gap("daemon")
            self.stop.wait(WAITS[min(self.tries, len(WAITS) - 1)])
            self.tries += 1

    def once(self) -> None:
        """What is there now, and what comes until nothing came between two signs of life: what is
        written after the end, before signal-cli notices it, is lost. Raises DaemonAway."""
        if self._room():
            self.listen(until_quiet=True)

    def listen(self, until_quiet: bool = False) -> None:
        """One subscription, until it ends, the disk is full or `stop` is set.

        Raises DaemonAway; DaemonRefused for a daemon that is not fit.
        """
        self.fit()
        self._ends = 0.0
        came, latest = True, time.monotonic() + LONGEST_ONCE
        with closing(self._stream()) as events:
            for number, raw in enumerate(events):
                self.tries = 0
                if raw is not None and not self._keep(raw):
                    return
                ending = self.stop.is_set() or not self._room()
                if raw is None:
                    if not self._alive():
                        return
                    quiet = number > 0 and (not came or time.monotonic() > latest)
                    if ending or (until_quiet and quiet):
                        return
                elif ending and self._late():
                    return
                came = raw is not None

    def _alive(self) -> bool:
        """False when the disk does not even take that: Signal's servers keep the queue."""
        try:
            self.gaps.alive()
        except StateError:
            log.error("the spool takes no more: not listening")
            return False
        return True

    def _late(self) -> bool:
        """Ended between two events, a subscription loses what is on the wire: a pause is waited
        for, but not for ever."""
        self._ends = self._ends or time.monotonic() + LONGEST_END
        return time.monotonic() > self._ends

    def _stream(self) -> Generator[str | None]:
        """Closed, it ends the subscription."""
        yield from self.daemon.events()

    def _room(self) -> bool:
        """Whether the disk takes more; what it did not take is tried again first."""
        if free_bytes(self.spool.folder) < LEAST:
            log.error("less than %s MB free: not listening", LEAST // 1048576)
            self._gap("disk")
            return False
        return self.unwritten is None or self._keep(self.unwritten)

    def _keep(self, raw: str) -> bool:
        """Commit an event. False when the disk refuses: it is kept in memory."""
        try:
            self.receive(raw)
        except StateError as error:
            log.error("the spool takes no more (%s): not listening", type(error).__name__)
            self.unwritten = raw
            self._gap("disk")
            return False
        self.unwritten = None
        return True

    def _gap(self, why: str) -> None:
        try:
            self.gaps.begin(why)
        except StateError:
            log.error("a gap could not be written down (%s)", why)

    def receive(self, raw: str) -> None:
        """One event into the spool, or nowhere when it is of no kind that the desk reads."""
        raw = raw.encode("utf-8", "replace").decode()
        try:
            event = parse(raw)
        except MalformedEvent:
            return self._unreadable(raw)
        except Exception as error:  # a bug of ours must not lose what a child wrote
            log.error("an event was not understood: %s", type(error).__name__)
            return self._unreadable(raw)
        return self._event(event, raw)

    def _event(self, event: Event, raw: str) -> None:
        content = event.content
        if isinstance(content, Receipt):
            kind = "delivered" if content.kind == "delivered" else "read"
            self.inbox.receipt(event.sender_uuid, content.timestamps, kind)
        elif isinstance(content, GroupMessage):
            if content.written:
                self.outbox.answer_group(content.group_id, event.sender_uuid)
        elif not isinstance(content, IGNORED):
            if event.sender_uuid and event.timestamp:
                self._add(event.sender_uuid, event.timestamp, kind_of(content), raw)
            else:
                self._unreadable(raw)

    def _unreadable(self, raw: str) -> None:
        """Kept as it came: a person reads it. The key is made from the bytes."""
        sender = SENDER.search(raw)
        number = int.from_bytes(hashlib.sha256(raw.encode()).digest()[:7], "big")
        self._add(sender[1].lower() if sender else NOBODY, number, "unreadable", raw)

    def _add(self, sender: str, timestamp: int, kind: str, raw: str) -> None:
        if self.inbox.add(sender, timestamp, kind, raw):
            self.wake.set()
