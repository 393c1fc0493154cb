"""Which words of a ticket are judged: a person's, not a machine's and not the desk's own."""

from __future__ import annotations

from typing import Any

import pytest

from zammad_plugin.tickets.judge import messages_of
from zammad_plugin.triage.unclear import FILE, MEDIA, MIDDLE, VOICE
from zammad_plugin.zammad.case import Case

REPORT = "A man has pictures of my son, who is 12, and wants 500 dollars."


def article(body: str, number: int = 1, **more: Any) -> dict[str, Any]:
    plain = {"id": number, "sender": "Customer", "type": "email", "content_type": "text/plain"}
    return {**plain, "body": body, "subject": "", "internal": False, **more}


def texts(*articles: dict[str, Any]) -> list[str]:
    return [one.text for one in messages_of(Case({"id": 7, "title": "x"}, list(articles)))]


def test_a_machines_mail_in_a_thread_is_no_text() -> None:
    bounce = article("Undelivered Mail", 2, preferences={"is-auto-response": True})
    assert texts(article(REPORT), bounce) == [REPORT, ""]


def test_where_nothing_else_came_a_machines_mail_is_judged() -> None:
    assert texts(article("Out of office", preferences={"is-auto-response": True}))


def test_the_desks_own_words_in_a_quotation_are_not_judged() -> None:
    ours = "How old is your son, and what exactly does the man want from him now?"
    answer = article(ours, 2, sender="Agent")
    reply = article(f"He is 12.\n\nOn Monday Desk <desk@example.org> wrote:\n> {ours}", 3)
    assert texts(article("hello"), answer, reply) == ["hello", "He is 12."]


def test_a_footer_is_apart_and_stays_readable() -> None:
    footer = "This e-mail is confidential and intended solely for the addressee."
    [message] = messages_of(Case({"id": 7, "title": "x"}, [article(f"{REPORT}\n\n{footer}")]))
    [(start, end)] = message.aside
    assert footer in message.text[start:end] and REPORT not in message.text[start:end]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("report.docx", "application/msword", FILE),
        ("winmail.dat", "application/ms-tnef", FILE),
        ("mail.eml", "message/rfc822", FILE),
        ("a.ogg", "audio/ogg", VOICE),
        ("a.jpg", "image/jpeg", MEDIA),
    ],
)
def test_what_came_with_it_and_nobody_reads_is_told(name: str, kind: str, code: str) -> None:
    one = {"filename": name, "preferences": {"Content-Type": kind}}
    [message] = messages_of(Case({"id": 7, "title": "x"}, [article("see", attachments=[one])]))
    assert message.unread == (code,)


def test_the_html_of_a_mail_is_no_file() -> None:
    one = {"filename": "message.html", "preferences": {"Content-Type": "text/html"}}
    [message] = messages_of(Case({"id": 7, "title": "x"}, [article("see", attachments=[one])]))
    assert message.unread == ()


def test_a_heard_voice_message_is_a_persons_words() -> None:
    one = {"filename": "a.ogg", "preferences": {"Content-Type": "audio/ogg"}}
    case = Case({"id": 7, "title": "x"}, [article("", 3, attachments=[one])])
    [message] = messages_of(case, {3: REPORT})
    assert (message.text, message.unread) == (REPORT, (VOICE,))  # no person has heard it
    assert messages_of(case, listened=[3])[0].unread == ()


def test_the_middle_of_a_very_long_mail_that_was_not_read_is_told() -> None:
    body = "the weather is fine and the road is long. " * 6_000
    [message] = messages_of(Case({"id": 7, "title": "x"}, [article(body)]))
    assert message.unread == (MIDDLE,)


def test_a_title_that_we_gave_a_ticket_is_no_word_of_the_writers() -> None:
    kept = {"zammad_plugin": {"fields": {"title": "Request 7"}}}
    note = article("note", 2, sender="Agent", internal=True, type="note", preferences=kept)
    forged = article("hello again", 3, preferences=kept)

    def subject(title: str, *more: dict[str, Any]) -> str:
        case = Case({"id": 7, "title": title}, [article(REPORT), *more])
        return messages_of(case)[0].subject

    assert subject("help") == subject("help", note) == "help"
    assert subject("Request 7", note) == ""
    assert subject("Request 7", forged) == "Request 7"  # a customer's article hides no word
