"""What real desks send: closed groups, tickets that change meanwhile, giants, odd clocks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desk_of_tests import ROUTING, RULESET, THREAT, Desk

from zammad_plugin.demo.story import let_in
from zammad_plugin.routing.rules import Routing
from zammad_plugin.state.hands import Alone
from zammad_plugin.tickets.judge import utc_now
from zammad_plugin.tickets.mend import mend
from zammad_plugin.tickets.networks.accounts import Networks
from zammad_plugin.tickets.ticket import TicketWork
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.waiting import read_case
from zammad_plugin.vocabulary import ERROR, TRIAGED


def _groups(desk: Desk, **rights: list[str]) -> None:
    groups = {name.strip("g"): access for name, access in rights.items()}
    desk.admin.update("users", desk.triage.me()["id"], {"group_ids": groups})


def test_a_group_that_the_token_may_only_read_is_named_and_stops_nobody(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    closed = desk.admin.create("groups", {"name": "Closed"})
    let_in(desk.admin, desk.admin)
    ids = [desk.report() for _ in range(4)]
    for one in ids[:3]:
        desk.admin.put_ticket(one, {"group": "Closed"})
    ids_of = {row["name"]: row["id"] for row in desk.admin.list_all("groups")}
    child = ids_of["Child Safety"]
    _groups(desk, g1=["full"], **{f"g{closed['id']}": ["read"], f"g{child}": ["full"]})
    for one in ids[:3]:
        desk.server.faults.add(f"PUT tickets/{one} 9 403")
    with caplog.at_level(logging.ERROR):
        summary = desk.run()
    assert (sorted(summary.failed), summary.closed, summary.done) == (ids[:3], ["Closed"], 1)
    assert caplog.text.count("may not change its tickets") == 1
    assert TRIAGED in desk.tags(ids[3])


def test_what_the_server_refuses_is_left_out_and_the_rest_stands(desk: Desk) -> None:
    """The group is closed to the token; priority, urgency and note are not."""
    one = desk.report()
    _groups(desk, g1=["full"])
    assert desk.run().failed == []
    ticket = desk.ticket(one)
    assert (ticket["group"], ticket["priority"]) == ("Users", "3 high")
    assert ticket["cs_urgency"] == "critical"
    assert {ERROR, "cs-urg-critical", TRIAGED} <= desk.tags(one)
    [note] = desk.notes(one)
    assert "no rights in the group: \u2068Child Safety" in note["body"]
    memory = note["preferences"]["zammad_plugin"]
    assert memory["refused"] == ["group"] and "group" not in memory["fields"]


def test_what_was_refused_is_written_when_the_right_comes(desk: Desk) -> None:
    one, moved, taken = (desk.report(person=who) for who in "abc")
    _groups(desk, g1=["full"])
    assert sorted(desk.run().refused) == [one, moved, taken]
    desk.admin.put_ticket(moved, {"group": "Users", "priority": "1 low"})
    desk.admin.put_ticket(taken, {"owner_id": desk.admin.me()["id"]})
    tools = Tools(RULESET, ROUTING)
    assert mend(desk.triage, tools, Alone()) == 0  # and no note a try
    assert len(desk.notes(one)) == 1
    let_in(desk.admin, desk.triage)
    assert mend(desk.triage, tools, Alone()) == 2
    assert [desk.ticket(id)["group"] for id in (one, taken)] == ["Child Safety", "Users"]
    assert desk.ticket(moved)["priority"] == "1 low"
    assert ERROR not in desk.tags(one) and TRIAGED in desk.tags(one)
    assert len(desk.notes(one)) == 2
    # From now on it is ours: who moves it back has decided.
    desk.admin.put_ticket(one, {"group": "Users"})
    desk.again(one, THREAT)
    desk.run()
    assert desk.ticket(one)["group"] == "Users"
    assert mend(desk.triage, tools, Alone()) == 0


def test_names_that_the_server_does_not_have_are_told_before_the_first_ticket(desk: Desk) -> None:
    rules = ROUTING.model_dump(exclude_unset=True)
    for rule in rules["rules"]:
        rule["then"] = {**rule["then"], "priority": "4 now", "owner": "gone@example.org"}
    desk.report()
    summary = desk.run(routing=Routing.model_validate(rules))
    assert summary.unknown == [
        "priority '4 now', did you mean '1 low'?",
        "user 'gone@example.org'",
    ]
    assert desk.run().unknown == []  # nothing to do: nothing asked


def test_a_tag_that_is_refused_costs_no_other(desk: Desk) -> None:
    one = desk.report()
    desk.server.faults.add("POST tags/add 1 403")
    assert desk.run().failed == [one]
    assert "cs-urg-critical" in desk.tags(one) and TRIAGED not in desk.tags(one)
    assert desk.run().failed == []
    assert {TRIAGED, "cs-lang-en"} <= desk.tags(one) and len(desk.notes(one)) == 1


def test_what_the_server_ignores_is_said_once(bare: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Without the attributes a PUT answers 200 and keeps nothing of them."""
    bare.admin.create("groups", {"name": "Child Safety"})
    let_in(bare.admin, bare.triage)
    for _ in range(2):
        bare.report()
    with caplog.at_level(logging.WARNING):
        summary = bare.run()
    assert set(summary.ignored) == {"cs_category", "cs_urgency", "cs_language"}
    assert caplog.text.count("keeps no 'cs_urgency'") == 1
    assert summary.done == 2


