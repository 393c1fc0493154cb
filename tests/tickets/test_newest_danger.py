"""Grave reports go before the backlog, the newest first, whatever waits and whenever they come."""

from __future__ import annotations

import pytest
from desk_of_tests import ROUTING, RULESET, THREAT, Desk

from zammad_plugin.tickets import waiting
from zammad_plugin.tickets.run import Bounds, run
from zammad_plugin.tickets.waiting import BATCH
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.client import Client

ORDINARY = "Bonjour, mon compte a été piraté, que faire ?"
RUBBISH = "newsletter: unsubscribe here"


def _order(desk: Desk, limit: int | None = None) -> list[int]:
    """Tickets in the order in which they got their note."""
    desk.server.log.clear()
    run(desk.triage, RULESET, ROUTING, bounds=Bounds(limit=limit))
    paths = [call.path for call in desk.server.log if call.method == "PUT"]
    return [int(path.removeprefix("tickets/")) for path in paths if path.startswith("tickets/")]


def test_the_newest_danger_is_the_first_that_is_done(desk: Desk) -> None:
    for number in range(10):
        desk.report(ORDINARY, person=f"o{number}")
    newest = desk.report(THREAT, person="child")
    assert _order(desk, limit=1) == [newest]


def test_of_several_dangers_the_newest_then_the_backlog_by_gravity_and_age(desk: Desk) -> None:
    early = desk.report(THREAT, person="a")
    rubbish = desk.report(RUBBISH, person="r")
    asks = desk.report(ORDINARY, person="b")
    late = desk.report(THREAT, person="c")
    again = desk.report(ORDINARY, person="d")
    assert _order(desk) == [late, early, asks, again, rubbish]


def test_a_danger_told_later_on_an_old_ticket_counts_from_then(desk: Desk) -> None:
    old = desk.report(RUBBISH, person="a")
    desk.run()
    other = desk.report(THREAT, person="b")
    desk.report(ORDINARY, person="c")
    desk.again(old, THREAT)
    assert _order(desk)[:2] == [old, other]


def test_the_note_of_a_danger_told_later_quotes_the_later_words(desk: Desk) -> None:
    ticket = desk.report(THREAT, person="a")
    desk.run()
    desk.again(ticket, "he says he will kill me tomorrow and I want to die")
    desk.run()
    note = desk.notes(ticket)[-1]["body"]
    assert "want to die" in note and "Snapchat" not in note


def test_a_danger_behind_a_full_page_is_seen_before_any_of_the_backlog(desk: Desk) -> None:
    """The oldest stand on the first page, and so does the danger that waits the longest."""
    first = desk.report(THREAT, person="first")
    for number in range(BATCH + 5):
        desk.report(RUBBISH, person=f"o{number}")
    last = desk.report(THREAT, person="last")
    assert _order(desk, limit=2) == [last, first]


def test_what_comes_while_the_backlog_is_worked_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the next look, not behind the last of those that waited."""
    monkeypatch.setattr(waiting, "LOOK", 0.0)
    came: list[int] = []
    put = Client.put_ticket

    def and_a_child_writes(client: Client, ticket_id: int, payload: dict[str, object]) -> object:
        done = put(client, ticket_id, payload)
        if not came:
            came.append(desk.report(THREAT, person="child"))
        return done

    for number in range(5):
        desk.report(RUBBISH, person=f"o{number}")
    monkeypatch.setattr(Client, "put_ticket", and_a_child_writes)
    assert _order(desk)[1] == came[0]


def test_a_ticket_that_cannot_be_read_hides_no_danger(desk: Desk) -> None:
    """Its gravity is not known: its own turn tells why."""
    broken = desk.report(ORDINARY, person="a")
    grave = desk.report(THREAT, person="b")
    desk.server.faults.add(f"GET ticket_articles/by_ticket/{broken} 99 500")
    summary = run(desk.triage, RULESET, ROUTING)
    assert summary.failed == [broken] and TRIAGED in desk.tags(grave)
