"""The clocks of service levels on tickets from Signal, which Zammad does not keep for notes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from signal_world import World
from test_conversations import write

from zammad_plugin.emulator.answers import Refused
from zammad_plugin.emulator.signal.wire import Person
from zammad_plugin.signal.tickets.contact import agent_answered, customer_wrote, waits

EARLY, LATE = "2026-01-01T10:00:00.000Z", "2026-01-01T11:00:00.000Z"


def times(world: World, ticket: int) -> dict[str, Any]:
    row = next(row for row in world.tickets() if row["id"] == ticket)
    names = ("last_contact_at", "last_contact_customer_at", "last_contact_agent_at")
    return {name: row[name] for name in (*names, "first_response_at")}


def stamp(world: World) -> str:
    return datetime.fromtimestamp(world.clock, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.fixture
def asked(world: World, child: Person) -> int:
    return write(world, child, "help")


def test_the_first_message_starts_the_clock_and_the_next_leaves_it(
    world: World, child: Person, asked: int
) -> None:
    first = times(world, asked)
    assert first["last_contact_customer_at"] == first["last_contact_at"] == stamp(world)
    assert (first["last_contact_agent_at"], first["first_response_at"]) == (None, None)
    write(world, child, "are you there?")
    assert times(world, asked) == first


def test_an_answer_stops_it_and_the_next_message_starts_it_again(
    world: World, child: Person, asked: int
) -> None:
    world.say(asked, "we are here")
    assert world.live()
    first = times(world, asked)
    assert first["first_response_at"] == first["last_contact_agent_at"] == stamp(world)
    write(world, child, "thank you")
    again = times(world, asked)
    assert again["last_contact_customer_at"] == again["last_contact_at"] == stamp(world)
    world.say(asked, "write at any time")
    assert world.live()
    last = times(world, asked)
    assert last["last_contact_agent_at"] == stamp(world) > first["last_contact_agent_at"]
    assert last["first_response_at"] == first["first_response_at"]


def test_what_nobody_wrote_stops_no_clock(world: World, asked: int) -> None:
    world.say(asked, "we read it", sender="System", preferences={"zammad_plugin_reply": "first/en"})
    assert world.live() and world.sent == ["we read it"]
    assert times(world, asked)["last_contact_agent_at"] is None
    world.say(asked, "between us", internal=True)
    assert world.live()
    assert times(world, asked)["first_response_at"] is None


def test_a_ticket_that_takes_no_time_gets_its_messages_and_sends_its_answers(
    world: World, child: Person, asked: int, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(request: object) -> Any:
        raise Refused(422, "no")

    world.say(asked, "we are here")
    assert world.live()
    world.handlers["PUT", "tickets/<int:id>"] = refuse
    write(world, child, "thank you")
    assert f"ticket {asked} takes no time" in caplog.text
    world.say(asked, "write at any time")
    assert world.live() and world.sent == ["we are here", "write at any time"]
    assert f"ticket {asked}: its clock runs on: Rejected" in caplog.text


@pytest.mark.parametrize(
    ("customer", "agent", "waiting"),
    [
        (None, None, False),
        (EARLY, None, True),
        (EARLY, LATE, False),
        (LATE, EARLY, True),
        (EARLY, EARLY, True),
        (None, EARLY, False),
    ],
)
def test_who_waits(customer: str | None, agent: str | None, waiting: bool) -> None:
    row = {"last_contact_customer_at": customer, "last_contact_agent_at": agent}
    assert waits(row) is waiting


def test_times_have_milliseconds_as_zammads() -> None:
    assert customer_wrote(0.1234)["last_contact_at"] == "1970-01-01T00:00:00.123Z"
    assert "first_response_at" not in agent_answered({"first_response_at": EARLY}, 0)
