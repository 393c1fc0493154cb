"""Tickets that are merged: articles move, the tickets are linked, nothing else comes along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import NotFound, NotPermitted
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session


@pytest.fixture
def desk(emulator: Emulator) -> Iterator[Client]:
    client = Client(Session(emulator.url, emulator.tokens["admin"]))
    for text in ("one", "two"):
        article = {"body": text, "type": "note", "sender": "Customer", "internal": text == "one"}
        new = {"title": text, "group": "Users", "customer_id": "guess:a@example.org"}
        client.create_ticket({**new, "article": article})
    yield client
    client.session.close()


def _merge(desk: Client, source: int, number: Any) -> dict[str, Any]:
    return dict(desk.session.call("PUT", f"ticket_merge/{source}/{number}"))


def test_a_merge(desk: Client) -> None:
    numbers = {
        row["id"]: row["number"]
        for row in desk.search_tickets({"ticket.title": {"operator": "contains", "value": "o"}})
    }
    done = _merge(desk, 1, numbers[2])
    assert (done["result"], done["target_ticket"]["article_ids"]) == ("success", [1, 2])
    assert desk.session.call("GET", "ticket_articles/1")["ticket_id"] == 2
    source = desk.session.call("GET", "tickets/1", params={"expand": "true"})
    assert (source["state"], source["article_ids"]) == ("merged", [])
    query = {"link_object": "Ticket", "link_object_value": 1}
    (link,) = desk.session.call("GET", "links", params=query)["links"]
    assert link["link_object_value"] == 2


def test_what_can_not_be_merged(desk: Client) -> None:
    assert _merge(desk, 1, 99999)["result"] == "failed"
    with pytest.raises(NotFound):
        _merge(desk, 99, 13001)


def test_who_may_not(desk: Client, emulator: Emulator) -> None:
    with emulator.store.request():
        group = emulator.store.insert("groups", {"name": "Secret", "active": True})
        emulator.store.update("tickets", 1, {"group_id": group["id"]})
    with pytest.raises(NotPermitted):
        _merge(desk, 1, 13002)


def test_one_article(desk: Client, emulator: Emulator) -> None:
    with pytest.raises(NotFound):
        desk.session.call("GET", "ticket_articles/99")
    customer = Client(Session(emulator.url, emulator.tokens["customer"]))
    with pytest.raises(NotPermitted):
        customer.session.call("GET", "ticket_articles/1")
    customer.session.close()
