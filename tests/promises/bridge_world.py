"""Zammad and Signal on loopback, and the bridge as a process beside its readers."""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from forks import Child, Forks

from zammad_plugin.emulator import Emulator
from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.emulator.signal.wire import Person
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

# As any tool of a backup or an admin looks at the file: open, read, close.
LOOK = """
import json, sqlite3, sys
db = sqlite3.connect(argv[0], timeout=30)
rows = db.execute("SELECT sender, timestamp FROM inbox").fetchall()
db.close()
print(json.dumps(rows))
"""
READERS: tuple[tuple[str, ...], ...] = (
    ("signal", "status"),
    ("signal", "outbox", "list"),
    ("signal", "again"),
    ("signal", "run"),  # a second one, which is refused
)


def wait_for(true: Callable[[], bool], patience: float = 90.0) -> bool:
    ends = time.monotonic() + patience
    while not true() and time.monotonic() < ends:
        time.sleep(0.02)
    return true()


class BridgeWorld:
    """`on_unknown` as in the desk's settings."""

    def __init__(self, forks: Forks, env: Mapping[str, str], home: Path, on_unknown: str) -> None:
        self.forks, self.home = forks, home
        self.daemon = SignalDaemon(version="0.14.6", keep_alive=1.0)
        self.server = Emulator()
        self._app, self.away = self.server._server.app, False
        self.server._server.app = self._answer  # type: ignore[assignment]
        self.server.start()
        self.daemon.start()
        self.network = self.daemon.network
        self.env = {
            **env,
            "ZAMMAD_URL": self.server.url,
            "ZAMMAD_TOKEN": self.server.tokens["triage"],
        }
        self.admin = Client(Session(self.server.url, self.server.tokens["admin"]))
        self.spool = home / "spool"
        (home / "zammad-plugin.yml").write_text(
            f'signal:\n  account: "{self.network.account}"\n  group: Users\n'
            f"  daemon: {self.daemon.url}\n  spool: {self.spool}\n  on_unknown: {on_unknown}\n"
        )

    def _answer(self, environ: dict[str, Any], start: Any) -> Any:
        mine = environ.get("HTTP_AUTHORIZATION", "").endswith(self.server.tokens["triage"])
        if self.away and mine:
            start("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        return self._app(environ, start)

    def close(self) -> None:
        self.admin.session.close()
        self.daemon.stop()
        self.server.stop()

    def __enter__(self) -> BridgeWorld:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    # Processes

    def bridge(self) -> Child:
        return self.command("signal", "run")

    def command(self, *words: str) -> Child:
        return self.forks.start(*words, "--desk", self.home, env=self.env)

    def committed(self) -> set[tuple[str, int]]:
        """What the spool holds now, read by a process of its own."""
        if not (self.spool / "spool.sqlite3").exists():
            return set()
        child = self.forks.run("-c", LOOK, self.spool / "spool.sqlite3", env=self.env)
        if "no such table" in child.err:
            return set()  # killed before it was made
        assert child.status == 0, child.err
        found = json.loads(child.out)
        return {(who, at) for who, at in found}

    # What the desk sees

    def write(self, who: Person, text: str) -> tuple[str, int]:
        return who.uuid, self.network.write(who, text)

    def tickets(self) -> list[dict[str, Any]]:
        answer = self.admin.get("tickets", expand="true", per_page=100)
        return [dict(row) for row in answer]

    def articles(self) -> list[dict[str, Any]]:
        names = {"expand": "true"}
        return [
            one
            for row in self.tickets()
            for one in self.admin.get(f"ticket_articles/by_ticket/{row['id']}", **names)
        ]

    def placed(self) -> Counter[tuple[str, int]]:
        """How many articles each message has."""
        keys = (
            (one.get("preferences") or {}).get("zammad_plugin_signal") for one in self.articles()
        )
        found = Counter[tuple[str, int]]()
        for mark in keys:
            words = str((mark or {}).get("key", "")).split(":")
            if len(words) == 3 and words[0] == "signal":
                found[words[1], int(words[2])] += 1
        return found

    def say(self, ticket: int, text: str) -> None:
        note = {"ticket_id": ticket, "body": text, "type": "note", "internal": False}
        self.admin.create_article({**note, "content_type": "text/plain", "sender": "Agent"})


def deleted(child: Child) -> list[str]:
    """Files that the process has open and that no name stands for any more."""
    found = []
    with contextlib.suppress(OSError):
        for one in Path(f"/proc/{child.pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                found.append(str(one.readlink()))
    return [one for one in found if one.endswith("(deleted)") and "spool" in one]
