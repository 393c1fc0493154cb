"""Answers on their way out: what goes, what never goes, and what is said when one can't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from signal_world import World
from test_conversations import mail_ticket, merge, put, write

from zammad_plugin.emulator.signal.wire import Person
from zammad_plugin.signal.leaving.notices import Notices
from zammad_plugin.signal.leaving.replies import SEEN, SINCE
from zammad_plugin.signal.status import needs_a_person, outcome, report
from zammad_plugin.signal.store.outbox import Outbox
from zammad_plugin.signal.tickets.keys import key_of

PDF = {"filename": "help.pdf", "data": "JVBERg==", "mime-type": "application/pdf"}
TAG = "cs-signal-failed"


def notes(world: World, ticket: int) -> list[str]:
    return [one["body"] for one in world.articles(ticket) if one["internal"]]


def reasons(world: World) -> list[tuple[str, str]]:
    with world.spool() as spool:
        return [(one.state, one.reason) for one in Outbox(spool).of_state("queued", "parked")]


@pytest.fixture
def asked(world: World, child: Person) -> int:
    """A ticket that waits for an answer."""
    return write(world, child, "help")


def test_a_public_note_goes_out_once(world: World, child: Person, asked: int) -> None:
    world.say(asked, "<p>مرحبا، TikTok</p><p>second <b>line</b></p>")
    assert world.live() and world.live()
    assert [(one.to, one.text) for one in world.network.sent] == [
        (child.uuid, "مرحبا، TikTok\n\nsecond line")
    ]


def test_an_internal_note_never_does(world: World, asked: int) -> None:
    note = world.say(asked, "between us", internal=True)
    assert world.live()
    world.desk.session.call("PUT", f"ticket_articles/{note}", json={"internal": False})
    assert world.live() and world.sent == []


def test_made_internal_before_it_left(world: World, asked: int) -> None:
    note = world.say(asked, "too early")
    world.daemon_away = True
    assert world.live()
    world.desk.session.call("PUT", f"ticket_articles/{note}", json={"internal": True})
    world.daemon_away = False
    assert world.live() and world.sent == []
    assert reasons(world) == []


def test_deleted_before_it_left(world: World, asked: int) -> None:
    note = world.say(asked, "too early")
    world.daemon_away = True
    assert world.live()
    world.store.delete("ticket_articles", note)
    world.daemon_away = False
    assert world.live() and world.sent == []


@pytest.mark.parametrize(
    "more",
    [
        {"type": "phone"},
        {"type": "email", "to": "mother@example.org"},
        {"sender": "System"},
        {"sender": "Customer"},
        {"preferences": {"zammad_plugin_signal": {"key": "x"}}},
    ],
)
def test_what_is_no_answer(world: World, asked: int, more: dict[str, Any]) -> None:
    world.say(asked, "not this", **more)
    assert world.live() and world.sent == []


def test_the_first_words_of_triage_go_out(world: World, asked: int) -> None:
    mark = {"zammad_plugin_reply": "first/en"}
    world.say(asked, "we read it", sender="System", preferences=mark)
    assert world.live() and world.live()
    assert world.sent == ["we read it"]


def test_a_ticket_of_nobody_on_signal(world: World) -> None:
    world.say(mail_ticket(world), "for colleagues and the portal")
    assert world.live() and world.sent == []


def test_what_was_written_before_the_bridge_was_there(world: World, child: Person) -> None:
    asked = write(world, child, "help")
    old = world.say(asked, "old words")
    world.store.get("ticket_articles", old)["created_at"] = "2026-01-01T00:00:00.000Z"
    for file in world.folder.glob("spool*"):
        file.unlink()
    assert world.live()
    assert world.sent == []
    world.say(asked, "new words")
    assert world.live()
    assert world.sent == ["new words"]


def test_an_answer_before_the_first_look_at_answers_goes_out(world: World, asked: int) -> None:
    """The bridge was killed after it had made the ticket."""
    with world.spool() as spool, spool.change("a kill") as db:
        db.execute("DELETE FROM meta WHERE name IN (?, ?)", (SEEN, SINCE))
    world.say(asked, "are you safe?")
    assert world.live()
    assert world.sent == ["are you safe?"]


def test_an_agent_writes_first(world: World, child: Person, asked: int) -> None:
    customer = world.store.get("tickets", asked)["customer_id"]
    note = {"body": "how are you now?", "type": "note", "sender": "Agent", "internal": False}
    world.desk.create_ticket(
        {"title": "t", "group": "Users", "customer_id": customer, "article": note}
    )
    assert world.live()
    assert world.sent == ["how are you now?"]


def test_long_answers_are_cut_at_sentences(world: World, asked: int) -> None:
    world.say(asked, "<p>" + "One more sentence. " * 300 + "</p>")
    assert world.live()
    assert len(world.sent) == 3
    assert all(len(one) <= 2000 and one.endswith("sentence.") for one in world.sent)
    with world.spool() as spool:
        assert [outcome(spool, one) for one in Outbox(spool).of_state("sent")] == ["sent"]
    assert world.live()  # receipts of all three came back
    with world.spool() as spool:
        assert [outcome(spool, one) for one in Outbox(spool).of_state("sent")] == ["delivered"]
    world.network.read(*(one.timestamp for one in world.network.sent))
    assert world.live()
    with world.spool() as spool:
        assert [outcome(spool, one) for one in Outbox(spool).of_state("sent")] == ["read"]
        told = report(spool)
    assert told["answers"] == {"queued": 0, "parked": 0, "sent": 1, "delivered": 1, "read": 1}
    assert not needs_a_person(told)


def test_a_listed_document_goes_along(world: World, asked: int) -> None:
    world.say(asked, "read this", attachments=[PDF])
    assert world.live()
    (sent,) = world.network.sent
    (file,) = sent.attachments
    assert (file.name, file.data) == ("help.pdf", b"%PDF")
    assert list(world.folder.rglob("*.pdf")) == []  # gone from this machine afterwards


def test_a_document_alone(world: World, asked: int) -> None:
    world.say(asked, "<br>", attachments=[PDF])
    assert world.live()
    assert world.sent == [""]


@pytest.mark.parametrize(
    "file",
    [
        {**PDF, "filename": "a.png"},
        {**PDF, "mime-type": "image/png"},
        {**PDF, "mime-type": "application/zip"},
        {**PDF, "data": "iVBORw0KGgo="},
    ],
)
def test_a_picture_never_goes_out(world: World, asked: int, file: dict[str, str]) -> None:
    world.say(asked, "look", attachments=[file])
    put(world, asked, state="closed")
    assert world.live()
    assert world.sent == [] and reasons(world) == [("parked", "attachment")]
    assert "One of its files" in notes(world, asked)[0]
    assert TAG in world.tags(asked)
    assert world.store.get("tickets", asked)["state_id"] == 2  # open again: back in view


def test_nothing_left_to_send(world: World, asked: int) -> None:
    world.say(asked, '<img src="cid:1"><a data-mention-user-id="3" href="#">Anna</a>')
    assert world.live()
    assert reasons(world) == [("parked", "empty")]


FAILURES = [
    ("unregistered", {}, "no Signal account any more"),
    ("identity", {}, "safety number changed"),
    ("keys", {}, "refused it"),
]


@pytest.mark.parametrize(("kind", "more", "told"), FAILURES)
def test_failures_that_a_person_must_look_at(
    world: World, asked: int, kind: str, more: dict[str, Any], told: str
) -> None:
    world.say(asked, "are you safe?")
    world.network.fail(kind, **more)
    assert world.live() and world.live()
    assert world.sent == []
    (note,) = notes(world, asked)
    assert told in note and TAG in world.tags(asked)
    with world.spool() as spool:
        assert needs_a_person(report(spool))


def test_a_rate_limit_stops_all_and_passes(world: World, child: Person, asked: int) -> None:
    other = write(world, Person.made(2), "hi")
    world.say(other, "two")
    world.say(asked, "three")
    world.network.fail("rate_limit", retry_after=500)
    assert world.live()
    assert world.sent == []
    for ticket in (asked, other):
        assert "pause until 20" in notes(world, ticket)[0]
    for _ in range(5):
        assert world.live()
    assert sorted(world.sent) == ["three", "two"]
    assert TAG not in world.tags(asked) | world.tags(other)


def test_a_captcha_is_asked_for(world: World, asked: int) -> None:
    world.say(asked, "one")
    world.network.fail("rate_limit", retry_after=86400, token="challenge")
    assert world.live()
    assert "captcha" in notes(world, asked)[0]
    with world.spool() as spool:
        assert report(spool)["captcha"] and report(spool)["paused_until"]


def test_the_daemon_is_away(world: World, asked: int) -> None:
    world.say(asked, "one")
    world.daemon_away = True
    for _ in range(4):
        assert world.live()
    assert notes(world, asked) == []
    for _ in range(4):
        assert world.live()
    assert len(notes(world, asked)) == 1 and "daemon does not answer" in notes(world, asked)[0]
    world.daemon_away = False
    assert world.live() and world.live()
    assert world.sent == ["one"] and TAG not in world.tags(asked)


def test_an_unknown_outcome_is_sent_again_and_said(world: World, asked: int) -> None:
    world.say(asked, "one")
    world.network.fail("lost")
    assert world.live() and world.live()
    assert world.sent == ["one", "one"]
    assert "sent again" in notes(world, asked)[0]


def test_not_for_ever(world: World, asked: int) -> None:
    world.say(asked, "one")
    world.network.fail("lost", 20)
    for _ in range(3):
        assert world.live()
    assert world.sent == ["one"] * 4
    assert reasons(world) == [("parked", "ask")]


def test_or_a_person_is_asked(make: Callable[..., World], child: Person) -> None:
    world = make(on_unknown="ask")
    asked = write(world, child, "help")
    world.say(asked, "one")
    world.network.fail("lost")
    assert world.live() and world.live()
    assert world.sent == ["one"]
    assert "not known whether your answer arrived" in notes(world, asked)[0]


def test_order_of_answers(world: World, asked: int) -> None:
    for text in ("one", "two", "three"):
        world.say(asked, text)
    world.network.fail("lost")
    assert world.live()
    assert world.sent == ["one", "one", "two", "three"]


# Merges


def test_an_answer_in_a_ticket_that_ours_was_merged_into(
    world: World, child: Person, asked: int
) -> None:
    mail = mail_ticket(world)
    world.say(mail, "words for the portal")
    assert world.live()
    merge(world, asked, mail)
    assert write(world, child, "still here") == mail
    assert world.live()
    world.say(mail, "good")
    assert world.live()
    assert world.sent == ["good"]


def test_a_note_older_than_the_merge_is_not_sent(world: World, asked: int) -> None:
    mail = mail_ticket(world)
    assert world.live()
    world.say(mail, "words for the portal")
    merge(world, asked, mail)
    assert world.live()
    assert world.sent == [] and reasons(world) == [("parked", "merged")]


def test_two_people_in_one_ticket(world: World, child: Person, asked: int) -> None:
    other = write(world, Person.made(2), "me too")
    merge(world, asked, other)
    world.say(other, "to whom?")
    assert world.live()
    assert world.sent == [] and reasons(world) == [("parked", "people")]


def test_a_ticket_that_another_bridge_serves(world: World, asked: int) -> None:
    world.store.insert("ticket_article_types", {"name": "cdr_signal"})
    world.desk.create_article(
        {"ticket_id": asked, "body": "x", "type": "cdr_signal", "sender": "Customer"}
    )
    world.say(asked, "who sends this?")
    assert world.live()
    assert world.sent == [] and reasons(world) == [("parked", "bridge")]


def test_the_ticket_of_an_answer_is_gone(
    world: World, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is left to be told: the notice does not come up again and again."""
    world.say(asked, "are you safe?")
    world.network.fail("unregistered")
    monkeypatch.setattr(Notices, "flush", lambda self: 0)
    assert world.live()
    monkeypatch.undo()
    world.desk.delete("tickets", asked)
    assert world.live() and world.live()
    with world.spool() as spool:
        assert spool.number("SELECT count(*) FROM notices WHERE state='done'") == 1


def test_a_notice_is_written_once_wherever_the_bridge_dies(child: Person) -> None:
    for death in range(1, 60):
        with World() as world:
            assert world.live()
            asked = write(world, child, "help")
            world.say(asked, "are you safe?")
            world.network.fail("unregistered")
            world.fate.deaths = {world.fate.steps + death}
            ended = world.live()
            while not world.live():
                pass
            codes = [key_of(one) for one in world.articles(asked) if one["internal"]]
            assert codes and len(codes) == len(set(codes))
            assert TAG in world.tags(asked)
            if ended:
                return  # every place of that life was met
    raise AssertionError("that life has more places")
