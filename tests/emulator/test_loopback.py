"""Both emulators speak HTTP/1.1 on connections that stay, and say that a port is taken."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import requests
from ports import nobody_listens

from zammad_plugin.emulator import Emulator
from zammad_plugin.emulator.server.http import LONGEST, MOST
from zammad_plugin.emulator.server.loopback import Loopback
from zammad_plugin.emulator.signal.daemon import SignalDaemon


class Echo:
    """Says what it was asked; `/stream` waits for `go` between its two pieces."""

    def __init__(self) -> None:
        self.go, self.closed = threading.Event(), threading.Event()

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/stream":
            start("200", [])
            return self._stream()
        words = (environ[name] for name in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING"))
        told = " ".join([*words, environ.get("HTTP_X_WORD", "-")]).encode("latin-1")
        body = told + b" " + environ["wsgi.input"].read()
        start("200 OK", [("Content-Length", str(len(body)))])
        return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _stream(self) -> Iterator[bytes]:
        try:
            yield b""
            self.go.wait(30)
            yield b"one"
            yield b"two"
        finally:
            self.closed.set()


Say = Callable[[bytes], bytes]


@pytest.fixture
def echo() -> Iterator[tuple[Echo, Loopback]]:
    app = Echo()
    with Loopback(app, 0) as server:
        yield app, server


@pytest.fixture
def say(echo: tuple[Echo, Loopback]) -> Iterator[Say]:
    """Bytes on one new connection → all that comes until its end."""
    with socket.create_connection(("127.0.0.1", echo[1].port), timeout=30) as one:

        def said(sent: bytes) -> bytes:
            one.sendall(sent)
            one.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: one.recv(65536), b""))

        yield said


def test_a_port_that_is_taken() -> None:
    with Emulator() as first:
        with pytest.raises(OSError):
            Emulator(first.port)
        with pytest.raises(OSError):
            SignalDaemon(port=first.port)


def test_it_answers_until_it_is_stopped() -> None:
    with requests.Session() as session:
        with SignalDaemon() as daemon:
            assert session.get(f"{daemon.url}/api/v1/check", timeout=5).status_code == 200
        # The connection that it had may be seen closed before it is used again, or when it is.
        with nobody_listens(daemon.url), pytest.raises(requests.ConnectionError):
            session.get(f"{daemon.url}/api/v1/check", timeout=5)


def test_a_connection_stays(echo: tuple[Echo, Loopback]) -> None:
    with requests.Session() as session:
        for _ in range(3):
            asked = session.post(f"{echo[1].url}/a%C3%A9?b=1", b"body", timeout=30)
            assert asked.content.decode() == "POST /aé b=1 - body" and "Date" in asked.headers
        [pool] = session.get_adapter(echo[1].url).poolmanager.pools._container.values()
        assert (pool.num_connections, pool.num_requests) == (1, 3)


def test_bodies_in_chunks_and_names_twice(say: Say) -> None:
    chunks = b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
    asked = b"PUT /x HTTP/1.1\r\nX-Word: a\r\nX_Word: b\r\nx-word: c\r\n" + chunks
    said = say(asked + b"GET /y HTTP/1.1\r\n\r\n")
    assert b"PUT /x  a,c abcde" in said and said.endswith(b"GET /y  - ")


def test_who_wants_to_go_on_is_told_so(say: Say) -> None:
    asked = b"POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok"
    assert say(asked).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize(
    "asked", [b"GET /x HTTP/1.0\r\n\r\n", b"GET /x HTTP/1.1\r\nConnection: close\r\n\r\n"]
)
def test_who_wants_one_answer_gets_one(say: Say, asked: bytes) -> None:
    said = say(asked * 2)
    assert said.count(b"200 OK") == 1 and b"Connection: close" in said


def test_a_head_has_no_body(say: Say) -> None:
    said = say(b"HEAD /x HTTP/1.1\r\n\r\n")
    assert b"Content-Length: 11" in said and said.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "asked",
    [
        b"\x16\x03\x01\r\n",  # TLS
        b"GET /x\r\n\r\n",
        b"GET /" + b"x" * LONGEST + b" HTTP/1.1\r\n\r\n",
        b"GET /x HTTP/1.1\r\n" + b"A: b\r\n" * MOST + b"\r\n",
        b"GET /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
    ],
)
def test_what_is_no_request_is_refused(say: Say, asked: bytes) -> None:
    assert say(asked).startswith(b"HTTP/1.1 400 Bad Request")


@pytest.mark.parametrize(
    "body", [b"Content-Length: 9\r\n\r\nab", b"Transfer-Encoding: chunked\r\n\r\n9\r\nab"]
)
def test_half_a_body_has_no_effect(say: Say, body: bytes) -> None:
    assert say(b"POST /x HTTP/1.1\r\n" + body) == b""


def test_a_stream_comes_piece_by_piece(echo: tuple[Echo, Loopback]) -> None:
    with requests.get(f"{echo[1].url}/stream", stream=True, timeout=30) as asked:
        assert asked.status_code == 200 and asked.reason == "OK"  # before there is a piece
        echo[0].go.set()
        assert asked.content == b"onetwo"


def test_a_stream_ends_for_who_left(say: Say, echo: tuple[Echo, Loopback]) -> None:
    echo[0].go.set()
    assert say(b"GET /stream HTTP/1.0\r\n\r\n").endswith(b"\r\n\r\nonetwo")  # without chunks
    assert echo[0].closed.wait(30)
