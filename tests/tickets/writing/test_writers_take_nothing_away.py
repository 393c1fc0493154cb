"""What a ticket's own customer may set (seen on a real 6.5) takes it out of no list of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from desk_of_tests import THREAT, Desk

CLOSED: dict[str, Any] = {"state": "closed"}
HACKED = "Our Facebook page was hacked yesterday, we cannot log in any more."
FORGED: dict[str, Any] = {"tags": "cs-triaged,cs-auto-replied,cs-x"}


def made(desk: Desk, **more: Any) -> int:
    article = {"body": THREAT, "type": "web"}
    new = {"title": "Hi", "group": "Users", "article": article, **more}
    return int(desk.client("customer").create_ticket(new)["id"])


@pytest.mark.parametrize("given", [CLOSED, FORGED, {**CLOSED, **FORGED}])
def test_a_forged_report_is_triaged(desk: Desk, given: dict[str, Any]) -> None:
    ticket = made(desk, **given)
    desk.run()
    found = desk.ticket(ticket)
    assert found["cs_urgency"] == "critical"
    assert found["state"] in {"new", "open"}
    assert {"cs-triaged", "cs-urg-critical"} <= set(desk.admin.tags(ticket))


def test_one_that_its_writer_closes_stays_open(desk: Desk) -> None:
    ticket = made(desk)
    desk.client("customer").put_ticket(ticket, CLOSED)
    assert desk.ticket(ticket)["state"] == "open"
    desk.run()
    desk.client("customer").put_ticket(ticket, CLOSED)
    assert desk.ticket(ticket)["state"] == "open"


def test_one_that_an_agent_closes_is_closed(desk: Desk) -> None:
    ticket = made(desk)
    desk.admin.put_ticket(ticket, CLOSED)
    assert desk.ticket(ticket)["state"] == "closed"


def test_a_report_that_its_writer_moves_away_comes_back(desk: Desk) -> None:
    foreign = desk.admin.session.call("POST", "groups", json={"name": "Foreign"})["id"]
    ticket = made(desk)
    desk.run()
    desk.client("customer").put_ticket(ticket, {"group_id": foreign})
    assert desk.ticket(ticket)["group"] == "Child Safety"


def test_what_is_no_report_goes_where_its_writer_moves_it(desk: Desk) -> None:
    """An agent who has a question of his or her own, say: no list of ours wants it."""
    foreign = desk.admin.session.call("POST", "groups", json={"name": "Foreign"})["id"]
    question = {"body": HACKED, "type": "web"}
    ticket = made(desk, article=question)
    desk.run()
    desk.client("customer").put_ticket(ticket, {"group_id": foreign})
    row = desk.server.store.get("tickets", ticket)
    assert row and row["group_id"] == foreign
