"""Tickets that somebody named, worked off within seconds: in the queue of all machines, or here."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from zammad_plugin.errors import QueueFull
from zammad_plugin.serve.pool import Pool, Work
from zammad_plugin.state.hands import Hands
from zammad_plugin.tickets.run import Summary, run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)
STOPPING = 60.0  # seconds for what is in hand when the service is stopped
Clients = Callable[[], AbstractContextManager[Client]]
Queue = Callable[[int, int], object]  # ids of a ticket and its customer; raises QueueFull
Told = Callable[[Summary, float], None]  # what became of a ticket, seconds since it was named


def untold(done: Summary, seconds: float) -> None:
    """Nobody counts."""


@dataclass
class Bench:
    """`clients` opens one client a thread: an HTTP session is one thread's.

    `queue`: that of workers on several machines; what it does not take is worked off here.
    """

    clients: Clients
    tools: Tools
    hands: Hands
    threads: int = 8
    queue: Queue | None = None
    told: Told = untold
    came: dict[int, float] = field(default_factory=dict)  # ticket → when it was named

    def __post_init__(self) -> None:
        self.pool = Pool(self._workshop, self.threads)

    def start(self) -> None:
        """Ready when it returns: rules that are compiled at their first use have been used."""
        assess([Message(text="hello", subject="", created_at="")], self.tools.ruleset)
        self.pool.start()

    def stop(self, seconds: float = STOPPING) -> None:
        self.pool.stop(seconds)

    def accept(self, ticket_id: int, customer: int = 0) -> None:
        """Raises QueueFull."""
        if self.queue:
            try:
                self.queue(ticket_id, customer)
                return
            except QueueFull as error:
                log.error("%s; worked off here", error.what)
        self.pool.accept(ticket_id)
        self.came.setdefault(ticket_id, time.monotonic())

    def _workshop(self, held: ExitStack) -> Work:
        client = held.enter_context(self.clients())
        return lambda ticket_id: self._work(client, ticket_id)

    def _work(self, client: Client, ticket_id: int) -> bool:
        came = self.came.pop(ticket_id, time.monotonic())
        ruleset, routing = self.tools.ruleset, self.tools.routing
        done = run(client, ruleset, routing, tools=self.tools, hands=self.hands, only=[ticket_id])
        self.told(done, time.monotonic() - came)
        if done.resting:
            self.came.setdefault(ticket_id, came)
        return not done.resting
