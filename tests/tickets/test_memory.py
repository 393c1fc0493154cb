"""Whose word counts: ours where we wrote it, a person's of the desk, and never the customer's."""

from __future__ import annotations

from typing import Any

import pytest
from desk_of_tests import ROUTING, THREAT, Desk

from zammad_plugin.routing.rules import Routing
from zammad_plugin.tickets.replies.auto_reply import MARK, MOST_OF_A_DOMAIN, Text
from zammad_plugin.vocabulary import TRIAGED

CALM = "We would like to book a training for our teachers next month, thank you."
ANSWERS = Routing.model_validate(
    {**ROUTING.model_dump(exclude_unset=True), "auto_reply": {"enabled": True, "reply": "first"}}
)


def _merge(desk: Desk, source: int, into: int) -> None:
    number = desk.ticket(into)["number"]
    desk.admin.session.call("PUT", f"ticket_merge/{source}/{number}")


def test_what_came_by_a_merge_is_judged(desk: Desk) -> None:
    """Merged before it was triaged: the ticket that got it goes back into the queue."""
    into = desk.report(CALM)
    desk.run()
    _merge(desk, desk.report(THREAT), into)
    assert TRIAGED not in desk.tags(into)
    desk.run()
    assert {"cs-cat-sextortion", TRIAGED} <= desk.tags(into)


def test_a_follow_up_after_a_merge_is_judged(desk: Desk) -> None:
    """The memory that came along is newer, and knows nothing of this ticket."""
    into, source = desk.report(CALM), desk.report(CALM, "b")
    desk.run()
    _merge(desk, source, into)
    desk.again(into, THREAT)
    desk.run()
    assert "cs-cat-sextortion" in desk.tags(into)
    assert desk.ticket(into)["cs_urgency"] == "critical"


def _report_by_customer(desk: Desk, **fields: Any) -> int:
    new = {"title": "Message", "group": "Users", "article": {"body": THREAT, "type": "web"}}
    return int(desk.client("customer").create_ticket({**new, **fields})["id"])


def test_what_the_customer_set_is_no_persons_word(desk: Desk) -> None:
    """Whoever holds the child's mailbox may log in and write to the ticket."""
    one = _report_by_customer(desk, cs_urgency="low", cs_category="not_child_safety")
    desk.run()
    ticket = desk.ticket(one)
    assert (ticket["cs_urgency"], ticket["cs_category"]) == ("critical", "sextortion")
    assert "Left as a person set it" not in desk.notes(one)[0]["body"]


def test_what_an_agent_set_on_a_customers_ticket_stands(desk: Desk) -> None:
    one = _report_by_customer(desk, cs_urgency="low")
    desk.admin.put_ticket(one, {"cs_urgency": "high"})
    desk.run()
    assert desk.ticket(one)["cs_urgency"] == "high"


def _answered(desk: Desk, sender: str) -> bool:
    one = desk.report(THREAT, sender.partition("@")[0], type="email", **{"from": sender})
    user = desk.ticket(one)["customer_id"]
    desk.admin.update("users", user, {"login": sender, "email": sender})
    desk.run(routing=ANSWERS, replies=lambda key, lang: Text("t", key, key))
    articles = desk.admin.session.call("GET", f"ticket_articles/by_ticket/{one}")
    assert "cs-urg-critical" in desk.tags(one)  # a form of a website may write from there
    return any(MARK in article["preferences"] for article in articles)


@pytest.mark.parametrize(
    ("sender", "answered"),
    [
        ("no-reply@shop.example", False),
        ("noreply@shop.example", False),
        ("auto-reply@shop.example", False),
        ("donotreply@shop.example", False),
        ("bounce+7@shop.example", False),
        ("noreen@shop.example", True),
        ("nobody.knows@shop.example", True),
        ("botros@shop.example", True),
    ],
)
def test_addresses_that_nobody_reads_get_no_answer(desk: Desk, sender: str, answered: bool) -> None:
    assert _answered(desk, sender) is answered


def test_a_robot_that_writes_from_a_new_address_each_time(desk: Desk) -> None:
    people = [f"person{n}@gmail.com" for n in range(MOST_OF_A_DOMAIN + 2)]
    robots = [f"x{n}@robot.example" for n in range(MOST_OF_A_DOMAIN + 2)]
    assert [_answered(desk, one) for one in people] == [True] * len(people)
    assert [_answered(desk, one) for one in robots] == [True] * MOST_OF_A_DOMAIN + [False] * 2


def test_an_owner_that_the_server_takes_away_is_said(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Without *full* in the group nobody can own a ticket there."""
    user = desk.admin.create("users", {"login": "agent@example.org", "firstname": "A"})
    assert user["id"] > 1
    rules = ROUTING.model_dump(exclude_unset=True)
    for rule in rules["rules"]:
        rule["then"] = {**rule["then"], "owner": "agent@example.org"}
    one = desk.report()
    summary = desk.run(routing=Routing.model_validate(rules))
    assert (desk.ticket(one)["owner_id"], summary.ignored) == (1, ["owner_id"])
    assert "an owner needs 'full'" in caplog.text
