"""Tickets that name the same account find each other by keyed hashes."""

from __future__ import annotations

import json
from datetime import date

import pytest
from by_environment import named
from click.testing import CliRunner
from desk_of_tests import THREAT, Desk

from zammad_plugin.cli.main import cli
from zammad_plugin.tickets.networks.accounts import MOST, Networks
from zammad_plugin.tickets.networks.clusters import Cluster, Linked, clusters
from zammad_plugin.tickets.networks.notify import MARK, MOST_TOLD
from zammad_plugin.triage.model import Message

SECRET = b"a secret of the tests"


def codes(*texts: str) -> tuple[str, ...]:
    return Networks(SECRET).codes([Message(text) for text in texts])


def test_a_hash_needs_the_secret_and_says_nothing() -> None:
    [code] = codes("he is @dark.kid.77")
    assert [code] != list(Networks(b"another secret 16").codes([Message("he is @dark.kid.77")]))
    assert "dark" not in code
    assert codes("https://tiktok.com/@dark.kid.77") == (code,)
    assert codes("his tiktok: dark.kid.77") == (code,)


def test_a_number_is_one_in_every_writing() -> None:
    assert codes("call 03/123456") == codes("+961 3 123 456") == codes("رقمه ٠٣١٢٣٤٥٦")


def test_strangers_with_addresses_of_one_shape_are_not_linked() -> None:
    one = codes("facebook.com/profile.php?id=100087654321098")
    assert not set(one) & set(codes("facebook.com/profile.php?id=100011111111111"))


def test_the_newest_message_comes_first_and_there_are_few() -> None:
    texts = [f"@person{number}abc" for number in range(9)]
    assert len(codes(*texts)) == MOST
    assert codes(*texts)[0] == codes(texts[-1])[0]


NAMED = f"{THREAT}. his account is @dark.kid.77"


def _report(desk: Desk, *people: str) -> list[int]:
    """One after the other, each judged before the next comes."""
    made = []
    for person in people:
        made.append(desk.report(NAMED, person=person))
        desk.run(networks=Networks(SECRET))
    return made


def _told(desk: Desk, ticket: int) -> list[str]:
    return [one["body"] for one in desk.notes(ticket) if MARK in one["preferences"]]


def test_an_earlier_ticket_and_its_owner_are_told_once(desk: Desk) -> None:
    [first] = _report(desk, "a")
    owner = int(desk.admin.me()["id"])
    desk.admin.put_ticket(first, {"owner_id": owner})
    [second] = _report(desk, "b")
    desk.again(second, "he is @dark.kid.77, are you there?")
    desk.run(networks=Networks(SECRET))
    [note] = _told(desk, first)
    assert f"#{desk.ticket(second)['number']}" in note
    assert f'data-mention-user-id="{owner}"' in note
    assert "dark" not in note and _told(desk, second) == []
    assert "cs-flow-lead" not in desk.tags(first) | desk.tags(second)


def test_from_three_reporters_on_the_lead_is_called_with_the_list(desk: Desk) -> None:
    first, again, second, third = _report(desk, "a", "a", "b", "c")
    assert "cs-flow-lead" not in desk.tags(again) | desk.tags(second)
    [note] = _told(desk, third)
    assert "3 people name the same account" in note and "cs-flow-lead" in desk.tags(third)
    for one in (first, again, second):
        assert f"#{desk.ticket(one)['number']}" in note


def test_tickets_of_other_groups_are_a_count(desk: Desk) -> None:
    [first] = _report(desk, "a")
    desk.admin.put_ticket(first, {"group": "Users"})
    [second] = _report(desk, "b")
    [note] = _told(desk, first)
    assert desk.ticket(first)["group"] != desk.ticket(second)["group"]
    assert "+1" in note and desk.ticket(second)["number"] not in note
    assert desk.ticket(first)["number"] not in desk.notes(second)[-1]["body"]


def test_one_handle_in_many_tickets_floods_nobody(desk: Desk) -> None:
    first, *_ = _report(desk, *"abcdefgh")
    assert len(_told(desk, first)) == MOST_TOLD


def test_a_ticket_that_refuses_the_note_stops_nobody(desk: Desk) -> None:
    [first] = _report(desk, "a")
    desk.server.faults.add(f"PUT tickets/{first} 1 422")
    [second] = _report(desk, "b")
    assert "cs-triaged" in desk.tags(second) and _told(desk, first) == []


def _linked(day: int, customer: int, category: str, *codes: str) -> Linked:
    return Linked(date(2026, 11, day), customer, category, frozenset(codes))


def test_clusters_hang_together_by_a_third() -> None:
    found = clusters(
        [
            _linked(3, 1, "sextortion", "a"),
            _linked(9, 2, "grooming", "b"),
            _linked(1, 3, "", "c"),
            _linked(5, 2, "sextortion", "a", "b"),
        ]
    )
    categories = {"grooming": 1, "sextortion": 2}
    assert found == [Cluster(3, 2, date(2026, 11, 3), date(2026, 11, 9), categories)]


def test_the_command_lists_counts_and_no_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, desk.server, "triage")
    assert CliRunner().invoke(cli, ["networks"]).output == ""
    one, _ = _report(desk, "a", "b")
    desk.report("somebody else")
    day = str(desk.ticket(one)["created_at"])[:10]
    heads, row = CliRunner().invoke(cli, ["networks"]).output.splitlines()
    assert heads.split() == ["tickets", "reporters", "first", "last", "categories"]
    assert row.split() == ["2", "2", day, day, "sextortion", "2"]
    [told] = json.loads(CliRunner().invoke(cli, ["networks", "--format", "json"]).output)
    assert told == {
        "tickets": 2,
        "reporters": 2,
        "first": day,
        "last": day,
        "categories": {"sextortion": 2},
    }
