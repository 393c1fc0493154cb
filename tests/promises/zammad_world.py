"""An embedded Zammad with the default desk, on a socket, that kills whoever calls it; and the
command line as processes against it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from applied_desk import applied
from forks import Child, Forks

from zammad_plugin.config.places import rules_folder
from zammad_plugin.emulator import Emulator
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

THREAT = "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him"


class Killer:
    """Before the emulator: at the n-th call it kills a process, before or after the call ran."""

    def __init__(self, app: Any) -> None:
        self.app, self.lock = app, threading.Lock()
        self.pid, self.at, self.after, self.calls = 0, 0, False, 0
        self.kills = 0
        self.instead: Any = None  # (method, path) → a WSGI answer, or None
        self.seen: list[tuple[str, str, bytes]] = []

    def arm(self, at: int, after: bool) -> None:
        with self.lock:
            self.pid, self.at, self.after, self.calls = 0, at, after, 0

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        with self.lock:
            self.calls += 1
            hit = bool(self.at) and self.calls == self.at
        if hit and not self.after:
            self._kill()
        given = (
            self.instead(environ["REQUEST_METHOD"], environ["PATH_INFO"]) if self.instead else None
        )
        if given is not None:
            status, headers, body = given
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start(status, headers)
            return [body]
        answer: Iterable[bytes] = self.app(environ, start)
        if hit and self.after:
            self._kill()
        return answer

    def _kill(self) -> None:
        ends = threading.Event()
        for _ in range(500):  # the process may call before we are told its number
            if self.pid:
                break
            ends.wait(0.01)
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self.kills += 1


class ZammadWorld:
    def __init__(
        self, forks: Forks, env: Mapping[str, str], home: Path, server: Emulator | None = None
    ) -> None:
        self.forks, self.home = forks, home
        self.server = server or applied(hold=1)
        self.killer = Killer(self.server._server.app)
        self.server._server.app = self.killer  # type: ignore[assignment]
        self.server.start()
        self.env = dict(env)
        self.admin = Client(Session(self.server.url, self.server.tokens["admin"]))
        self.desk = home / "desk"
        (self.desk / "rules").mkdir(parents=True)
        (self.desk / "zammad-plugin.yml").write_text("language: en\n")
        shipped = (rules_folder() / "routing" / "default.yml").read_text("utf-8")
        auto = "auto_reply: {enabled: true, reply: first-answer-child}\nrules:"
        (self.desk / "rules" / "routing.yml").write_text(shipped.replace("rules:", auto, 1))

    def close(self) -> None:
        self.admin.session.close()
        self.server.stop()

    def __enter__(self) -> ZammadWorld:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    def report(self, text: str, person: str, **article: Any) -> int:
        sender = f"{person}@{person}.example"  # of a domain few are answered an hour
        one = {"body": text, "type": "email", "sender": "Customer", "internal": False}
        new = {"title": "Message", "group": "Users", "customer_id": f"guess:{sender}"}
        made = self.admin.create_ticket({**new, "article": {**one, "from": sender, **article}})
        return int(made["id"])

    def start(self, *words: object, who: str = "triage", **more: str) -> Child:
        env = {
            **self.env,
            "ZAMMAD_URL": self.server.url,
            "ZAMMAD_TOKEN": self.server.tokens[who],
            **more,
        }
        child = self.forks.start(*words, env=env, cwd=self.home)
        self.killer.pid = child.pid
        return child

    def run(self, *words: object, who: str = "triage", **more: str) -> Child:
        child = self.start(*words, who=who, **more)
        child.wait()
        return child

    def triage(self, *words: object, **more: str) -> Child:
        return self.run(
            "run", "--desk", self.desk, "--state-dir", self.home / "state", *words, **more
        )

    def counts(self, ticket: int) -> tuple[int, int]:
        """(notes of triage, automatic answers)"""
        articles = self.admin.articles(ticket, expand="true")
        notes = [
            one for one in articles if one["internal"] and "zammad_plugin" in one["preferences"]
        ]
        replies = [one for one in articles if "zammad_plugin_reply" in one["preferences"]]
        return len(notes), len(replies)

    def tags(self, ticket: int) -> set[str]:
        return set(self.admin.tags(ticket))
