"""Signal's servers and the people behind them, as one signal-cli sees them. No sockets here.

Messages wait while nobody is subscribed (`on-connection`); they are taken and gone with
`on-start`. What was handed to a subscriber that dies is lost: the real socket has no answer.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zammad_plugin.emulator.signal import wire
from zammad_plugin.emulator.signal.wire import File, Json, Person, SentFile

BORN = 1_700_000_000_000  # ms; the first message's time
FAILURES = {
    "unregistered": "UNREGISTERED_FAILURE",
    "identity": "IDENTITY_FAILURE",
    "rate_limit": "RATE_LIMIT_FAILURE",
    "network": "NETWORK_FAILURE",
    "keys": "INVALID_PRE_KEY_FAILURE",
    "later": "HOLOGRAM_FAILURE",
}
# Kinds of failures of a send that are no result: see SignalDaemon.
BROKEN = {"internal", "file", "hang", "lost", "cut", "reset", "http"}


@dataclass(frozen=True)
class Failure:
    kind: str
    retry_after: int | None = None
    token: str | None = None

    @property
    def extra(self) -> Json:
        told = {"token": self.token, "retryAfterSeconds": self.retry_after}
        return {key: value for key, value in told.items() if value is not None}


@dataclass(frozen=True)
class SentMessage:
    """What left for a person."""

    to: str
    text: str
    timestamp: int
    attachments: tuple[SentFile, ...] = ()
    quote: int | None = None


@dataclass(eq=False)
class Subscription:
    """One reader of the stream; `ready` is handed over and not yet written."""

    ready: deque[str] = field(default_factory=deque)
    ended: bool = False


class Network:
    """Write as a person with `write` or `put`; read what the desk sent in `sent`."""

    def __init__(
        self, account: str = "+9611000000", *, receive_mode: str = "on-connection"
    ) -> None:
        if receive_mode not in {"on-connection", "on-start"}:
            raise ValueError(f"no receive mode: {receive_mode!r}")
        self.account = account
        self.receive_mode = receive_mode
        self.sent: list[SentMessage] = []
        self.lost: list[str] = []  # events that nobody got
        self.fetched: list[str] = []  # ids of attachments that somebody asked for
        self.files: dict[str, File] = {}
        self.people: dict[str, Person] = {}
        self.unregistered: set[str] = set()
        self.untrusted: set[str] = set()
        self.receipts = True  # phones tell that a message was delivered
        self.changed = threading.Condition()
        self._waiting: deque[str] = deque()
        self._subscriptions: list[Subscription] = []
        self._failures: deque[Failure] = deque()
        self._lose = 0
        self._now = BORN

    # What people do

    def now(self) -> int:
        """The next millisecond."""
        with self.changed:
            self._now += 1
            return self._now

    def write(self, who: Person, text: str | None, *files: File, at: int = 0, **parts: Any) -> int:
        """A message to the desk; its timestamp. `parts` as in signal_wire.data."""
        at = at or self.now()
        if files:
            parts["attachments"] = [one.wire for one in files]
            self.files |= {one.id: one for one in files}
        self.put(who, wire.data(at, text, **parts), at)
        return at

    def put(self, who: Person, part: Json, at: int = 0) -> int:
        """Any other part of an envelope (signal_wire)."""
        at = at or self.now()
        self.people[who.uuid] = who
        self.raw(wire.event(self.account, who, at, part))
        return at

    def raw(self, event: str) -> None:
        """An event as it stands, sound or not."""
        with self.changed:
            self._waiting.append(event)
            self._hand_on()

    def lose(self, count: int = 1) -> None:
        """The next events are handed over and never arrive."""
        with self.changed:
            self._lose += count

    @property
    def waiting(self) -> int:
        """Messages on Signal's servers."""
        return len(self._waiting)

    def _hand_on(self) -> None:
        while self._waiting and (self._subscriptions or self.receive_mode == "on-start"):
            event = self._waiting.popleft()
            if self._lose or not self._subscriptions:
                self._lose = max(0, self._lose - 1)
                self.lost.append(event)
                continue
            for one in self._subscriptions:
                one.ready.append(event)
        self.changed.notify_all()

    # What the daemon does

    def subscribe(self) -> Subscription:
        with self.changed:
            one = Subscription()
            self._subscriptions.append(one)
            self._hand_on()
            return one

    def unsubscribe(self, one: Subscription) -> None:
        """What it was handed and did not read is lost."""
        with self.changed:
            if one in self._subscriptions:
                self._subscriptions.remove(one)
            self.lost += one.ready
            one.ready.clear()
            one.ended = True
            self.changed.notify_all()

    def end_streams(self) -> None:
        with self.changed:
            for one in self._subscriptions:
                one.ended = True
            self.changed.notify_all()

    @property
    def subscribed(self) -> int:
        return len(self._subscriptions)

    def events(self, one: Subscription, keep_alive: float) -> Iterator[str | None]:
        """Each event, None after each silence of `keep_alive` seconds; ends when it is ended."""
        while True:
            with self.changed:
                self.changed.wait_for(lambda: one.ready or one.ended, keep_alive)
                if one.ended and not one.ready:
                    return
                event = one.ready.popleft() if one.ready else None
            yield event

    # What the desk sends

    def fail(
        self, kind: str, times: int = 1, *, retry_after: int | None = None, token: str | None = None
    ) -> None:
        """The next sends end so. Kinds: FAILURES (a person's result) and BROKEN. ValueError."""
        if kind not in FAILURES.keys() | BROKEN:
            raise ValueError(f"no failure: {kind!r}")
        with self.changed:
            self._failures.extend([Failure(kind, retry_after, token)] * times)

    def next_failure(self, to: str) -> Failure | None:
        with self.changed:
            if self._failures:
                return self._failures.popleft()
        if self.person(to).uuid in self.unregistered:
            return Failure("unregistered")
        return Failure("identity") if self.person(to).uuid in self.untrusted else None

    def person(self, to: str) -> Person:
        """By uuid or number; a stranger when unknown."""
        for one in self.people.values():
            if to in {one.uuid, one.number}:
                return one
        return Person(to) if not to.startswith("+") else Person("", to)

    def keep_sent(self, params: Json, at: int) -> None:
        (to,) = params["recipient"]
        files = tuple(SentFile.of(one) for one in params.get("attachments") or ())
        text = params.get("message") or ""
        with self.changed:
            self.sent.append(SentMessage(to, text, at, files, params.get("quoteTimestamp")))
            self.changed.notify_all()
        if self.receipts:
            self.put(self.person(to), wire.receipt("delivered", at, [at]))

    def read(self, *timestamps: int, kind: str = "read") -> None:
        """The person read messages of ours."""
        to = next(one.to for one in self.sent if one.timestamp in timestamps)
        self.put(self.person(to), wire.receipt(kind, self.now(), list(timestamps)))

    def change_key(self, who: Person) -> None:
        """A new phone: nothing goes to them before somebody trusts the new safety number."""
        self.people[who.uuid] = who
        self.untrusted.add(who.uuid)
