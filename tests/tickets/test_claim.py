"""One ticket, two hands that don't know of each other: one note, one answer, nothing left."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk_of_tests import ROUTING, RULESET, THREAT, Desk

from zammad_plugin.emulator import articles as emulated
from zammad_plugin.errors import OutcomeUnknown
from zammad_plugin.routing.rules import Routing
from zammad_plugin.state.hands import Hands
from zammad_plugin.state.local_hands import LocalHands
from zammad_plugin.tickets.claim import ANSWERED_BY, LEASE
from zammad_plugin.tickets.judge import utc_now
from zammad_plugin.tickets.replies.auto_reply import MARK, Text
from zammad_plugin.tickets.run import Summary, run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.times import write_time

ANSWERS = Routing.model_validate(
    {
        **ROUTING.model_dump(exclude_unset=True),
        "auto_reply": {"enabled": True, "reply": "first"},
    }
)
EVERYTHING = 10**9
LATER = timedelta(seconds=ANSWERED_BY + 1)


def tools(later: timedelta = timedelta(0)) -> Tools:
    def now() -> datetime:
        return utc_now() + later

    return Tools(RULESET, ANSWERS, replies=lambda key, lang: Text("t", key, key), now=now)


def work(client: Client, ticket: int, hands: Hands, later: timedelta = timedelta(0)) -> Summary:
    return run(client, RULESET, ANSWERS, tools=tools(later), hands=hands, only=[ticket])


class Paced(threading.Thread):
    """A run on a ticket that stops before each of its calls until it may go on."""

    def __init__(
        self, client: Client, ticket: int, hands: Hands, later: timedelta = timedelta(0)
    ) -> None:
        super().__init__(daemon=True)
        self.client, self.ticket, self.hands, self.later = client, ticket, hands, later
        self.turn = threading.Condition()
        self.at, self.allowed, self.ended = 0, 0, False
        self.paths: list[str] = []
        self.real = client.session.call
        client.session.call = self._call  # type: ignore[method-assign]
        self.start()

    def _call(self, *words: Any, **more: Any) -> Any:
        with self.turn:
            self.at += 1
            self.paths.append(words[1])
            self.turn.notify_all()
            self.turn.wait_for(lambda: self.at <= self.allowed)
        return self.real(*words, **more)

    def run(self) -> None:
        summary = work(self.client, self.ticket, self.hands, self.later)
        assert summary.failed == []
        with self.turn:
            self.ended = True
            self.turn.notify_all()

    def go(self, calls: int) -> None:
        """On to the call after so many, or to the end."""
        with self.turn:
            self.allowed = calls
            self.turn.notify_all()
            assert self.turn.wait_for(lambda: self.ended or self.at > calls, 60)

    def finish(self) -> int:
        """How many calls it took in all."""
        self.go(EVERYTHING)
        self.join()
        self.client.session.call = self.real  # type: ignore[method-assign]
        return self.at


class Place:
    """A desk, and two machines with a client and hands each."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.number = desk, 0
        self.clients = [desk.client("triage"), desk.client("triage")]
        self.hands = [LocalHands(folder / str(k), settle=0) for k in (0, 1)]
        self.dead = LocalHands(folder / "dead", settle=0)
        for client in self.clients:
            client.me()

    def report(self, text: str = THREAT) -> int:
        self.number += 1
        return self.desk.report(text, f"p{self.number}", type="whatsapp message")

    def paced(self, ticket: int, later: timedelta = timedelta(0)) -> tuple[Paced, Paced]:
        machines = zip(self.clients, self.hands, strict=True)
        one, two = (Paced(client, ticket, hands, later) for client, hands in machines)
        return one, two

    def later(self, ticket: int) -> None:
        work(self.desk.triage, ticket, self.hands[0], LATER)

    def seen(self, ticket: int) -> tuple[int, int, bool]:
        """(notes, answers, whether it is done)"""
        path = f"ticket_articles/by_ticket/{ticket}"
        rows = self.desk.admin.session.call("GET", path)
        notes = sum(bool(one["internal"]) for one in rows)
        answers = sum(MARK in one["preferences"] for one in rows)
        return notes, answers, TRIAGED in self.desk.tags(ticket)


@pytest.fixture
def place(desk: Desk, tmp_path: Path) -> Place:
    return Place(desk, tmp_path)


