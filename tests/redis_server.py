"""A real redis-server for tests, on a free port of loopback, that is stopped and started; and a
helpdesk whose tickets wait in a queue on it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from ports import free_port
from redis import Redis

from zammad_plugin.emulator import Emulator
from zammad_plugin.serve.queue import JobQueue
from zammad_plugin.zammad.client import Client

PROGRAM = shutil.which("redis-server")
MISSING = "no redis-server here: apt-get install redis-server (.ci/run does)"
needs_redis = pytest.mark.skipif(PROGRAM is None, reason=MISSING)
WAIT = 60.0
THREAT = "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him"
ORDINARY = "Bonjour, mon compte a été piraté, que faire ?"


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


@dataclass
class OnRedis:
    """A helpdesk on the embedded Zammad, and its queue."""

    server: Emulator
    store: RedisServer
    admin: Client
    line: JobQueue

    def report(self, text: str = THREAT, person: str = "a", **more: object) -> int:
        article = {"body": text, "type": "web", "sender": "Customer", "internal": False, **more}
        new = {"title": "M", "group": "Users", "customer_id": f"guess:{person}@example.org"}
        return int(self.admin.create_ticket({**new, "article": article})["id"])

    def customer(self, ticket: int) -> int:
        return int(self.admin.ticket(ticket)[0]["customer_id"])

    def notes(self) -> Counter[int]:
        """How many internal notes each ticket has."""
        rows = self.server.store.rows("ticket_articles")
        return Counter(row["ticket_id"] for row in rows if row["internal"])
