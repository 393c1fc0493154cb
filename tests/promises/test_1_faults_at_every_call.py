"""Whatever one call of a run ends in, the run says so, no other ticket waits for it, and the next
run does what is left: one note, at most one answer, or a mark for a person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from applied_desk import applied
from scale import FULL, figure

from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import ZammadError
from zammad_plugin.routing.rules import Routing, load_routing
from zammad_plugin.tickets.replies.auto_reply import Text
from zammad_plugin.tickets.run import Summary, run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.triage.ruleset import load
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

THREAT = "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him"
# Calls of a run on a new ticket, as patterns of the emulator's faults.
CALLS = (
    "GET ticket_states", "POST tickets/search", "GET tickets/*", "GET ticket_articles/*",
    "GET tags", "PUT tickets/*", "POST ticket_articles", "POST tags/add", "GET users/me",
    "GET ticket_history/*", "GET groups", "GET ticket_priorities",
)  # fmt: skip
FAULTS = ("401", "403", "404", "409", "422", "429", "500", "502", "503", "504", "reset", "lost",
          "html", "cut", "timeout")  # fmt: skip
ODD: dict[str, bytes] = {
    "null": b"null", "true": b"true", "a number": b"7", "a text": b'"x"', "a list": b"[]",
    "an object": b"{}", "a list of numbers": b"[1]", "a list of lists": b"[[]]",
    "another object": b'{"id": 99999, "ticket_id": 99999}', "nothing": b"", "HTML": b"<html>",
    "no UTF-8": b"\xff\xfe\x00", "half": b'{"id": 1, "na', "deep": b"[" * 100_000,
    "a large number": b"9" * 10_000, "an id of text": b'[{"id": "x"}]', "NaN": b'{"id": NaN}',
    "an object of null": b'{"id": 1, "tags": null, "history": null, "ticket_id": null}',
}  # fmt: skip


class Instead:
    """Before the emulator: the first call that fits is answered otherwise. `short`: by so many
    bytes the told length is wrong."""

    def __init__(self, app: Any) -> None:
        self.app, self.call, self.body, self.short, self.used = app, "", b"", 0, False

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        path = environ["PATH_INFO"].removeprefix("/api/v1/")
        method, _, wanted = self.call.partition(" ")
        fits = path.startswith(wanted.rstrip("*")) if wanted.endswith("*") else path == wanted
        if self.used or environ["REQUEST_METHOD"] != method or not fits:
            return self.app(environ, start)
        self.used = True
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        length = str(max(0, len(self.body) + self.short))
        kind = ("Content-Type", "application/json")
        start("200 OK", [kind, ("Content-Length", length), ("Connection", "close")])
        return [self.body]


class World:
    def __init__(self, server: Emulator) -> None:
        self.server, self.instead = server, Instead(server._server.app)
        server._server.app = self.instead  # type: ignore[assignment]
        server.start()
        self.admin = self.client("admin")
        auto = {"enabled": True, "reply": "first-answer-child"}
        plain = load_routing().model_dump(exclude_unset=True)
        routing = Routing.model_validate({**plain, "auto_reply": auto})
        self.tools = Tools(load(), routing, replies=lambda key, _: Text("a", key, f"<p>{key}</p>"))
        self.count = 0

    def client(self, who: str) -> Client:
        made = Session(self.server.url, self.server.tokens[who], timeout=(2, 0.3), sleep=_no_wait)
        return Client(made)

    def report(self) -> int:
        self.count += 1
        sender = f"a@house{self.count}.example"
        article = {"body": THREAT, "type": "email", "sender": "Customer", "internal": False}
        new = {"title": "Hi", "group": "Users", "customer_id": f"guess:{sender}"}
        return int(self.admin.create_ticket({**new, "article": {**article, "from": sender}})["id"])

    def run(self) -> Summary | ZammadError:
        client = self.client("triage")
        try:
            return run(client, self.tools.ruleset, self.tools.routing, tools=self.tools)
        except ZammadError as error:
            assert str(error) and "_" not in type(error).__name__
            return error
        finally:
            client.session.close()

    def whole(self, ticket: int) -> None:
        articles = self.admin.articles(ticket, expand="true")
        notes = [
            one for one in articles if one["internal"] and "zammad_plugin" in one["preferences"]
        ]
        replies = [one for one in articles if "zammad_plugin_reply" in one["preferences"]]
        tags = set(self.admin.tags(ticket))
        assert "cs-triaged" in tags and len(notes) == 1
        assert len(replies) == 1 or (not replies and "cs-error" in tags)


def _no_wait(_: float) -> None:
    """Waits are counted elsewhere."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World(applied(hold=1))
    yield made
    made.admin.session.close()
    made.server.stop()


def _every(world: World, broken: Callable[[], None], mended: Callable[[], None]) -> None:
    ticket = world.report()
    broken()
    world.run()
    mended()
    for _ in range(3):  # what failed is done by the next run, or the one after it
        world.run()
    world.whole(ticket)


@pytest.mark.parametrize("fault", FAULTS if FULL else FAULTS[::4])
def test_faults(world: World, fault: str) -> None:
    for call in CALLS:
        for count in (1, 9):
            add = partial(world.server.faults.add, f"{call} {count} {fault}")
            _every(world, add, world.server.faults.clear)
    figure(f"faults: {fault} × calls", len(CALLS) * 2)


@pytest.mark.parametrize("name", ODD if FULL else list(ODD)[::4])
@pytest.mark.parametrize("short", [0, 5, -1] if FULL else [0])
def test_odd_answers(world: World, name: str, short: int) -> None:
    instead = world.instead

    def mended() -> None:
        instead.call, instead.used = "", False

    for call in CALLS:

        def broken(call: str = call) -> None:
            instead.call, instead.body, instead.short, instead.used = call, ODD[name], short, False

        _every(world, broken, mended)
    figure(f"odd answers: {name} ({short:+}) × calls", len(CALLS))


def test_the_list_of_calls_is_whole(world: World) -> None:
    """A new call of a run belongs into the list above."""
    before = len(world.server.log)
    ticket = world.report()
    calls = len(world.server.log)
    world.run()
    world.whole(ticket)
    made = {json.dumps([one.method, one.path]) for one in world.server.log[calls:]}
    assert before < calls and made
    for one in map(json.loads, made):
        fits = [c for c in CALLS if c.split()[0] == one[0] and _like(c.split()[1], one[1])]
        assert fits, one


def _like(pattern: str, path: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern
