"""A real redis-server for tests, on a free port of loopback, that is stopped and started."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from redis import Redis

PROGRAM = shutil.which("redis-server")
MISSING = "no redis-server here: apt-get install redis-server (.ci/run does)"
needs_redis = pytest.mark.skipif(PROGRAM is None, reason=MISSING)
WAIT = 60.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class RedisServer:
    """`start` after `stop` is a restart that lost everything: nothing is kept on disk."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder, self.words, self.port = folder, words, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/5"
        self.process: subprocess.Popen[bytes] | None = None
        self.clients: list[Redis] = []

    def start(self) -> None:
        assert PROGRAM
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir"]
        self.process = subprocess.Popen(
            [PROGRAM, *words, str(self.folder), *self.words], stdout=subprocess.DEVNULL
        )
        ends = time.monotonic() + WAIT
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert time.monotonic() < ends
                time.sleep(0.02)

    def client(self) -> Redis:
        self.clients.append(Redis.from_url(self.url, socket_connect_timeout=1))
        return self.clients[-1]

    def end(self) -> None:
        self.stop()
        for one in self.clients:
            one.close()

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
