"""A WSGI application on loopback, in a thread for tests: what both emulators stand on."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from zammad_plugin.emulator.server import http

HOST = "127.0.0.1"


class Server:
    """A thread for each connection. It says nothing: paths and queries, which may hold a number,
    stay out of logs. Raises OSError when the port is taken."""

    def __init__(self, app: Any, port: int) -> None:
        self.app = app
        self._door = socket.create_server((HOST, port), backlog=128)
        self.port = int(self._door.getsockname()[1])
        self._lock = threading.Lock()
        self._idle: dict[socket.socket, bool] = {}  # connections that are open
        self._ended = False

    def serve_forever(self) -> None:
        """Until `shutdown`."""
        while True:
            one, _ = self._door.accept()
            with self._lock:
                if self._ended:
                    one.close()
                    return
                self._idle[one] = True
            threading.Thread(target=self._serve, args=(one,), daemon=True).start()

    def shutdown(self) -> None:
        """Whoever is being answered gets the answer; nobody is answered after that."""
        with self._lock:
            self._ended = True
            for one, idle in self._idle.items():
                with suppress(OSError):  # it has left
                    one.shutdown(socket.SHUT_RDWR if idle else socket.SHUT_RD)
        with suppress(OSError):  # wakes who waits at the door
            socket.create_connection((HOST, self.port), timeout=1).close()

    def server_close(self) -> None:
        self._door.close()

    def _serve(self, one: socket.socket) -> None:
        try:
            with one, one.makefile("rb") as given:
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with suppress(ConnectionError, TimeoutError):  # the client has left
                    self._requests(one, given)
                with suppress(OSError):
                    one.shutdown(socket.SHUT_WR)
        finally:
            with self._lock:
                del self._idle[one]

    def _requests(self, one: socket.socket, given: Any) -> None:
        try:
            while environ := http.read(given, one):
                self._idle[one] = False
                goes_on = http.respond(self.app, environ, one)
                with self._lock:
                    if self._ended or not goes_on:
                        return
                    self._idle[one] = True
        except http.Malformed:
            http.refuse(one)


class Loopback:
    """`port` 0 takes a free one. Raises OSError when the port is taken."""

    def __init__(self, app: Any, port: int) -> None:
        self._server = Server(app, port)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
