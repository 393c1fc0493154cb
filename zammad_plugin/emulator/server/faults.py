"""Faults on demand: what networks, proxies and servers do to a client."""

from __future__ import annotations

import fnmatch
import json
import socket
import struct
import time
from dataclasses import dataclass
from threading import Lock
from typing import Any, NoReturn

from werkzeug.wrappers import Response

STATUSES = {"401", "403", "404", "409", "422", "429", "500", "502", "503", "504"}
KINDS = STATUSES | {"timeout", "reset", "lost", "html", "cut"}
HTML = "<html><body><h1>It will be back soon</h1></body></html>"


class Dropped(Exception):
    """The connection ends without an answer."""


@dataclass
class Fault:
    """`count` calls of `method` (or *) to a `path` pattern end in `kind`.

    Kinds: an HTTP status; `timeout` (no answer for 60 s); `reset` (before anything happened);
    `lost` (it took effect, the answer never came); `html` (200 with a page); `cut` (half a body).
    """

    method: str
    path: str
    count: int
    kind: str

    @classmethod
    def parse(cls, text: str) -> Fault:
        """'METHOD PATH COUNT KIND', as in 'PUT tickets/* 2 503'. Raises ValueError."""
        parts = text.split()
        if len(parts) != 4 or not parts[2].isdigit() or parts[3] not in KINDS:
            raise ValueError(
                f"no fault: {text!r}; wanted 'METHOD PATH COUNT KIND' with a kind of "
                + ", ".join(sorted(KINDS))
            )
        return cls(parts[0].upper(), parts[1], int(parts[2]), parts[3])

    def hits(self, method: str, path: str) -> bool:
        return self.count > 0 and self.method in {"*", method} and fnmatch.fnmatch(path, self.path)


class Faults:
    def __init__(self, faults: tuple[Fault, ...] = ()) -> None:
        self._faults = list(faults)
        self._lock = Lock()

    def add(self, text: str) -> None:
        with self._lock:
            self._faults.append(Fault.parse(text))

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def take(self, method: str, path: str) -> str | None:
        """The kind that this call meets, used up by one; None for an ordinary call."""
        with self._lock:
            fault = next((one for one in self._faults if one.hits(method, path)), None)
            if fault is None:
                return None
            fault.count -= 1
            return fault.kind


def before(kind: str, hold: float) -> Response | None:
    """What happens instead of the call; None when the call itself still runs."""
    if kind in STATUSES:
        words = {"error": f"fault {kind}", "error_human": f"fault {kind}"}
        headers = {"Retry-After": "1"} if kind == "429" else {}
        return Response(json.dumps(words), int(kind), headers, content_type="application/json")
    if kind == "html":
        return Response(HTML, 200, content_type="text/html")
    if kind == "timeout":
        time.sleep(hold)
        raise Dropped
    if kind == "reset":
        raise Dropped
    return None


def after(kind: str, response: Response) -> Response:
    """What becomes of the answer of a call that ran."""
    if kind == "lost":
        raise Dropped
    body = response.get_data()
    cut = Response(body[: len(body) // 2], response.status_code, content_type="application/json")
    cut.headers["Content-Length"] = str(len(body) + 1)
    cut.headers["Connection"] = "close"
    return cut


def drop(environ: dict[str, Any]) -> NoReturn:
    """End the connection without an answer, by a reset where the system allows; raises always."""
    sock: socket.socket = environ["werkzeug.socket"]
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ConnectionResetError  # the handler ends the connection: see loopback.Handler
