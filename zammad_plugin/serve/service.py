"""`serve`: the door, the bench and the server together, from ready to the end."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

from prometheus_client.registry import Collector
from waitress.server import create_server

from zammad_plugin.errors import PluginError
from zammad_plugin.serve.bench import Bench
from zammad_plugin.serve.door import LARGEST, Door
from zammad_plugin.serve.figures import Served
from zammad_plugin.serve.gate import Gate
from zammad_plugin.tickets.run import Summary

SHORTEST = 16  # bytes of a secret


class Service:
    """`more`: what /metrics tells of workers elsewhere."""

    def __init__(
        self,
        secret: bytes,
        bench: Bench,
        gate: Gate | None = None,
        more: Collector | None = None,
    ) -> None:
        if len(secret) < SHORTEST:
            raise PluginError(
                f"serve: no secret, or one shorter than {SHORTEST} characters",
                hint="openssl rand -hex 32, the same for `apply` and for `serve`",
            )
        self.bench, self.warm = bench, threading.Event()
        self.figures = Served(lambda: len(bench.pool), more)
        bench.told = self._tell
        self.app = Door(
            secret,
            bench.accept,
            self.warm.is_set,
            self.figures.text,
            self.figures.hook,
            gate.opens if gate else None,
        )

    def start(self) -> None:
        """Ready when it returns."""
        self.bench.start()
        self.warm.set()

    def stop(self) -> None:
        self.warm.clear()
        self.bench.stop()

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