Between = Callable[[Desk, int], object]
MEANWHILE: dict[str, Between] = {
    "closed": lambda desk, one: desk.admin.put_ticket(one, {"state": "closed"}),
    "merged": lambda desk, one: desk.admin.put_ticket(one, {"state": "merged"}),
    "deleted": lambda desk, one: desk.admin.delete("tickets", one),
}
OPENING = ROUTING.model_dump(exclude_unset=True)
for _rule in OPENING["rules"]:
    _rule["then"] = {**_rule["then"], "state": "open"}
OPENING["auto_reply"] = {"enabled": True, "reply": "first", "channels": ["web"]}


@pytest.mark.parametrize("what", MEANWHILE)
def test_between_reading_and_writing(
    desk: Desk, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is opened again, nothing is sent, nobody else is stopped."""
    one, other = desk.report(), desk.report()
    tools = Tools(RULESET, Routing.model_validate(OPENING))
    judge = TicketWork._triage

    def late(work: TicketWork) -> None:
        if work.case.id == one and not work.memory:
            MEANWHILE[what](desk, one)
        judge(work)

    monkeypatch.setattr(TicketWork, "_triage", late)
    sent: list[str] = []
    monkeypatch.setattr(TicketWork, "_answer", lambda work, case, _: sent.append(case.id))
    summary = desk.run(routing=tools.routing, replies=lambda key, lang: None)
    assert summary.failed == [] and TRIAGED in desk.tags(other)
    assert one not in sent and other in sent
    if what != "deleted":
        assert desk.ticket(one)["state"] == what


def test_a_customer_without_a_name_and_500_articles(desk: Desk) -> None:
    """The report is one of them, anywhere; two reads of the ticket, whatever their number."""
    one = desk.report("hello")
    user = desk.ticket(one)["customer_id"]
    desk.admin.update("users", user, {"firstname": "", "lastname": "", "email": ""})
    for number in range(499):
        desk.again(one, THREAT if number == 250 else f"message {number}")
    desk.server.log.clear()
    assert desk.run().failed == []
    gets = [call.path for call in desk.server.log if call.method == "GET"]
    reads = [path for path in gets if path.endswith(f"/{one}")]
    assert reads[:2] == [f"tickets/{one}", f"ticket_articles/by_ticket/{one}"]
    assert len(reads) <= 4  # the look at the end, the history where the writing took its time
    assert desk.ticket(one)["group"] == "Child Safety" and len(desk.notes(one)) == 1


def test_a_mail_to_200_people_is_answered_to_nobody_but_its_writer(desk: Desk) -> None:
    from zammad_plugin.tickets.replies.auto_reply import Text

    many = ", ".join(f"person{n}@example.org" for n in range(200))
    one = desk.report(type="email", to=many, cc=many, **{"from": "child@example.org"})
    auto = {"enabled": True, "reply": "first-answer-child"}
    routing = Routing.model_validate({**ROUTING.model_dump(exclude_unset=True), "auto_reply": auto})
    desk.run(routing=routing, replies=lambda key, lang: Text("Your message", "text", "<p>text</p>"))
    articles = desk.admin.session.call("GET", f"ticket_articles/by_ticket/{one}")
    [sent] = [row for row in articles if row["sender"] == "System"]
    assert (sent["to"], sent["cc"], sent["type"]) == ("child@example.org", None, "email")


def test_a_handle_that_is_somebodys_name_stands_nowhere_in_clear(desk: Desk) -> None:
    networks = Networks(b"a secret of the tests")
    ids = [desk.report(f"{THREAT}. his account is @rana.haddad") for _ in range(2)]
    desk.run(networks=networks)
    for one in ids:
        assert not [tag for tag in desk.tags(one) if "rana" in tag or "haddad" in tag]
        assert "rana" not in str(desk.notes(one)[-1]["preferences"])
    numbers = [f"#{desk.ticket(one)['number']}" for one in reversed(ids)]
    told = [other in desk.notes(one)[-1]["body"] for one, other in zip(ids, numbers, strict=True)]
    assert any(told)  # in the note of the one that was judged last


@pytest.mark.parametrize("hours", [-48, -3, 3, 48])
def test_a_clock_that_is_wrong_loses_nothing(desk: Desk, hours: int) -> None:
    voice = {"whatsapp": {"type": "audio"}}
    one = desk.report("", type="whatsapp message", preferences=voice)
    two = desk.report()

    def wrong() -> datetime:
        return utc_now() + timedelta(hours=hours)

    for _ in range(3):
        desk.run(now=wrong)
    assert TRIAGED in desk.tags(two) and len(desk.notes(two)) == 1
    # Late by our clock: judged without its file. Early: it waits in the queue, in view.
    assert (TRIAGED in desk.tags(one)) is (hours > 0)
    if hours < 0:
        desk.run(now=lambda: utc_now() + timedelta(minutes=6))
        assert {TRIAGED, "cs-unsure"} <= desk.tags(one)


def test_the_time_to_answer_is_told_in_the_desks_own_time_over_a_change(desk: Desk) -> None:
    """Asked 23:55 in Berlin before the night without an hour; 15 minutes later it is 00:10."""
    routing = Routing.model_validate(
        {
            **ROUTING.model_dump(exclude_unset=True),
            "hours": {"timezone": "Europe/Berlin", "week": {}},
            "answer_within": {"critical": 240},
        }
    )
    one = desk.report()
    case = read_case(desk.triage, one)
    case.articles[0]["created_at"] = "2026-03-28T22:55:00.000Z"
    TicketWork(desk.triage, case, Tools(RULESET, routing)).do()
    # 23:55 + 4 hours: the clock shows 04:55, since 02:00 became 03:00.
    assert "2026-03-29 04:55" in desk.notes(one)[0]["body"]


def test_limits_are_not_used_up_by_tickets_that_cant_be_done(desk: Desk) -> None:
    from zammad_plugin.tickets.run import Bounds, run

    ids = [desk.report() for _ in range(3)]
    for one in ids[1:]:  # the newest go first
        desk.server.faults.add(f"GET tickets/{one} 9 422")
    summary = run(desk.triage, RULESET, ROUTING, bounds=Bounds(limit=1))
    assert (summary.done, sorted(summary.failed)) == (1, ids[1:])
    assert TRIAGED in desk.tags(ids[0])


def test_what_a_person_set_before_triage_is_named_in_the_note(desk: Desk) -> None:
    one = desk.report()
    desk.server.store.get("tickets", one).update(created_at="2026-01-01T00:00:00.000Z")  # type: ignore[union-attr]
    me = desk.admin.me()["id"]
    desk.admin.put_ticket(one, {"priority": "1 low", "owner_id": me, "title": "Case A"})
    rules = ROUTING.model_dump(exclude_unset=True)
    for rule in rules["rules"]:
        rule["then"] = {**rule["then"], "owner": "triage@example.org"}
    desk.run(routing=Routing.model_validate(rules))
    ticket = desk.ticket(one)
    assert (ticket["priority"], ticket["owner_id"], ticket["title"]) == ("1 low", me, "Case A")
    [note] = desk.notes(one)
    kept = note["body"].partition("Left as a person set it")[2]
    assert all(name in kept for name in ("group", "priority", "owner"))


def test_a_state_that_waits_has_its_time(desk: Desk) -> None:
    one = desk.report("We would like to book a training for our teachers next month, thank you.")
    then = {"state": "pending reminder", "follow_up": 120}
    rules: list[dict[str, Any]] = [{"id": "later", "when": {"review": False}, "then": then}]
    now = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)
    desk.run(routing=Routing.model_validate({"rules": rules}), now=lambda: now)
    ticket = desk.ticket(one)
    assert ticket["state"] == "pending reminder"
    assert str(ticket["pending_time"]).startswith("2030-01-01T14:00")


def test_automatic_mail_is_put_low_unless_somebody_set_it(desk: Desk) -> None:
    mark = {"send-auto-response": False}
    one = desk.report("We are closed until Monday.", type="email", preferences=mark)
    two = desk.report("Undelivered", type="email", **{"from": "MAILER-DAEMON@mx.example.org"})
    three = desk.report(type="email", preferences=mark)  # a report whatever its headers
    desk.run()
    assert [desk.ticket(one)["priority"] for one in (one, two, three)] == [
        "1 low",
        "1 low",
        "3 high",
    ]
