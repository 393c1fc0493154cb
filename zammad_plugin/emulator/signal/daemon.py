"""A simulated `signal-cli daemon --http` on loopback: the same wire, people that a test plays.

with SignalDaemon() as daemon:
    child = Person.made(1)
    daemon.network.write(child, "help")
    daemon.network.fail("rate_limit", retry_after=60, token="challenge")
    …                                     # the bridge runs against daemon.url
    daemon.network.sent                   # what the desk sent
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from werkzeug.wrappers import Request, Response

from zammad_plugin.emulator.server import faults
from zammad_plugin.emulator.server.loopback import Loopback
from zammad_plugin.emulator.signal.calls import Broken, Calls, numbers
from zammad_plugin.emulator.signal.network import Network

VERSION = "0.13.19"
KEEP_ALIVE = 15.0  # seconds
HOSTS = {"localhost", "127.0.0.1", "::1"}
SAFE_HOSTS = (0, 14, 4)  # since then the Host header is checked and headers are sent at once
ROUTES = {"/api/v1/check": "GET", "/api/v1/rpc": "POST", "/api/v1/events": "GET"}


class App:
    """The WSGI application. `silent`: streams give no sign of life any more; `cut`: so many
    events end in the middle, and the stream with them."""

    def __init__(self, network: Network, calls: Calls, keep_alive: float) -> None:
        self.network, self.calls, self.keep_alive = network, calls, keep_alive
        self.careful = numbers(calls.version) >= SAFE_HOSTS
        self.silent = False
        self.cut = 0
        self.stopped = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        http = Request(environ)
        try:
            response = self._answer(http)
        except Broken as broken:
            held = self._broken(broken.kind)
            if held is None:
                faults.drop(environ)
            response = held
        return response(environ, start_response)

    def _answer(self, http: Request) -> Response:
        method = ROUTES.get(http.path)
        if self.careful and http.path != "/api/v1/check" and not _known(http.host):
            return Response(status=421)
        if method is None:
            return Response(status=404)
        if http.method != method:
            return Response(status=405)
        if http.path.endswith("check"):
            return Response(status=200)
        return self._rpc(http) if http.path.endswith("rpc") else self._events(http)

    def _rpc(self, http: Request) -> Response:
        if not (http.content_type or "").startswith("application/json"):
            return Response(status=415)
        answer = self.calls.answer(http.get_data())
        if answer is None:
            return Response(status=201)
        return Response(json.dumps(answer), content_type="application/json")

    def _broken(self, kind: str) -> Response | None:
        """What comes instead of an answer; None when the connection just ends."""
        if kind == "http":
            return Response(status=500)
        if kind == "hang":
            self.stopped.wait()
        if kind == "cut":
            response = Response('{"jsonrpc":"2.0","resu', content_type="application/json")
            response.headers["Content-Length"] = "80"
            response.headers["Connection"] = "close"
            return response
        return None

    def _events(self, http: Request) -> Response:
        account = http.args.get("account")
        if not self.calls.single and account and account not in self.calls.accounts:
            return Response(status=400)
        return Response(self._stream(), content_type="text/event-stream")

    def _stream(self) -> Iterator[bytes]:
        one = self.network.subscribe()
        try:
            if self.careful:
                yield b""  # sends the headers
            for event in self.network.events(one, self.keep_alive):
                if event is None:
                    yield b"" if self.silent else b":\n"
                    continue
                whole = f"event:receive\ndata:{event}\n\n".encode()
                if self.cut:
                    self.cut -= 1
                    yield whole[: len(whole) // 2]
                    return
                yield whole
        finally:
            self.network.unsubscribe(one)


class SignalDaemon(Loopback):
    """`accounts`: those that it has, else the network's; `single`: as started with -a.

    Raises OSError when the port is taken.
    """

    def __init__(
        self,
        network: Network | None = None,
        *,
        port: int = 0,
        version: str = VERSION,
        keep_alive: float = KEEP_ALIVE,
        accounts: Iterable[str] | None = None,
        single: bool = False,
    ) -> None:
        self.network = network or Network()
        has = [self.network.account] if accounts is None else list(accounts)
        self.calls = Calls(self.network, version, has, single)
        self.app = App(self.network, self.calls, keep_alive)
        super().__init__(self.app, port)

    def stop(self) -> None:
        """Streams end; messages wait on the network for the next daemon."""
        self.app.stopped.set()
        self.network.end_streams()
        super().stop()


def _known(host: str) -> bool:
    return urlsplit(f"//{host}").hostname in HOSTS
