"""The emulator as a server: in a thread for tests and the demo, or in the foreground."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from zammad_plugin.emulator.app import App, Call
from zammad_plugin.emulator.faults import Fault, Faults
from zammad_plugin.emulator.seed import fill
from zammad_plugin.emulator.store import Store
from zammad_plugin.emulator.triggers import Webhooks
from zammad_plugin.emulator.versions import numbers

VERSION = "6.4.0"  # the newest one whose search answers as was measured
HOLD = 60.0  # seconds that a `timeout` fault holds a call
POLL = 0.02  # seconds until a stop is noticed


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # keep the connection, as a real server does
    disable_nagle_algorithm = True  # headers and body go apart: 40 ms a call otherwise

    def connection_dropped(
        self, error: BaseException, environ: dict[str, Any] | None = None
    ) -> None:
        self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: paths and queries stay out of logs."""


class Emulator:
    """A Zammad API on loopback. `port` 0 takes a free one; `data` keeps it in a SQLite file.

    `tokens` holds one token each for admin, sync (admin.*), triage (ticket.agent), customer.
    `latency`: seconds before each answer. Raises ValueError for a fault that can't be read,
    OSError when the port is taken.
    """

    def __init__(
        self,
        port: int = 0,
        data: Path | None = None,
        faults: Sequence[str] = (),
        *,
        version: str = VERSION,
        hold: float = HOLD,
        latency: float = 0.0,
    ) -> None:
        self.faults = Faults(tuple(Fault.parse(one) for one in faults))
        self.store = Store(data, numbers(version))
        self.webhooks = Webhooks()
        if self.store.empty:
            with self.store.request():
                fill(self.store)
        self.app = App(self.store, self.webhooks, self.faults, version, hold)
        self.app.latency = latency
        self._server = make_server(
            "127.0.0.1", port, self.app, threaded=True, request_handler=_Handler
        )
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def tokens(self) -> dict[str, str]:
        return {str(row["name"]): str(row["token"]) for row in self.store.rows("tokens")}

    @property
    def log(self) -> list[Call]:
        """Every call since the start, in order."""
        return self.app.log

    @property
    def writes(self) -> list[Call]:
        return [call for call in self.log if call.is_write]

    def start(self) -> Emulator:
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL,), daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._close()

    def serve_forever(self) -> None:
        """Until interrupted."""
        try:
            self._server.serve_forever()
        finally:
            self._close()

    def _close(self) -> None:
        self._server.server_close()
        self.webhooks.close()
        self.store.close()

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
