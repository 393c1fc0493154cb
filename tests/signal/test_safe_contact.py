"""Where somebody else may hold the phone an agent's answer is held until a person says go."""

from __future__ import annotations

import pytest
from signal_world import World
from test_conversations import put, write
from test_replies import TAG, notes, reasons

from zammad_plugin.emulator.signal.wire import Person
from zammad_plugin.signal.store.outbox import Outbox

FIELD = "cs_safe_contact"


@pytest.fixture
def asked(world: World, child: Person) -> int:
    """A ticket that is marked."""
    one = write(world, child, "help")
    attribute = {"name": FIELD, "object": "Ticket", "data_type": "select", "active": True}
    option = {"data_option": {"default": None, "options": {"yes": "Yes", "no": "No"}}}
    world.store.insert("object_manager_attributes", {**attribute, **option, "_live": True})
    world.store.get("tickets", one)[FIELD] = "yes"
    return one


def say_no(world: World, ticket: int) -> None:
    world.store.get("tickets", ticket)[FIELD] = "no"
    put(world, ticket, priority="3 high")


def test_an_answer_is_held_and_the_ticket_says_why(world: World, asked: int) -> None:
    world.say(asked, "are you safe?")
    assert world.live() and world.live()
    assert world.sent == [] and reasons(world) == [("parked", "unsafe")]
    (note,) = notes(world, asked)
    assert "your answer is held" in note and TAG in world.tags(asked)


def test_marked_between_writing_and_leaving(world: World, asked: int) -> None:
    world.store.get("tickets", asked)[FIELD] = None
    world.say(asked, "are you safe?")
    world.daemon_away = True
    assert world.live()
    world.store.get("tickets", asked)[FIELD] = "yes"
    world.daemon_away = False
    assert world.live()
    assert world.sent == [] and reasons(world) == [("parked", "unsafe")]


def test_it_goes_when_a_person_says_no_in_the_form(world: World, asked: int) -> None:
    world.say(asked, "are you safe?")
    assert world.live()
    say_no(world, asked)
    assert world.live() and world.live()
    assert world.sent == ["are you safe?"]


def test_one_answer_is_allowed_and_no_other(world: World, asked: int) -> None:
    world.say(asked, "your parcel is here")
    assert world.live()
    with world.spool() as spool:
        box = Outbox(spool)
        (letter,) = box.of_state("parked")
        box.allow(letter)
        box.again(letter)
    world.network.fail("lost")
    world.say(asked, "are you safe?")
    assert world.live()
    assert set(world.sent) == {"your parcel is here"}
    assert reasons(world) == [("parked", "unsafe")]


def test_first_words_of_triage_never_go(world: World, asked: int) -> None:
    mark = {"zammad_plugin_reply": True}
    world.say(asked, "we read it", sender="System", preferences=mark)
    assert world.live()
    say_no(world, asked)
    assert world.live()
    assert world.sent == [] and reasons(world) == []


def test_another_ticket_of_the_person_is_the_same_phone(world: World, asked: int) -> None:
    customer = world.store.get("tickets", asked)["customer_id"]
    note = {"body": "how are you now?", "type": "note", "sender": "Agent", "internal": False}
    new = {"title": "t", "group": "Users", "customer_id": customer, "article": note}
    other = int(world.desk.create_ticket(new)["id"])
    assert world.live()
    assert world.sent == [] and reasons(world) == [("parked", "unsafe")]
    assert "your answer is held" in notes(world, other)[0]


def test_who_writes_in_a_group_gets_no_word_of_ours(
    world: World, asked: int, child: Person
) -> None:
    group = {"groupId": "abc=", "type": "DELIVER"}
    world.network.write(child, "hello all", groupInfo=group)
    assert world.live()
    assert world.sent == []
