"""Zammad, Signal and the desk in one process, with a hand that kills the bridge where it wants.

The bridge is the real one. Zammad is the emulator, Signal the simulated signal-cli; both are
called without sockets, so that a thousand lives of a bridge take seconds.
"""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException

from zammad_plugin.config.settings.signal import SignalSettings
from zammad_plugin.emulator.answers import Refused
from zammad_plugin.emulator.seed import fill
from zammad_plugin.emulator.server.access import Request, actor
from zammad_plugin.emulator.server.routes import table, url_map
from zammad_plugin.emulator.signal.calls import Broken, Calls
from zammad_plugin.emulator.signal.network import Network
from zammad_plugin.emulator.store import Store
from zammad_plugin.emulator.triggers import Webhooks
from zammad_plugin.errors import (
    DaemonAway,
    NotFound,
    OutcomeUnknown,
    Rejected,
    SendUnknown,
    Unavailable,
    ZammadError,
)
from zammad_plugin.signal import bridge
from zammad_plugin.signal.arriving.reader import Reader
from zammad_plugin.signal.store.spool import FILE, Spool
from zammad_plugin.signal.tickets.keys import key_of
from zammad_plugin.signal.wire import answers
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.signal.wire.rpc import Rpc
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.http.answer import CLASSES
from zammad_plugin.zammad.http.kept import HEAD
from zammad_plugin.zammad.session import Session

MEMORY = Path("/dev/shm")
ACCOUNT = "+9611000000"


class Killed(BaseException):
    """The process is dead: from here on nothing that it would do happens."""


class Fate:
    """Counts the places where a kill can come; `deaths` are counts at which it does, `lost` those
    of calls whose answer is lost."""

    def __init__(self) -> None:
        self.steps = 0
        self.deaths: set[int] = set()
        self.lost: set[int] = set()
        self.dead = False
        self.places: list[str] = []

    def step(self, place: str) -> bool:
        """Raises Killed, or says whether the answer of this call is lost."""
        if self.dead:
            raise Killed
        self.steps += 1
        if self.steps in self.deaths:
            self.dead = True
            self.places.append(place)
            raise Killed
        return self.steps in self.lost

    def commit(self, place: str) -> None:
        self.step(place)


class DirectSession(Session):
    """Calls the emulator's handlers. A call can die before or after it took effect."""

    def __init__(self, world: World, token: str, fate: Fate) -> None:
        super().__init__("http://127.0.0.1", token)
        self.world, self.fate = world, fate
        self.authorization = f"Token token={token}"
        self.log: list[tuple[str, str, Any]] = []
        self.refuse: dict[tuple[str, str], int] = {}
        self.skew = -1.0  # what a Date header in whole seconds tells at most

    def call(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        json: Any = None,
        repeat: bool | None = None,
    ) -> Any:
        self.fate.step(f"before {method} {path}")
        if self.world.zammad_away:
            raise Unavailable("away")
        safe = method == "GET" if repeat is None else repeat
        answer = self._answer(method, path, params, json)
        if self.fate.step(f"after {method} {path}"):
            raise (Unavailable if safe else OutcomeUnknown)("lost")
        return answer

    def _answer(self, method: str, path: str, params: Any, body: Any) -> Any:
        self.log.append((method, path, body))
        status = next(
            (status for (m, p), status in self.refuse.items() if m == method and p == path), 0
        )
        if status:
            raise CLASSES.get(status, Rejected)("refused", status=status)
        try:
            with self.world.store.request():
                answer = self._handled(method, path, params or {}, body or {})
                return json.loads(json.dumps(answer))
        except Refused as refused:
            kind = CLASSES.get(refused.status, Rejected)
            raise kind(str(refused), status=refused.status) from None

    def _handled(self, method: str, path: str, params: Any, body: Any) -> Any:
        try:
            endpoint, ids = self.world.urls.bind("x").match(f"/api/v1/{path}", method)
        except HTTPException:
            raise NotFound(f"{method} {path}", status=404) from None
        who = actor(self.world.store, self.authorization)
        words = {name: str(value) for name, value in params.items()}
        body = json.loads(json.dumps(body))  # raises for what no wire takes
        request = Request(method, path, words, body, who, dict(ids))
        return self.world.handlers[endpoint](request)[1]

    def download(
        self,
        path: str,
        file: Path,
        largest: int,
        fits: Callable[[bytes], bool] = lambda head: True,
    ) -> None:
        self.fate.step(f"before GET {path}")
        number = int(path.rpartition("/")[2])
        stored = self.world.store.get("store_files", number)
        assert stored
        data = base64.b64decode(stored["data"])
        if not fits(data[:HEAD]):
            raise Rejected("the file is not what it says")
        file.write_bytes(data)


class DirectDaemon(Daemon):
    def __init__(self, world: World, fate: Fate) -> None:
        super().__init__("http://127.0.0.1:1", ACCOUNT)
        self.rpc = DirectRpc(world, fate)


