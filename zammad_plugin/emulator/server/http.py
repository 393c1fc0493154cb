"""HTTP/1.1 on one connection that stays open, for a WSGI application on loopback.

werkzeug's own server ends the connection with each answer: a client then connects anew for each
of the 800 calls of a desk, which takes longer than the calls.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from email.utils import formatdate
from http import HTTPStatus
from io import BytesIO
from socket import socket
from typing import Any, BinaryIO
from urllib.parse import unquote_to_bytes

LONGEST = 65_536  # bytes of a line
MOST = 200  # headers
APART = {"CONTENT_TYPE", "CONTENT_LENGTH"}  # WSGI writes these without HTTP_
Environ = dict[str, Any]


class Malformed(Exception):
    """The client speaks no HTTP."""


def read(given: BinaryIO, connection: socket) -> Environ | None:
    """The next request, its body read to the end; None when the client has closed.

    Raises Malformed; ConnectionError and TimeoutError of the socket."""
    line = _line(given)
    if not line:
        return None
    parts = line.split()
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise Malformed
    method, target, version = parts
    path, _, query = target.partition("?")
    host, port = connection.getsockname()[:2]
    environ: Environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": version,
        "REMOTE_ADDR": host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "werkzeug.socket": connection,
    }
    _headers(given, environ)
    if environ.get("HTTP_EXPECT", "").lower() == "100-continue":
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    environ["wsgi.input"] = BytesIO(_body(given, environ))
    return environ


def _line(given: BinaryIO) -> str:
    line = given.readline(LONGEST + 1)
    if len(line) > LONGEST:
        raise Malformed
    return line.decode("latin-1").rstrip("\r\n")


def _headers(given: BinaryIO, environ: Environ) -> None:
    for _ in range(MOST):
        line = _line(given)
        if not line:
            return
        name, colon, value = line.partition(":")
        if not colon or "_" in name:  # of X_Y and X-Y WSGI would make the same
            continue
        key = name.upper().replace("-", "_")
        key = key if key in APART else f"HTTP_{key}"
        before = environ.get(key)
        environ[key] = value.strip() if before is None else f"{before},{value.strip()}"
    raise Malformed


def _body(given: BinaryIO, environ: Environ) -> bytes:
    if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        body = b"".join(_chunks(given))
        environ["CONTENT_LENGTH"] = str(len(body))
        return body
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit():
        raise Malformed
    return _whole(given, int(length))


def _whole(given: BinaryIO, length: int) -> bytes:
    body = given.read(length)
    if len(body) < length:
        raise ConnectionError("the client left in the middle of a body")
    return body


def _chunks(given: BinaryIO) -> Iterable[bytes]:
    while True:
        try:
            length = int(_line(given).partition(";")[0], 16)
        except ValueError:
            raise Malformed from None
        yield _whole(given, length)
        _line(given)
        if not length:
            return


class Answer:
    """What the application says to one request. `last`: the connection ends with it."""

    def __init__(self, environ: Environ, connection: socket) -> None:
        self._connection = connection
        self._method, self._new = environ["REQUEST_METHOD"], environ["SERVER_PROTOCOL"]
        asked = environ.get("HTTP_CONNECTION", "").lower()
        self.last = self._new != "HTTP/1.1" or "close" in asked
        self._head: bytes | None = None
        self._chunked = False

    def start(self, status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
        """WSGI's `start_response`; nothing is sent before the first piece."""
        names = {name.lower(): value for name, value in headers}
        bare = self._method == "HEAD" or status[:3] in {"204", "304"}
        if "content-length" not in names and not bare:
            self._chunked = self._new == "HTTP/1.1"
            self.last = self.last or not self._chunked
        self.last = self.last or names.get("connection", "").lower() == "close"
        lines = [f"HTTP/1.1 {_known(status)}", *(f"{name}: {value}" for name, value in headers)]
        if "date" not in names:
            lines.append(f"Date: {formatdate(usegmt=True)}")
        if self._chunked:
            lines.append("Transfer-Encoding: chunked")
        if self.last and "connection" not in names:
            lines.append("Connection: close")
        self._head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        return self.piece

    def piece(self, data: bytes) -> None:
        """Sent at once, the head with the first one, so that a stream's reader sees each."""
        head, self._head = self._head or b"", None
        if data and self._chunked:
            data = b"%x\r\n%b\r\n" % (len(data), data)
        if head or data:
            self._connection.sendall(head + data)

    def end(self) -> None:
        if self._head is not None:
            self.piece(b"")
        if self._chunked:
            self._connection.sendall(b"0\r\n\r\n")


def _known(status: str) -> str:
    """`422` alone gets its words: some applications say no more than the number."""
    code, _, words = status.partition(" ")
    return status if words else f"{code} {HTTPStatus(int(code)).phrase}"


def refuse(connection: socket) -> None:
    """To a client that speaks no HTTP."""
    connection.sendall(
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )


def respond(app: Any, environ: Environ, connection: socket) -> bool:
    """Whether the connection goes on. Raises what the application raises."""
    answer = Answer(environ, connection)
    pieces: Any = app(environ, answer.start)
    try:
        for one in pieces:
            answer.piece(one)
        answer.end()
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    return not answer.last
