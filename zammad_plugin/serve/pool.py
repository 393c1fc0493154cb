"""Threads that work off the tickets that webhooks named, with a queue that ends somewhere."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack

from zammad_plugin.errors import QueueFull

log = logging.getLogger(__name__)
MOST = 1000  # tickets that wait; what is more is Zammad's to send again, and the search's to find
TRIES = 3  # of a ticket that another hand has; then it is the next `run`'s
PAUSE = 5.0  # seconds between two of them
Work = Callable[[int], bool]  # a ticket's id → whether it is done; False: again a little later


class Pool:
    """`workshop` opens what one thread needs (a client of its own) and gives its Work.

    An id that waits already is not queued twice; one that is being worked on is: there may be
    news that its reading came too early for.
    """

    def __init__(
        self,
        workshop: Callable[[ExitStack], Work],
        threads: int,
        *,
        most: int = MOST,
        pause: float = PAUSE,
    ) -> None:
        self._workshop, self._most, self._pause = workshop, most, pause
        self._waits: OrderedDict[int, tuple[float, int]] = OrderedDict()  # id → (from when, tries)
        self._turn, self._open = threading.Condition(), True
        self._busy = 0  # threads with a ticket
        self._threads = [
            threading.Thread(target=self._run, name=f"triage-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def accept(self, ticket_id: int) -> None:
        """Raises QueueFull."""
        with self._turn:
            if ticket_id not in self._waits and len(self._waits) >= self._most:
                raise QueueFull("too many tickets wait", hint="Zammad tries again, and so does run")
            self._waits[ticket_id] = (0.0, 0)
            self._turn.notify()

    def __len__(self) -> int:
        return len(self._waits)

    def drain(self, seconds: float) -> bool:
        """Whether all that waits was worked off in that time; what another hand has is looked at
        again until then."""
        with self._turn:
            return self._turn.wait_for(lambda: not self._waits and not self._busy, seconds)

    def stop(self, seconds: float) -> None:
        """What is in hand is brought to its end; what waits is the next `run`'s."""
        with self._turn:
            self._open = False
            self._turn.notify_all()
        ends = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, ends - time.monotonic()))

    def _next(self) -> tuple[int, int] | None:
        """(id, tries so far); None at the end."""
        with self._turn:
            while self._open:
                now = time.monotonic()
                due = next((id for id, (at, _) in self._waits.items() if at <= now), None)
                if due is not None:
                    self._busy += 1
                    return due, self._waits.pop(due)[1]
                later = min((at for at, _ in self._waits.values()), default=None)
                self._turn.wait(None if later is None else max(0.0, later - now))
        return None

    def _again(self, ticket_id: int, tries: int) -> None:
        with self._turn:
            if tries < TRIES and ticket_id not in self._waits and len(self._waits) < self._most:
                self._waits[ticket_id] = (time.monotonic() + self._pause, tries)
                self._turn.notify()

    def _run(self) -> None:
        with ExitStack() as held:
            work = self._workshop(held)
            while (found := self._next()) is not None:
                ticket_id, tries = found
                if not self._done(work, ticket_id):
                    self._again(ticket_id, tries + 1)
                with self._turn:
                    self._busy -= 1
                    self._turn.notify_all()

    @staticmethod
    def _done(work: Work, ticket_id: int) -> bool:
        """One ticket that fails, or an hour without Zammad, stops no thread."""
        try:
            return work(ticket_id)
        except Exception as error:
            log.error("ticket %s: %s; left to run", ticket_id, type(error).__name__)
            return True
