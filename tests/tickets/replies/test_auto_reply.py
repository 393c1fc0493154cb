"""First words by themselves: when, to whom, in which form, and never twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk_of_tests import ROUTING, RULESET, THREAT, Desk

from zammad_plugin.config.desk import load_desk
from zammad_plugin.config.places import default_desk
from zammad_plugin.errors import DeskError
from zammad_plugin.routing.rules import Routing
from zammad_plugin.tickets.judge import utc_now
from zammad_plugin.tickets.replies.auto_reply import MARK, TYPES, Text
from zammad_plugin.tickets.tools import tools_of

ON = {"enabled": True, "reply": "first-answer-child"}


def _routing(**auto: Any) -> Routing:
    plain = ROUTING.model_dump(exclude_unset=True)
    return Routing.model_validate({**plain, "auto_reply": {**ON, **auto}})


def _run(desk: Desk, **auto: Any) -> None:
    def replies(key: str, lang: str) -> Text:
        return Text("Your message", f"{key} {lang}", f"<p>{key} {lang}</p>")

    desk.run(routing=_routing(**auto), replies=replies)


def _sent(desk: Desk, ticket: int) -> list[dict[str, Any]]:
    articles = desk.admin.session.call("GET", f"ticket_articles/by_ticket/{ticket}")
    return [one for one in articles if MARK in one["preferences"]]


def _person(desk: Desk, name: str, **article: Any) -> int:
    one = {"body": THREAT, "sender": "Customer", "internal": False, **article}
    new = {"title": "Message", "group": "Users", "customer_id": f"guess:{name}@example.org"}
    return int(desk.admin.create_ticket({**new, "article": one})["id"])


WAYS: dict[str, dict[str, Any]] = {
    "whatsapp message": {},
    "telegram personal-message": {},
    "note": {"preferences": {"signal": {}}},
    "sms": {"from": "+96170000000"},
    "email": {"from": "a@example.org"},
}


def test_each_channel_gets_its_own_kind_once_from_nobody(desk: Desk) -> None:
    ids = {
        kind: _person(desk, f"p{place}", type=kind, **more)
        for place, (kind, more) in enumerate(WAYS.items())
    }
    others = [_person(desk, f"q{kind}", type=kind) for kind in ("web", "phone", "email")]
    for _ in range(2):
        _run(desk)
    for kind, one in ids.items():
        [sent] = _sent(desk, one)
        assert (sent["type"], sent["sender"], sent["internal"]) == (kind, "System", False)
        html = kind in {"email", "note"}
        assert sent["content_type"] == ("text/html" if html else "text/plain")
        assert desk.ticket(one)["first_response_at"] is None  # the clock of people runs on
        assert desk.ticket(one)["title"].startswith("Request ")
    assert [_sent(desk, one) for one in others] == [[], [], []]  # not asked for, or no address
    assert set(TYPES.values()) == set(ids)


def test_once_a_person_and_day_however_old_the_other_ticket_is(desk: Desk) -> None:
    first = _person(desk, "a", type="whatsapp message")
    _run(desk)
    store = desk.server.store
    ticket = store.get("tickets", first)
    assert ticket is not None
    ticket["created_at"] = "2020-01-01T00:00:00.000Z"
    second = _person(desk, "a", type="whatsapp message")
    _run(desk)
    assert _sent(desk, second) == []
    long_ago = (utc_now() - timedelta(days=2)).isoformat()
    for row in store.rows("ticket_articles"):
        row["created_at"] = long_ago if MARK in row["preferences"] else row["created_at"]
    third = _person(desk, "a", type="whatsapp message")
    _run(desk)
    assert len(_sent(desk, third)) == 1


@pytest.mark.parametrize(("week", "key"), [({}, "out-of-hours"), (None, "first-answer-child")])
def test_out_of_hours_has_its_own_words(desk: Desk, week: Any, key: str) -> None:
    one = _person(desk, "a", type="whatsapp message")
    routing = _routing(closed="out-of-hours")
    if week is not None:
        hours = {"timezone": "Asia/Beirut", "week": week}
        routing = Routing.model_validate({**routing.model_dump(exclude_unset=True), "hours": hours})
    desk.run(routing=routing, replies=lambda name, lang: Text("t", name, name))
    assert _sent(desk, one)[0]["body"] == key


def test_a_text_that_names_the_matter_first_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "replies" / "ours"
    own.mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    rules = "auto_reply: {enabled: true, reply: ours}\nrules: [{id: a, when: {}, then: {}}]\n"
    (tmp_path / "rules" / "routing.yml").write_text(rules)
    shipped = default_desk() / "templates" / "replies" / "out-of-hours" / "en.md"
    text = shipped.read_text(encoding="utf-8")
    head, _, body = text.partition("---\n")[2].partition("---\n")
    head = head.replace("keyword: out-of-hours", "keyword: ours")
    (own / "en.md").write_text(f"---\n{head}---\nAbout the blackmail:\n\n{body}", encoding="utf-8")
    with pytest.raises(DeskError, match=r"auto_reply 'ours': 'blackmail' in the first line"):
        tools_of(load_desk(tmp_path), RULESET)
    (own / "en.md").write_text(f"---\n{head}---\n{body}", encoding="utf-8")
    replies = tools_of(load_desk(tmp_path), RULESET).replies
    assert replies is not None


def test_its_mark_names_no_reply(desk: Desk) -> None:
    """The customer, or who holds the mailbox, reads the preferences of public articles."""
    one = _person(desk, "a", type="email", **{"from": "a@example.org"})
    _run(desk)
    (sent,) = _sent(desk, one)
    assert sent["preferences"][MARK] is True
    assert "first-answer" not in str(sent["preferences"])


def test_a_customers_mark_keeps_no_answer_back(desk: Desk) -> None:
    forged = {"preferences": {MARK: True, "zammad_plugin": {"v": 2, "ticket": 1}}}
    one = _person(desk, "a", type="email", **{"from": "a@example.org"}, **forged)
    _run(desk)
    assert [row["sender"] for row in _sent(desk, one)] == ["Customer", "System"]
    assert len(desk.notes(one)) == 1


def test_nothing_goes_out_where_writing_is_not_safe(desk: Desk) -> None:
    """Nor in another ticket of the same person: it is the same phone. *No* is a person's word."""
    marked = _person(desk, "a", type="whatsapp message")
    desk.admin.put_ticket(marked, {"cs_safe_contact": "yes"})
    other, third = (_person(desk, name, type="whatsapp message") for name in "ab")
    _run(desk)
    assert (_sent(desk, marked), _sent(desk, other)) == ([], [])
    assert len(_sent(desk, third)) == 1
    assert not {"cs-auto-replied"} & (desk.tags(marked) | desk.tags(other))
    [note] = desk.notes(marked)
    assert "Writing is not safe" in note["body"].split("</p>")[0]
    assert "Writing is not safe" not in desk.notes(third)[0]["body"]
    free = _person(desk, "a", type="whatsapp message")
    desk.admin.put_ticket(free, {"cs_safe_contact": "no"})
    _run(desk)
    assert len(_sent(desk, free)) == 1
