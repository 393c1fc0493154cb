"""What a worker does with a job, on a real Redis: what is done, put behind, left, counted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from applied_desk import applied
from redis_server import ORDINARY, OnRedis, RedisServer, needs_redis

from zammad_plugin.errors import PluginError, QueueFull
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.serve import queue as queues
from zammad_plugin.serve.broker import ARRIVED, BACKLOG, LOOK, TRIAGE, app_of, check_url, redis_of
from zammad_plugin.serve.queue import Job, JobQueue, put_all
from zammad_plugin.serve.shop import TRIES, Shop, tasks
from zammad_plugin.serve.tally import Tally
from zammad_plugin.state.hands import Alone
from zammad_plugin.state.lease import RedisHands
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.triage.ruleset import load
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

pytestmark = needs_redis
PREFIX = "here:"


@dataclass
class House(OnRedis):
    shop: Shop

    def take(self) -> None:
        """What a worker does first: the oldest job of those that arrived leaves the queue."""
        self.line.redis.rpop(f"{PREFIX}{ARRIVED}")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store = RedisServer(tmp_path)
    store.start()
    with applied(hold=3) as server:
        sessions = [Session(server.url, server.tokens[who]) for who in ("admin", "triage")]
        redis = redis_of(store.url)
        line = JobQueue(app_of(store.url, PREFIX), redis, PREFIX)

        @contextmanager
        def clients() -> Iterator[Client]:
            yield Client(sessions[1])

        hands = RedisHands(redis, PREFIX, Alone("alone"), lease=60)
        tally = Tally(line, PREFIX)
        shop = Shop(line, clients, Tools(load(), load_routing()), hands, told=tally.told)
        yield House(server, store, Client(sessions[0]), line, shop)
        for session in sessions:
            session.close()
        line.close()
    store.end()


def test_a_job_is_done_and_counted(house: House) -> None:
    ticket = house.report()
    house.shop.triage(Job(ticket, came=time.time()), ARRIVED)
    assert house.notes() == {ticket: 1} and TRIAGED in house.admin.tags(ticket)
    told = {family.name: family for family in Tally(house.line, PREFIX).collect()}
    samples = {
        (one.name, one.labels.get("outcome") or one.labels.get("le")): one.value
        for family in told.values()
        for one in family.samples
    }
    assert samples[("zammad_plugin_worker_tickets_total", "done")] == 1
    assert samples[("zammad_plugin_worker_message_to_tags_seconds_bucket", "+Inf")] == 1


def test_an_ordinary_one_goes_behind_those_that_nobody_has_looked_at(house: House) -> None:
    ordinary, other = house.report(ORDINARY, "a"), house.report(person="b")
    house.line.put(Job(other))
    house.shop.triage(Job(ordinary), ARRIVED)
    assert house.notes() == {} and house.line.waits(BACKLOG) == 1 and house.line.has(ordinary)
    house.shop.triage(Job(ordinary), BACKLOG)
    assert house.notes() == {ordinary: 1} and not house.line.has(ordinary)


def test_a_grave_one_is_done_at_once_whoever_waits(house: House) -> None:
    grave, other = house.report(person="a"), house.report(person="b")
    house.line.put(Job(other))
    house.shop.triage(Job(grave), ARRIVED)
    assert house.notes() == {grave: 1}


def test_a_danger_told_later_does_not_wait_in_the_backlog(house: House) -> None:
    ticket = house.report(ORDINARY)
    assert house.line.put(Job(ticket), BACKLOG)
    assert house.line.put(Job(ticket)) and not house.line.put(Job(ticket))


def test_the_second_ticket_of_a_person_waits_for_the_first(house: House) -> None:
    first, second = house.report(), house.report()
    person = house.customer(first)
    house.line.put(Job(first, person))
    house.line.put(Job(second, person))
    house.take()
    house.take()
    house.shop.triage(Job(second, person), ARRIVED)
    assert house.notes() == {} and house.line.has(second)
    house.shop.triage(Job(first, person), ARRIVED)
    house.shop.triage(Job(second, person), ARRIVED)
    assert house.notes() == {first: 1, second: 1}


def test_a_first_one_that_never_comes_holds_nobody_for_ever(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "TURN", 0.0)
    first, second = house.report(), house.report()
    person = house.customer(first)
    house.line.put(Job(first, person))
    house.line.put(Job(second, person))
    assert house.line.is_next(Job(second, person), ARRIVED)


def test_one_that_another_hand_has_is_looked_at_again_a_few_times(house: House) -> None:
    ticket = house.report()
    with house.shop.hands.take(ticket):
        house.shop.triage(Job(ticket), ARRIVED)
        assert house.notes() == {} and house.line.has(ticket)
        house.line.began(Job(ticket), ARRIVED)
        house.shop.triage(Job(ticket, tries=TRIES), ARRIVED)
        assert not house.line.has(ticket)


def test_an_error_is_nobodys_but_the_logs(house: House, caplog: pytest.LogCaptureFixture) -> None:
    ticket = house.report()
    house.server.faults.add("GET tickets/* 99 401")
    house.shop.triage(Job(ticket), ARRIVED)
    assert "NotAuthenticated" in caplog.text and "Snapchat" not in caplog.text


def test_without_redis_a_job_in_hand_is_done(house: House) -> None:
    ticket = house.report()
    house.store.stop()
    house.shop.triage(Job(ticket), ARRIVED)
    assert house.notes() == {ticket: 1}
    with pytest.raises(QueueFull, match="Redis takes no ticket"):
        house.line.put(Job(ticket))


def test_a_queue_ends_somewhere(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "MOST", 1)
    said: list[str] = []
    assert put_all(house.line, [Job(1), Job(2)], said.append) == 1
    assert said == ["too many tickets wait"]


def test_a_round_queues_what_is_in_no_queue_and_is_done_once(house: House) -> None:
    lost, queued = house.report(person="a"), house.report(person="b")
    house.line.put(Job(queued))
    rounds: list[Client] = []
    house.shop.rounds = rounds.append
    house.shop.round()
    house.shop.round()
    assert house.line.waits(ARRIVED) == 2 and house.line.has(lost) and len(rounds) == 1


def test_the_two_tasks_are_those_that_the_queue_names(house: House) -> None:
    tasks(house.line.app, house.shop)
    ticket = house.report()
    house.line.app.tasks[TRIAGE].run(ticket, 0, time.time(), 0)
    assert house.notes() == {ticket: 1}
    house.line.app.tasks[LOOK].run()
    assert not house.line.once("round", 10)


@pytest.mark.parametrize("url", ["redis://h:6379/1", "rediss://:secret@h/12", " redis://h/3\n"])
def test_a_database_of_its_own(url: str) -> None:
    assert check_url(url, "X") == url.strip()


@pytest.mark.parametrize("url", ["", "redis://h", "redis://h/0", "redis://h/x", "http://h/1"])
def test_any_other_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(PluginError, match=r"\$X names no Redis database of its own"):
        check_url(url, "X")
