"""What each article of a ticket says, by whom, and why one can't be read."""

from __future__ import annotations

import time
from typing import Any

import pytest

from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.conversation import Said, conversation

ASKED = "How old is your daughter and what did he want from her?"
THREAT = "i know you are 12. send more tonight or everybody in your class gets the pictures"
REPLY = "On Mon, May 4, 2026 at 10:12 AM Desk <desk@example.org> wrote:"


def read(*articles: dict[str, Any]) -> list[Said]:
    rows = [
        {"id": at, "sender": "Customer", "type": "email", "content_type": "text/plain", **one}
        for at, one in enumerate(articles, 1)
    ]
    return conversation(Case({"id": 1}, rows))


def test_a_first_mail_quotes_nothing_of_the_desks() -> None:
    [said] = read({"body": f"look\n\n{REPLY}\n> {THREAT}"})
    assert said.blocks.of("told") == [f"{THREAT}\n"] and not said.blocks.of("quoted")


def test_a_follow_up_is_held_against_what_the_desk_sent() -> None:
    desk = {"sender": "Agent", "body": f"<p>{ASKED}</p>", "content_type": "text/html"}
    body = f"She is 13.\n\n{REPLY}\n> {ASKED}\n\nHe wants money.\n\n> {THREAT}"
    _, said = read({"body": "a question"}, desk, {"body": body})
    assert said.blocks.of("quoted") == [f"{ASKED}\n"]
    assert said.blocks.of("told") == [f"{THREAT}\n"]
    assert "He wants money." in said.blocks.words and "13" in said.blocks.words


def test_what_the_desk_kept_to_itself_is_no_quotation() -> None:
    note = {"sender": "Agent", "body": THREAT, "internal": True}
    _, said = read({"body": "a question"}, note, {"body": f"look\n\n> {THREAT}"})
    assert said.blocks.of("told") == [f"{THREAT}\n"]


def test_an_answer_that_never_passed_here_is_the_desks_by_its_header() -> None:
    block = "From: Desk <d@x.org>\nSent: Monday, 4 May 2026\nTo: Rima\nSubject: Re: help"
    _, said = read({"body": "a question"}, {"body": f"ok thank you\n\n{block}\n\n{THREAT}"})
    assert said.blocks.words == "ok thank you" and THREAT in said.blocks.of("quoted")[0]


def test_a_machines_mail_is_nobodys_words() -> None:
    _, said = read({"body": THREAT}, {"body": "550", "from": "MAILER-DAEMON@x.org"})
    assert said.machine == "bounce" and said.blocks.words == "" and not said.stranger


@pytest.mark.parametrize(
    ("first", "second", "stranger"),
    [
        ("Rima <r@x.org>", "Someone <else@evil.example>", True),
        ("Rima <r@x.org>", "R. <R@X.org>", False),
        ("+961 3 123 456", "009613123456", False),
        ("+961 3 123 456", "+961 71 234 567", True),
        ("", "Someone <else@evil.example>", False),  # nobody knows who the first was
        ("Rima <r@x.org>", "", False),
    ],
)
def test_another_sender_is_told(first: str, second: str, stranger: bool) -> None:
    said = read({"body": "a", "from": first}, {"body": "b", "from": second})
    assert [one.stranger for one in said] == [False, stranger]


def test_merged_articles_are_among_them() -> None:
    said = read(
        {"body": "when are you open?", "from": "a@x.org"},
        {"body": THREAT, "from": "b@x.org", "type": "web"},
    )
    assert [one.blocks.words for one in said] == ["when are you open?", THREAT]


FILE = {"filename": "report.docx", "preferences": {}}
WINMAIL = {"filename": "winmail.dat", "preferences": {"Mime-Type": "application/ms-tnef"}}
PICTURE = {"filename": "a.jpg", "preferences": {"Mime-Type": "image/jpeg"}}


@pytest.mark.parametrize(
    ("article", "why"),
    [
        ({"body": "see attached", "attachments": [FILE]}, "attachment"),
        ({"body": "no visible content", "attachments": [WINMAIL]}, "attachment"),
        ({"body": "ci-joint le courrier de l'école", "attachments": [FILE]}, "attachment"),
        ({"body": "انظروا المرفق من فضلكم", "attachments": [FILE]}, "attachment"),
        ({"body": "hello", "attachments": [PICTURE]}, None),
        ({"body": f"{THREAT} see attached", "attachments": [FILE]}, None),
        ({"body": "????? ????? 12 ??? ???? ?????? ????", "subject": "????"}, "charset"),
        ({"body": "please help", "subject": "????"}, None),
        ({"body": "hello"}, None),
    ],
)
def test_why_one_cant_be_read(article: dict[str, Any], why: str | None) -> None:
    [said] = read(article)
    assert said.unreadable == why


def test_a_thread_of_thousands_is_read_in_one_walk() -> None:
    start = time.perf_counter()
    said = read(*({"body": f"{THREAT} number {at}", "from": "r@x.org"} for at in range(3000)))
    assert said[-1].blocks.words.endswith("2999")
    assert time.perf_counter() - start < 20  # quadratic would take minutes
