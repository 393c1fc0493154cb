"""A voice message that no person has heard may say anything: high, unsure, and to the people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk_of_tests import ROUTING, Desk

from zammad_plugin.config.desk import load_desk
from zammad_plugin.routing.rules import AutoReply
from zammad_plugin.tickets.replies.auto_reply import Replies
from zammad_plugin.tickets.replies.texts import texts_that_go_out
from zammad_plugin.vocabulary import CATEGORY_FIELD, URGENCY_FIELD

WHATSAPP = 4096  # characters of a message there
DANGER = {
    "ar": "هل هناك خطر عليك الآن؟",
    "en": "Are you in danger right now?",
    "fr": "danger",
    "tr": "tehlike",
}
ON = ROUTING.model_copy(update={"auto_reply": AutoReply(enabled=True, reply="help-me")})


def voice(**more: Any) -> dict[str, Any]:
    file = {"filename": "v.ogg", "data": "T2dnUw==", "mime-type": "audio/ogg"}
    return {"attachments": [file], "preferences": {"signal": {}}, "type": "note", **more}


def texts(folder: Path) -> Replies:
    (folder / "zammad-plugin.yml").write_text("extends: default\n")
    found = texts_that_go_out(load_desk(folder), ON)
    assert found
    return found


def sent(desk: Desk, ticket: int) -> list[str]:
    call = desk.admin.session.call("GET", f"ticket_articles/by_ticket/{ticket}")
    return [str(one["body"]) for one in call if one["sender"] == "System" and not one["internal"]]


@pytest.mark.parametrize("text", ["", "hello", "please read what I said about the invoice of May"])
def test_unheard_is_high_unsure_and_goes_to_the_people(desk: Desk, text: str) -> None:
    one = desk.report(text, **voice())
    desk.run()
    ticket = desk.ticket(one)
    assert (ticket["group"], ticket["priority"]) == ("Child Safety", "3 high")
    assert ticket[URGENCY_FIELD] == "high"
    assert {"cs-voice", "cs-unsure", "cs-urg-high"} <= desk.tags(one)


def test_a_machines_mail_with_a_voice_message_is_not_put_aside(desk: Desk) -> None:
    marks = {"is-auto-response": True}
    one = desk.report("", **voice(type="email", preferences=marks))
    desk.run()
    ticket = desk.ticket(one)
    assert (ticket["group"], ticket["priority"]) == ("Child Safety", "3 high")


def test_it_stands_in_its_own_overview_until_a_person_heard_it(desk: Desk) -> None:
    overviews = {row["name"]: row for row in desk.admin.list_all("overviews")}
    asked = overviews["Voice to hear"]["condition"]
    one = desk.report("", **voice())
    desk.run()
    assert [row["id"] for row in desk.admin.search_tickets(asked)] == [one]
    desk.admin.untag(one, "cs-voice")
    assert desk.admin.search_tickets(asked) == []


def test_the_answer_goes_out_in_every_language_with_the_danger_line(
    desk: Desk, tmp_path: Path
) -> None:
    one = desk.report("", **voice())
    desk.run(routing=ON, replies=texts(tmp_path))
    (body,) = sent(desk, one)
    assert all(words in body for words in DANGER.values())
    every = texts(tmp_path)("voice-message-received", "every")
    assert every and len(every.plain) < WHATSAPP
    assert every.plain.count("\n\n") >= 8 * 3  # eight languages, whole


def test_beside_words_the_answer_is_in_their_language(desk: Desk, tmp_path: Path) -> None:
    one = desk.report("bonjour, mon fils a reçu des messages d'un inconnu", **voice())
    desk.run(routing=ON, replies=texts(tmp_path))
    (body,) = sent(desk, one)
    assert body.startswith('<div dir="ltr" lang="fr">')
    assert DANGER["en"] not in body


def test_what_a_person_heard_no_longer_counts_and_a_new_one_does(desk: Desk) -> None:
    one, agent = desk.report("", **voice()), desk.admin
    desk.run()
    agent.untag(one, "cs-voice")
    agent.untag(one, "cs-unsure")
    desk.again(one, "thank you, that is all")
    desk.run()
    assert not {"cs-voice", "cs-unsure"} & desk.tags(one)
    assert "Listen" not in desk.notes(one)[-1]["body"]
    desk.again(one, "<br>", content_type="text/html", **voice())
    desk.run()
    assert {"cs-voice", "cs-unsure"} <= desk.tags(one)
    assert "Listen" in desk.notes(one)[-1]["body"]


def test_our_own_untagging_is_no_listening(desk: Desk) -> None:
    one = desk.report("", **voice())
    desk.run()
    desk.triage.untag(one, "cs-voice")
    desk.again(one, "are you there")
    desk.run()
    assert "cs-voice" in desk.tags(one)


def test_a_desk_may_say_otherwise(desk: Desk) -> None:
    plain = ROUTING.model_copy(update={"unheard": type(ROUTING.unheard)()})
    one = desk.report("", **voice())
    desk.run(routing=plain)
    ticket = desk.ticket(one)
    assert ticket["group"] == "Users" and ticket[URGENCY_FIELD] == "high"
    assert not ticket.get(CATEGORY_FIELD)
