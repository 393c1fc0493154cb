"""What a customer's own token can set changes nothing of what triage concludes."""

from __future__ import annotations

from typing import Any

import pytest
from desk_of_tests import THREAT, Desk

STEERING: dict[str, dict[str, Any]] = {
    "an internal article": {"article": {"internal": True}},
    "an article of an agent": {"article": {"sender": "Agent", "type": "email"}},
    "a memory": {"article": {"preferences": {"zammad_plugin": {"v": 1, "article": 10**9}}}},
    "a Signal mark": {
        "article": {"preferences": {"zammad_plugin_signal": {"key": "a", "held": 9}}}
    },
    "an urgency": {"cs_urgency": "low"},
    "a category": {"cs_category": "not_child_safety"},
    "a priority": {"priority": "1 low"},
    "an owner": {"owner_id": 1},
    "another customer": {"customer_id": "guess:another@example.org"},
    "preferences": {"preferences": {"zammad_plugin": {"v": 1, "article": 10**9}}},
}


@pytest.mark.parametrize("given", STEERING.values(), ids=STEERING)
def test_customers_cant_steer_us(desk: Desk, given: dict[str, Any]) -> None:
    customer = desk.client("customer")
    me = customer.me()["id"]
    article = {"body": THREAT, "type": "web", **given.get("article", {})}
    ticket = customer.create_ticket({"title": "Hi", "group": "Users", **given, "article": article})
    desk.run()
    found = desk.ticket(int(ticket["id"]))
    assert found["customer_id"] == me
    assert (found["cs_urgency"], found["cs_category"]) == ("critical", "sextortion")
    assert (found["group"], found["priority"]) == ("Child Safety", "3 high")
    notes = desk.notes(int(ticket["id"]))
    assert len(notes) == 1 and "zammad_plugin" in notes[0]["preferences"]


def test_an_attribute_that_an_agent_set_stays(desk: Desk) -> None:
    ticket = desk.report()
    desk.admin.update("tickets", ticket, {"cs_urgency": "high"})
    desk.run()
    assert desk.ticket(ticket)["cs_urgency"] == "high"


def test_a_customer_lowers_no_urgency_later(desk: Desk) -> None:
    customer = desk.client("customer")
    article = {"body": THREAT, "type": "web"}
    new = {"title": "Hi", "group": "Users", "article": article}
    ticket = int(customer.create_ticket(new)["id"])
    desk.run()
    customer.put_ticket(ticket, {"cs_urgency": "low", "article": {"body": "ok", "type": "web"}})
    assert desk.ticket(ticket)["cs_urgency"] == "low"
    desk.run()
    assert desk.ticket(ticket)["cs_urgency"] == "critical"
