"""`serve`: the door, the pool and the server together, from ready to the end."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from waitress.server import create_server

from zammad_plugin.errors import PluginError
from zammad_plugin.serve.door import LARGEST, Door
from zammad_plugin.serve.figures import Served
from zammad_plugin.serve.gate import Gate
from zammad_plugin.serve.pool import Pool, Work
from zammad_plugin.state.hands import Hands
from zammad_plugin.tickets.run import Summary, run
from zammad_plugin.tickets.ticket import Tools
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)
SHORTEST = 16  # bytes of a secret
STOPPING = 60.0  # seconds for what is in hand when the service is stopped
Clients = Callable[[], AbstractContextManager[Client]]


@dataclass
class Service:
    """`clients` opens one client a thread: an HTTP session is one thread's."""

    secret: bytes
    clients: Clients
    tools: Tools
    hands: Hands
    threads: int = 8
    gate: Gate | None = None
    came: dict[int, float] = field(default_factory=dict)  # ticket → when its webhook came

    def __post_init__(self) -> None:
        if len(self.secret) < SHORTEST:
            raise PluginError(
                f"serve: no secret, or one shorter than {SHORTEST} characters",
                hint="openssl rand -hex 32, the same for `apply` and for `serve`",
            )
        self.pool = Pool(self._workshop, self.threads)
        self.figures = Served(lambda: len(self.pool))
        self.warm = threading.Event()
        self.app = Door(
            self.secret,
            self._accept,
            self.warm.is_set,
            self.figures.text,
            self.figures.hook,
            self.gate.opens if self.gate else None,
        )

    def start(self) -> None:
        """Ready when it returns: rules that are compiled at their first use have been used."""
        assess([Message(text="hello", subject="", created_at="")], self.tools.ruleset)
        self.pool.start()
        self.warm.set()

    def stop(self) -> None:
        self.warm.clear()
        self.pool.stop(STOPPING)

    def _accept(self, ticket_id: int) -> None:
        self.pool.accept(ticket_id)
        self.came.setdefault(ticket_id, time.monotonic())

    def _workshop(self, held: ExitStack) -> Work:
        client = held.enter_context(self.clients())
        return lambda ticket_id: self._work(client, ticket_id)

    def _work(self, client: Client, ticket_id: int) -> bool:
        came = self.came.pop(ticket_id, time.monotonic())
        ruleset, routing = self.tools.ruleset, self.tools.routing
        done = run(client, ruleset, routing, tools=self.tools, hands=self.hands, only=[ticket_id])
        self._tell(done, time.monotonic() - came)
        if done.resting:
            self.came.setdefault(ticket_id, came)
        return not done.resting

    def _tell(self, done: Summary, seconds: float) -> None:
        outcome = "failed" if done.failed else "resting" if done.resting else "done"
        self.figures.ticket(outcome)
        if done.notes:
            self.figures.took(seconds)
        for waited in done.waited:
            self.figures.waited(waited)


def listen(service: Service, host: str, port: int, told: Callable[[str, int], None]) -> None:
    """Serve until SystemExit or KeyboardInterrupt; `told` gets the address when it is ready.

    Raises PluginError when the port is taken.
    """
    try:
        door = socket.create_server((host, port), family=_family(host))
    except OSError as error:
        hint = "choose another one: --listen HOST:PORT"
        raise PluginError(f"{host}:{port}: {error.strerror}", hint=hint) from None
    with door:
        service.start()
        server = create_server(
            service.app,
            sockets=[door],
            threads=4,
            ident="",
            max_request_body_size=LARGEST,
            channel_timeout=30,
            clear_untrusted_proxy_headers=True,
        )
        try:
            told(host, int(door.getsockname()[1]))
            server.run()
        finally:
            server.close()
            service.stop()


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