class DirectRpc(Rpc):
    """Calls the simulated signal-cli. Events are handed over one by one, as by a socket."""

    def __init__(self, world: World, fate: Fate) -> None:
        super().__init__("http://127.0.0.1:1", 1.0)
        self.world, self.fate = world, fate

    def call(self, method: str, params: Any, patience: float = 0, most: int = 0) -> Any:
        self.fate.step(f"before {method}")
        if self.world.daemon_away:
            raise DaemonAway("away")
        asked = {"jsonrpc": "2.0", "method": method, "params": params, "id": 1}
        try:
            answer = self.world.calls.answer(json.dumps(asked).encode())
        except Broken:
            raise (SendUnknown if method == "send" else DaemonAway)("broken") from None
        if self.fate.step(f"after {method}"):
            raise (SendUnknown if method == "send" else DaemonAway)("lost")
        return answers.result(method, json.dumps(answer).encode())

    def events(self, account: str) -> Iterator[str | None]:
        if self.world.daemon_away:
            raise DaemonAway("away")
        yield None
        waiting = self.world.network._waiting
        while waiting:
            event = waiting.popleft()
            self.world.handed.append(event)
            yield event
        yield None


class World:
    """A desk with one agent, a Signal account and as many lives of a bridge as it takes."""

    def __init__(self, **settings: Any) -> None:
        self.store, self.webhooks = Store(), Webhooks()
        with self.store.request():
            fill(self.store)
            self.store.update("groups", 1, {"email_address_id": 1})  # without it no mail goes out
        self.handlers = table(self.store, self.webhooks, "6.5.0")
        self.urls = url_map(tuple(self.handlers))
        self.network = Network(ACCOUNT)
        self.calls = Calls(self.network, "0.13.19", [ACCOUNT], False)
        self.settings = SignalSettings(account=ACCOUNT, **settings)
        place = MEMORY if MEMORY.is_dir() else None
        self.home = Path(tempfile.mkdtemp(prefix="signal-world-", dir=place))
        self.folder = self.home / "spool"
        self.zammad_away = self.daemon_away = False
        self.handed: list[str] = []
        self.clock = float(int(time.time()) - 3600)  # the spool is older than what the server has
        self.fate = Fate()
        self.desk = Client(DirectSession(self, self._token("admin"), Fate()))
        self.bridge_session: DirectSession | None = None

    def _token(self, name: str) -> str:
        return next(row["token"] for row in self.store.rows("tokens") if row["name"] == name)

    def close(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> World:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    # Lives of the bridge

    def now(self) -> float:
        return self.clock

    def live(self, lang: str = "en") -> bool:
        """One start of the bridge: what is there goes where it belongs. False when it is killed, or
        Zammad gives no answer: it is to be started again."""
        self.fate.dead = False
        self.clock += 120
        session = DirectSession(self, self._token("triage"), self.fate)
        self.bridge_session = session
        daemon = DirectDaemon(self, self.fate)
        own = {"direct-messages-only": "Please write to us directly."}
        ends = bridge.Ends(
            Client(session), daemon, self.settings, lang, lambda key: own.get(key, ""), 0.0
        )
        spool: Spool | None = None
        try:
            spool = Spool(self.folder, hook=self.fate.commit, now=self.now)
            carrier = bridge.Carrier(ends, spool)
            carrier.sender.recover()
            self.reader = Reader(daemon, spool, stop=threading.Event(), wake=threading.Event())
            with contextlib.suppress(DaemonAway):
                self.reader.once()
            self.carrier = carrier
            carrier.cycle()
            return True
        except (Killed, ZammadError):
            return False
        finally:
            if spool:
                spool.close()

    # What the desk does and sees

    def spool(self) -> Spool:
        return Spool(self.folder, now=self.now)

    def raw_spool(self) -> bytes:
        return b"".join(one.read_bytes() for one in self.folder.glob(f"{FILE}*"))

    def say(self, ticket: int, text: str, **more: Any) -> int:
        """An agent writes a note; public unless `internal=True`."""
        note = {
            "ticket_id": ticket,
            "body": text,
            "type": "note",
            "internal": False,
            "content_type": "text/html",
            **more,
        }
        return int(self.desk.create_article(note)["id"])

    def tickets(self) -> list[dict[str, Any]]:
        rows = self.desk.session.call("GET", "tickets", params={"expand": "true", "per_page": 100})
        return list(rows)

    def articles(self, ticket: int) -> list[dict[str, Any]]:
        path = f"ticket_articles/by_ticket/{ticket}"
        return list(self.desk.session.call("GET", path, params={"expand": "true"}))

    def every_article(self) -> list[dict[str, Any]]:
        found = [one for row in self.tickets() for one in self.articles(int(row["id"]))]
        return sorted(found, key=lambda one: int(one["id"]))

    def keys(self) -> list[str]:
        """Keys of the persons' messages, in the order of their articles."""
        found = map(key_of, self.every_article())
        return [key for key in found if key.startswith("signal:")]

    def tags(self, ticket: int) -> set[str]:
        return set(self.desk.tags(ticket))

    @property
    def sent(self) -> list[str]:
        return [one.text for one in self.network.sent]