def _calls(place: Place) -> int:
    ticket = place.report()
    one, two = place.paced(ticket)
    calls = one.finish()
    two.finish()
    assert place.seen(ticket) == (1, 1, True)
    return calls


def test_two_machines_interleaved_at_every_call(place: Place) -> None:
    """The first stops before each of its calls, the second does all its work there, or a third or
    two thirds of it, and goes on when the first has ended."""
    calls = _calls(place)
    for stop in range(calls + 1):
        for other in sorted({calls // 3, 2 * calls // 3, EVERYTHING}):
            ticket = place.report()
            one, two = place.paced(ticket)
            one.go(stop)
            two.go(other)
            one.finish()
            two.finish()
            place.later(ticket)
            assert place.seen(ticket) == (1, 1, True), (stop, other)


def _left_by_a_dead_machine(place: Place, monkeypatch: pytest.MonkeyPatch, at: str) -> int:
    """A ticket with the note and without the answer, which nobody's hand holds any more."""
    ticket, client = place.report(), place.desk.client("triage")

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(client, at, killed)
    with pytest.raises(KeyboardInterrupt):
        work(client, ticket, place.dead)
    return ticket


def test_an_answer_that_a_dead_machine_left_is_sent_once_by_two_that_look_at_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have waited as long as anybody's answer may be under way: each call of one between any
    two of the other."""
    calls = 24
    for stop in range(calls + 1):
        for other in (calls // 4, calls // 3, calls // 2, EVERYTHING):
            ticket = _left_by_a_dead_machine(place, monkeypatch, "create_article")
            one, two = place.paced(ticket, LATER)
            one.go(stop)
            two.go(other)
            one.finish()
            two.finish()
            work(place.desk.triage, ticket, place.hands[0], 3 * LATER)
            assert place.seen(ticket) == (1, 1, True), (stop, other)


def test_who_died_in_its_turn_bars_the_way_as_long_as_its_answer_may_come(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = _left_by_a_dead_machine(place, monkeypatch, "create_article")
    client, claims = place.clients[0], []
    real = client.create_article

    def once(payload: dict[str, Any]) -> Any:
        if claims:
            raise KeyboardInterrupt
        claims.append(real(payload))
        return claims[0]

    monkeypatch.setattr(client, "create_article", once)
    with pytest.raises(KeyboardInterrupt):
        work(client, ticket, place.hands[0], LATER)
    monkeypatch.undo()
    rows = place.desk.server.store.rows("ticket_articles")
    [claim] = [row for row in rows if row["id"] == claims[0]["id"]]
    claim["created_at"] = write_time(utc_now() + LATER)  # the clock of this test
    assert work(place.clients[1], ticket, place.hands[1], LATER).resting == 1
    assert place.seen(ticket)[1] == 0
    claim["created_at"] = write_time(utc_now() - LATER)
    work(place.clients[1], ticket, place.hands[1], 3 * LATER)
    assert place.seen(ticket) == (1, 1, True)


def test_a_machine_that_slept_does_not_send_what_others_took_over(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, client = place.report(), place.clients[0]
    real, clock = client.search_tickets, time.monotonic
    slept = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock() + slept[0])

    def sleepy(*words: Any, **more: Any) -> Any:
        slept[0] = LEASE + 1  # the last look before the answer
        return real(*words, **more)

    monkeypatch.setattr(client, "search_tickets", sleepy)
    assert work(client, ticket, place.hands[0]).resting == 1
    assert place.seen(ticket)[1] == 0


def test_a_message_between_any_two_calls_is_judged(place: Place) -> None:
    """Also one that comes right before `cs-triaged`: its trigger had nothing to take away yet."""
    for stop in range(_calls(place) + 1):
        ticket = place.report("Hello, are you there?")
        one = Paced(place.clients[0], ticket, place.hands[0])
        one.go(stop)
        place.desk.again(ticket, THREAT)
        one.finish()
        if TRIAGED in place.desk.tags(ticket):  # judged with it: it came before the first read
            assert stop < 3
        place.later(ticket)
        assert "cs-cat-sextortion" in place.desk.tags(ticket), stop
        assert TRIAGED in place.desk.tags(ticket)


def test_a_note_that_becomes_visible_late_counts_if_it_was_first(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that gives out ids before its transactions end: the second waits and sees it."""
    hidden: set[int] = set()
    real = emulated.of
    monkeypatch.setattr(
        emulated, "of", lambda *all: [one for one in real(*all) if one["id"] not in hidden]
    )
    ticket, (first, second) = place.report(), place.clients
    put = first.put_ticket
    wrote = threading.Event()

    def late(ticket_id: int, payload: dict[str, Any]) -> dict[str, Any]:
        answer = put(ticket_id, payload)
        hidden.add(max(answer["article_ids"]))
        wrote.set()
        time.sleep(0.4)
        hidden.clear()
        return answer

    monkeypatch.setattr(first, "put_ticket", late)
    hands = [LocalHands(one.folder, settle=2) for one in place.hands]
    thread = threading.Thread(target=work, args=(first, ticket, hands[0]))
    thread.start()
    assert wrote.wait(30)
    assert work(second, ticket, hands[1]).resting == 1
    thread.join()
    assert place.seen(ticket) == (1, 1, True)


@pytest.mark.parametrize("method", ["put_ticket", "create_article"])
def test_a_slow_server_is_no_dead_server(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """The client gives up, the server does what it was asked: the ticket rests until then."""
    ticket, client = place.report(), place.clients[0]
    clock = [time.time()]
    hands = LocalHands(tmp_path / "slow", settle=0, now=lambda: clock[0])
    real = getattr(client, method)
    asked: list[tuple[Any, ...]] = []

    def slow(*words: Any) -> Any:
        asked.append(words)
        raise OutcomeUnknown("no answer for 30 s")

    monkeypatch.setattr(client, method, slow)
    assert work(client, ticket, hands).failed == [ticket]
    monkeypatch.undo()
    clock[0] += 34  # the server still holds it
    assert work(client, ticket, hands).resting == 1
    real(*asked[0])
    clock[0] += 30
    assert work(client, ticket, hands).resting == 0
    assert place.seen(ticket) == (1, 1, True)


def test_a_write_that_a_killed_process_had_sent_leaves_one_note_in_the_end(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its server took longer than anybody waits: the second note of the two goes again."""
    ticket, client = place.report(), place.clients[0]
    clock = [time.time()]
    hands = LocalHands(tmp_path / "killed", settle=0, now=lambda: clock[0])
    asked: list[tuple[Any, ...]] = []

    def killed(*words: Any) -> Any:
        asked.append(words)
        raise KeyboardInterrupt

    monkeypatch.setattr(client, "put_ticket", killed)
    with pytest.raises(KeyboardInterrupt):
        work(client, ticket, hands)
    monkeypatch.undo()
    assert hands.left() == []
    assert work(client, ticket, hands).resting == 1
    clock[0] += 60
    assert hands.left() == [ticket]
    assert work(client, ticket, hands).notes == 1
    client.put_ticket(*asked[0])
    assert place.seen(ticket) == (2, 1, True)
    clock[0] += 100
    assert hands.left() == [ticket]
    run(client, RULESET, ANSWERS, tools=tools(), hands=hands)  # not in the search any more
    assert (place.seen(ticket), hands.left()) == ((1, 1, True), [])


def test_no_answer_when_a_person_was_faster(place: Place) -> None:
    for stop in range(_calls(place) + 1):
        ticket = place.report()
        one = Paced(place.clients[0], ticket, place.hands[0])
        one.go(stop)
        sent = place.seen(ticket)[1]
        answer = {"ticket_id": ticket, "body": "I read you", "type": "note", "sender": "Agent"}
        place.desk.admin.create_article({**answer, "internal": False})
        one.finish()
        if place.seen(ticket)[1] > sent:
            posted = one.paths.index("ticket_articles")
            looks = [at for at, path in enumerate(one.paths[:posted]) if "by_ticket" in path]
            assert stop > looks[-1]  # it was read before the person wrote
        else:
            assert TRIAGED in place.desk.tags(ticket)


def test_two_tickets_of_one_person_at_once_get_one_answer(place: Place) -> None:
    tickets = [place.desk.report(THREAT, "both", type="whatsapp message") for _ in range(2)]
    one = Paced(place.clients[0], tickets[0], place.hands[0])
    two = Paced(place.clients[1], tickets[1], place.hands[1])
    for call in range(60):
        one.go(call)
        two.go(call)
    one.finish()
    two.finish()
    for _ in range(2):
        for ticket in tickets:
            place.later(ticket)
    seen = [place.seen(ticket) for ticket in tickets]
    assert sorted(answers for _, answers, _ in seen) == [0, 1]
    assert all(done for _, _, done in seen)
