"""A WSGI application on loopback, in a thread for tests: what both emulators stand on."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Any, Self

from werkzeug.serving import WSGIRequestHandler, make_server

POLL = 0.02  # seconds until a stop is noticed


class Handler(WSGIRequestHandler):
    """Says nothing: paths and queries, which may hold a number, stay out of logs."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body go apart: 40 ms a call otherwise

    def connection_dropped(
        self, error: BaseException, environ: dict[str, Any] | None = None
    ) -> None:
        self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


class Loopback:
    """`port` 0 takes a free one. Raises OSError when the port is taken."""

    def __init__(self, app: Any, port: int) -> None:
        with socket.create_server(("127.0.0.1", port)) as door:  # werkzeug would exit if taken
            self._server = make_server(
                "127.0.0.1",
                door.getsockname()[1],
                app,
                threaded=True,
                request_handler=Handler,
                fd=door.fileno(),
            )
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL,), daemon=True
        )

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

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
