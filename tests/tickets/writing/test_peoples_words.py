"""What an agent says of a ticket is one truth, until a new danger is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk_of_tests import THREAT, Desk

from zammad_plugin.measure.learn import learn
from zammad_plugin.tickets.judge import utc_now
from zammad_plugin.vocabulary import ALERT, TRIAGED

CALM = "Thank you, we will talk about it."
TOMORROW = "He is coming tomorrow to our house, he says he will beat me, I'm 14 and so scared"


def _urgencies(desk: Desk, ticket: int) -> set[str]:
    return {tag for tag in desk.tags(ticket) if tag.startswith("cs-urg-")}


def test_an_agents_urgency_is_the_tag_too(desk: Desk) -> None:
    """Set before triage, or after it: the overview *Critical* looks at the tag."""
    one = desk.report("We would like advice about our daughter, she is 13, and her phone.")
    desk.run()
    desk.admin.put_ticket(one, {"cs_urgency": "critical"})
    desk.again(one, CALM)
    desk.run()
    assert desk.ticket(one)["cs_urgency"] == "critical"
    assert _urgencies(desk, one) == {"cs-urg-critical"}


def test_an_agents_tag_is_the_attribute_too(desk: Desk) -> None:
    one = desk.report(THREAT)
    desk.run()
    desk.admin.untag(one, "cs-urg-critical")
    desk.admin.tag(one, "cs-urg-normal")
    desk.admin.untag(one, "cs-cat-sextortion")
    desk.admin.tag(one, "cs-cat-grooming")
    desk.again(one, CALM)
    desk.run()
    ticket = desk.ticket(one)
    assert (ticket["cs_urgency"], ticket["cs_category"]) == ("normal", "grooming")
    assert _urgencies(desk, one) == {"cs-urg-normal"}
    assert {"cs-cat-grooming", TRIAGED} <= desk.tags(one)
    assert "cs-cat-sextortion" not in desk.tags(one)


def test_what_is_no_childs_safety_has_no_tag_of_a_category(desk: Desk) -> None:
    one = desk.report(THREAT)
    desk.run()
    desk.admin.put_ticket(one, {"cs_category": "not_child_safety", "cs_urgency": "low"})
    desk.again(one, CALM)
    desk.run()
    assert not [tag for tag in desk.tags(one) if tag.startswith("cs-cat-")]
    assert ALERT not in desk.tags(one)


@pytest.mark.parametrize("owned", [True, False])
def test_a_new_danger_calls_although_an_agent_had_calmed_it(desk: Desk, owned: bool) -> None:
    one = desk.report(THREAT)
    desk.run()
    owner = {"owner_id": desk.admin.me()["id"]} if owned else {}
    desk.admin.put_ticket(one, {"cs_urgency": "normal", **owner})
    desk.again(one, CALM)
    desk.run()
    assert ALERT not in desk.tags(one)
    desk.again(one, TOMORROW)
    desk.run()
    assert ALERT in desk.tags(one)
    assert desk.ticket(one)["cs_urgency"] == "normal"  # a person's word; the alert asks to look


def test_a_promise_is_never_moved_by_a_later_message(desk: Desk) -> None:
    one = desk.report(THREAT)
    desk.run()
    first = desk.notes(one)[0]["preferences"]["zammad_plugin"]["promise"]
    desk.again(one, CALM)
    desk.run()
    assert desk.notes(one)[-1]["preferences"]["zammad_plugin"]["promise"] == first
    answer = {"ticket_id": one, "body": "I read you", "type": "note", "sender": "Agent"}
    desk.admin.create_article({**answer, "internal": False})
    desk.again(one, THREAT)
    desk.run()
    later = desk.notes(one)[-1]["preferences"]["zammad_plugin"]["promise"]
    assert later[1] > first[1]  # kept: the next one begins anew


def test_learn_keeps_a_correction_after_the_customer_wrote_again(desk: Desk) -> None:
    one = desk.report(THREAT)
    desk.run()
    desk.admin.untag(one, "cs-cat-sextortion")
    desk.again(one, CALM)
    desk.run()
    learned = learn(desk.triage, utc_now() - timedelta(hours=1))
    changes = [change for lesson in learned.lessons for change in lesson.changes]
    assert "tag cs-cat-sextortion taken away" in changes
