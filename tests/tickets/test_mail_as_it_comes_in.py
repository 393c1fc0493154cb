"""Mail as a real 6.5 takes it: one that says to be from an agent's address is an agent's article (a
colleague's report, or a forged one: it must be read all the same), and `-` is no subject."""

from __future__ import annotations

from typing import Any

from desk_of_tests import ROUTING, THREAT, Desk

from zammad_plugin.routing.rules import Routing
from zammad_plugin.tickets.replies.auto_reply import Text

CAME = {"send-auto-response": True, "is-auto-response": False}  # of every mail that comes in


def mail(desk: Desk, text: str = THREAT, preferences: dict[str, Any] | None = None) -> int:
    """A ticket whose first article is as Zammad's mail parser makes it."""
    article = {"body": text, "type": "phone", "sender": "Agent", "preferences": preferences or {}}
    new = {"title": "Fwd", "group": "Users", "customer_id": "guess:help@desk.example.org"}
    made = desk.admin.create_ticket({**new, "article": article})
    store = desk.server.store
    with store.request():
        kind = store.find("ticket_article_types", name="email")
        assert kind
        store.update("ticket_articles", made["article_ids"][0], {"type_id": kind["id"]})
    return int(made["id"])


def test_one_that_came_in_is_triaged(desk: Desk) -> None:
    ticket = mail(desk, preferences=CAME)
    desk.run()
    assert desk.ticket(ticket)["cs_urgency"] == "critical"
    assert "cs-urg-critical" in desk.tags(ticket)


def test_and_gets_no_answer(desk: Desk) -> None:
    """Its customer is whoever it was sent to: the desk itself."""
    ticket = mail(desk, preferences=CAME)
    answered = desk.report(person="b", type="whatsapp message")
    plain = ROUTING.model_dump(exclude_unset=True)
    auto = {"enabled": True, "reply": "first-answer-child"}
    routing = Routing.model_validate({**plain, "auto_reply": auto})
    desk.run(routing=routing, replies=lambda key, lang: Text("t", "p", "<p>p</p>"))
    kinds = [[one["internal"] for one in desk.admin.articles(id)] for id in (ticket, answered)]
    assert kinds == [[False, True], [False, True, False]]


def test_one_that_goes_out_is_not(desk: Desk) -> None:
    ticket = mail(desk)
    desk.run()
    assert desk.tags(ticket) == {"cs-triaged"}


def test_a_later_one_is_an_answer(desk: Desk) -> None:
    ticket = desk.report("hello, are you there?")
    other = mail(desk, preferences=CAME)
    store = desk.server.store
    with store.request():
        [moved] = store.get("tickets", other)["article_ids"]
        row = store.get("tickets", ticket)
        store.update("ticket_articles", moved, {"ticket_id": ticket})
        store.update("tickets", ticket, {"article_ids": [*row["article_ids"], moved]})
        store.update("tickets", other, {"article_ids": [], "article_count": 0})
    desk.run()
    assert "cs-urg-critical" not in desk.tags(ticket)


def test_a_mail_without_a_subject_quotes_none(desk: Desk) -> None:
    """Zammad makes `-` its title (seen on a real 6.5)."""
    picture = {"filename": "photo.jpg", "data": "/9j/4A==", "mime-type": "image/jpeg"}
    article = {"type": "email", "sender": "Customer", "body": "no visible content"}
    new = {"title": "-", "group": "Users", "customer_id": "guess:kid@example.org"}
    article_with = {**article, "attachments": [picture]}
    ticket = int(desk.admin.create_ticket({**new, "article": article_with})["id"])
    desk.run()
    [note] = desk.notes(ticket)
    assert "-»" not in note["body"].replace("\u2068", "").replace("\u2069", "")
    assert {"cs-media", "cs-unsure"} <= desk.tags(ticket)
