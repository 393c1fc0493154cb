"""An embedded Zammad with the default desk, and clients with the rights of real life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from applied_desk import applied

from zammad_plugin.config.taxonomy import PLAIN, TagNames
from zammad_plugin.emulator import Emulator
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.tickets.run import Summary, run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.triage.ruleset import load
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

RULESET, ROUTING = load(), load_routing()
THREAT = "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him"


@dataclass
class Desk:
    """The server, the clients, and short words for what a test does."""

    server: Emulator
    clients: list[Client] = field(default_factory=list)

    def client(
        self, who: str, sleep: Callable[[float], None] = lambda _: None, names: TagNames = PLAIN
    ) -> Client:
        session = Session(self.server.url, self.server.tokens[who], timeout=(2, 2), sleep=sleep)
        self.clients.append(Client(session, names))
        return self.clients[-1]

    def report(self, text: str = THREAT, person: str = "a", **article: Any) -> int:
        html = {} if text.strip() else {"body": "<br>", "content_type": "text/html"}
        body = {"body": text, "type": "web", "sender": "Customer", "internal": False, **html}
        body |= article
        new = {"title": "Message", "group": "Users", "customer_id": f"guess:{person}@example.org"}
        return int(self.admin.create_ticket({**new, "article": body})["id"])

    def run(self, client: Client | None = None, **tools: Any) -> Summary:
        made = Tools(RULESET, **{"routing": ROUTING, **tools})
        return run(client or self.triage, RULESET, made.routing, tools=made)

    def again(self, ticket_id: int, text: str, **article: Any) -> None:
        """The customer writes once more."""
        body = {"ticket_id": ticket_id, "body": text, "type": "web", "sender": "Customer"}
        self.admin.create_article({**body, "internal": False, **article})

    def tags(self, ticket_id: int) -> set[str]:
        call = self.admin.session.call
        answer = call("GET", "tags", params={"object": "Ticket", "o_id": ticket_id})
        return set(answer["tags"])

    def ticket(self, ticket_id: int) -> dict[str, Any]:
        path = f"tickets/{ticket_id}"
        return dict(self.admin.session.call("GET", path, params={"expand": "true"}))

    def notes(self, ticket_id: int) -> list[dict[str, Any]]:
        articles = self.admin.session.call("GET", f"ticket_articles/by_ticket/{ticket_id}")
        return [one for one in articles if one["internal"]]

    def __post_init__(self) -> None:
        self.admin, self.triage = self.client("admin"), self.client("triage")


def _on(made: Emulator) -> Iterator[Desk]:
    with made as server:
        desk = Desk(server)
        yield desk
        for client in desk.clients:
            client.session.close()


@pytest.fixture
def bare() -> Iterator[Desk]:
    """Without the default desk."""
    yield from _on(Emulator(hold=3))


@pytest.fixture
def desk() -> Iterator[Desk]:
    yield from _on(applied(hold=3))
