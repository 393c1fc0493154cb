"""Real workers on a real Redis: what is killed comes back, the grave first, a person in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from applied_desk import applied
from by_environment import named
from console import invoke
from hearing import double
from redis_server import ORDINARY, THREAT, OnRedis, RedisServer, needs_redis

from zammad_plugin.serve.broker import ARRIVED, VOICE, app_of, redis_of
from zammad_plugin.serve.queue import Job, JobQueue
from zammad_plugin.state.places import place_of
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

pytestmark = [needs_redis, pytest.mark.timeout(240)]
WAIT = 120.0
MAIN = "from zammad_plugin.cli.main import main; main()"
# As in life, only sooner: a job is another's after 8 + 1 seconds instead of 40 + 5.
SOONER = (
    "from dataclasses import replace; from zammad_plugin.serve import broker;"
    "from zammad_plugin.state import hands; hands.KILLED = 6.0;"
    f"broker.QUICK = replace(broker.QUICK, lease=7.0, visible=8, look=1); {MAIN}"
)


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.05)


@dataclass
class House(OnRedis):
    folder: Path
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *words: str, code: str = SOONER) -> subprocess.Popen[str]:
        """A command in a group of its own, as a service is; back when it is ready."""
        made = subprocess.Popen(
            [sys.executable, "-c", code, *words, "--desk", str(self.folder)],
            stderr=subprocess.PIPE,
            text=True,
            env=dict(os.environ),
            start_new_session=True,
        )
        self.processes.append(made)
        assert made.stderr
        said: list[str] = []
        while not said or not said[-1].startswith("ready"):
            said.append(made.stderr.readline())  # Celery warns of root before
            assert said[-1], "".join(said)
        return made

    @staticmethod
    def kill(process: subprocess.Popen[str]) -> None:
        """With all that it started, at once."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def done(self, tickets: list[int]) -> bool:
        rows = {row["id"]: row for row in self.server.store.rows("tickets")}
        return all(TRIAGED in rows[one]["_tags"] for one in tickets)

    def first_notes(self) -> list[int]:
        """Tickets in the order in which they got their note."""
        calls = [call for call in self.server.log if call.method == "PUT"]
        return [int(call.path.rpartition("/")[2]) for call in calls if "tickets/" in call.path]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with ExitStack() as held:
        store = RedisServer(tmp_path)
        store.start()
        held.callback(store.end)
        server = held.enter_context(applied(hold=3))
        named(monkeypatch, server, "triage")
        monkeypatch.setenv("OUR_REDIS", store.url)
        monkeypatch.setenv("HOOK_SECRET", "a secret of the tests")
        folder = tmp_path / "desk"
        folder.mkdir()
        text = (
            "scale: {redis: {env: OUR_REDIS}, processes: 2}\nserve: {secret: {env: HOOK_SECRET}}\n"
        )
        (folder / "zammad-plugin.yml").write_text(text)
        session = Session(server.url, server.tokens["admin"])
        held.callback(session.close)
        prefix = f"zammad-plugin:{place_of(server.url).folder.name}:"
        line = JobQueue(app_of(store.url, prefix), redis_of(store.url), prefix)
        held.callback(line.close)
        made = House(server, store, Client(session), line, folder)
        yield made
        for process in made.processes:
            with _ended(process):
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _ended(process: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    except ProcessLookupError:
        pass
    finally:
        process.wait()
        if process.stderr:
            process.stderr.close()


def test_a_killed_workers_tickets_are_done_by_another(house: House) -> None:
    """Both of its processes die in the middle of a ticket, with six more behind them."""
    house.server.app.latency = 0.2
    tickets = [house.report(person=f"p{number}") for number in range(8)]
    first = house.start("worker")
    for ticket in tickets:
        assert house.line.put(Job(ticket))
    until(lambda: bool(house.notes()))
    house.kill(first)
    left = [one for one in tickets if not house.done([one])]
    assert left
    house.start("worker")
    until(lambda: house.done(tickets))
    assert house.notes() == Counter(tickets)
    assert house.line.redis.hlen(f"{house.line._prefix}unacked-quick") <= len(left)


def test_a_worker_that_is_stopped_brings_its_tickets_to_their_end(house: House) -> None:
    house.server.app.latency = 0.2
    tickets = [house.report(person=f"p{number}") for number in range(2)]
    made = house.start("worker")
    for ticket in tickets:
        house.line.put(Job(ticket))
    until(lambda: bool(house.notes()))
    made.terminate()
    assert made.wait(WAIT) == 0
    assert house.done(tickets) and house.notes() == Counter(tickets)


def test_the_grave_go_before_the_backlog_and_the_queue_holds_numbers_only(house: House) -> None:
    ordinary = [house.report(ORDINARY, person=f"o{number}") for number in range(6)]
    grave = [house.report(THREAT, person=f"g{number}") for number in range(2)]
    for ticket in (*ordinary, *grave):
        house.line.put(Job(ticket, house.customer(ticket)))
    raw = house.line.redis.lrange(f"{house.line._prefix}{ARRIVED}", 0, -1)
    bodies = [json.loads(one)["headers"]["argsrepr"] for one in raw]
    assert len(bodies) == 8 and not any(word in str(raw) for word in ("Snapchat", "example.org"))
    house.server.log.clear()
    house.start("worker", "--processes", "1")
    until(lambda: house.done([*ordinary, *grave]))
    # The last of those that arrived is not looked at first: nobody stands behind it.
    assert house.first_notes()[:2] == grave
    assert house.notes() == Counter([*ordinary, *grave])


def test_one_persons_tickets_are_done_in_their_order(house: House) -> None:
    """Four processes, and the first ticket is the slowest to be read."""
    tickets = [house.report(person="a") for _ in range(4)]
    customer = house.customer(tickets[0])
    house.server.app.latency = 0.1
    for ticket in tickets:
        house.line.put(Job(ticket, customer))
    house.server.log.clear()
    house.start("worker", "--processes", "4")
    until(lambda: house.done(tickets))
    assert house.first_notes() == tickets


def test_from_the_webhook_over_the_queue_to_the_tags(house: House) -> None:
    """serve tells the queue, a worker does it, and serve's figures tell of it."""
    os.environ["ZAMMAD_TOKEN"] = house.server.tokens["sync"]
    port = RedisServer(house.folder).port
    listen = f"127.0.0.1:{port}"
    text = (
        (house.folder / "zammad-plugin.yml")
        .read_text()
        .replace("HOOK_SECRET}", f"HOOK_SECRET}}, endpoint: 'http://{listen}/webhook'")
    )
    (house.folder / "zammad-plugin.yml").write_text(f"extends: default\n{text}")
    assert invoke("apply", "--desk", str(house.folder)).exit_code == 0
    os.environ["ZAMMAD_TOKEN"] = house.server.tokens["triage"]
    house.start("serve", "--listen", listen)
    house.start("worker")
    ticket = house.report()
    until(lambda: house.done([ticket]))
    import requests

    def figures() -> str:
        return requests.get(f"http://{listen}/metrics", timeout=WAIT).text

    until(lambda: 'zammad_plugin_worker_tickets_total{outcome="done"} 0.0' not in figures())
    assert 'zammad_plugin_worker_message_to_tags_seconds_bucket{le="+Inf"} 1.0' in figures()
    assert 'zammad_plugin_queue_jobs{queue="arrived"} 0.0' in figures()


def test_redis_goes_while_tickets_wait_and_comes_back_empty(house: House) -> None:
    """The queue is lost; serve works off what comes meanwhile, `run` finds what was lost."""
    lost, port = house.report(person="lost"), RedisServer(house.folder).port
    house.line.put(Job(lost))
    house.store.stop()
    house.start("serve", "--listen", f"127.0.0.1:{port}")
    ticket = house.report(person="b")
    import hashlib
    import hmac

    import requests

    body = json.dumps({"ticket_id": ticket}).encode()
    signed = hmac.new(b"a secret of the tests", body, hashlib.sha1).hexdigest()
    headers = {"X-Hub-Signature": f"sha1={signed}"}
    url = f"http://127.0.0.1:{port}/webhook"
    assert requests.post(url, data=body, headers=headers, timeout=WAIT).status_code == 202
    until(lambda: house.done([ticket]))
    house.store.start()
    told = invoke("run", "--desk", str(house.folder))
    assert told.exit_code == 0 and house.done([lost, ticket])
    assert house.notes() == Counter([lost, ticket])


def test_a_flush_in_mid_work_costs_no_second_note(house: House) -> None:
    """Leases, queue and marks are gone at once; cron's `run` works beside the worker."""
    house.server.app.latency = 0.1
    tickets = [house.report(person=f"p{number}") for number in range(6)]
    house.start("worker")
    for ticket in tickets:
        house.line.put(Job(ticket))
    until(lambda: bool(house.notes()))
    house.store.client().flushdb()
    until(lambda: invoke("run", "--desk", str(house.folder)).exit_code == 0 and house.done(tickets))
    assert house.notes() == Counter(tickets)


def test_the_slow_worker_finds_what_was_lost_and_does_the_clocks(house: House) -> None:
    """Its round is due at once, and the quick worker takes what it finds."""
    ticket = house.report()
    house.start("worker")
    code = f"from zammad_plugin.serve import shop; shop.EVERY = 6; {SOONER}"
    house.start("worker", "--slow", "--processes", "1", code=code)
    until(lambda: house.done([ticket]))
    done = place_of(house.server.url).rounds
    until(done.is_file)
    assert {"clocks", "windows"} <= set(json.loads(done.read_text()))


@pytest.mark.parametrize(
    ("url", "settings", "code", "said"),
    [
        ("redis://127.0.0.1:1/0", "scale: {redis: {env: OUR_REDIS}}", 1, "0 is Zammad's"),
        ("redis://127.0.0.1:1", "scale: {redis: {env: OUR_REDIS}}", 1, "0 is Zammad's"),
        ("", "scale: {redis: {env: OUR_REDIS}}", 1, "$OUR_REDIS names no Redis"),
        ("redis://127.0.0.1:1/3", "scale: {redis: {env: OUR_REDIS}}", 75, "does not answer"),
        ("redis://127.0.0.1:1/3", "{}", 1, "add `scale:`"),
    ],
)
def test_it_does_not_start_without_a_redis_of_its_own(
    house: House, monkeypatch: pytest.MonkeyPatch, url: str, settings: str, code: int, said: str
) -> None:
    monkeypatch.setenv("OUR_REDIS", url)
    (house.folder / "zammad-plugin.yml").write_text(f"{settings}\n")
    told = invoke("worker", "--desk", str(house.folder))
    assert told.exit_code == code and said in told.stderr


def test_voice_is_triaged_at_once_and_heard_by_the_slow_alone(house: House) -> None:
    """The transcriber is a double. A text that comes behind waits for no hearing."""
    settings = house.folder / "zammad-plugin.yml"
    settings.write_text(f"{settings.read_text()}voice: {{command: {json.dumps(double(THREAT))}}}\n")
    file = {"filename": "v.ogg", "data": "T2dnUwACAAAA", "mime-type": "audio/ogg"}
    spoken = house.report("<br>", content_type="text/html", attachments=[file])
    house.line.put(Job(spoken))
    house.start("worker")
    until(lambda: house.done([spoken]) and house.line.waits(VOICE) == 1)
    text = house.report(person="b")
    house.line.put(Job(text))
    until(lambda: house.done([text]))
    assert house.notes() == {spoken: 1, text: 1} and "cs-urg-high" in house.admin.tags(spoken)
    house.start("worker", "--slow")
    until(lambda: "cs-urg-critical" in house.admin.tags(spoken) and house.done([spoken]))
    assert house.notes()[spoken] == 2 and house.line.waits(VOICE) == 0


@pytest.mark.parametrize(
    ("words", "queues", "processes", "beat"),
    [
        ((), ("arrived", "backlog"), 2, None),
        (("--processes", "5"), ("arrived", "backlog"), 5, None),
        (("--slow",), ("voice", "round"), 2, "beat"),
    ],
)
def test_which_queues_a_worker_serves(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    queues: tuple[str, ...],
    processes: int,
    beat: str | None,
) -> None:
    """The desk's number of processes unless another one is given; the slow one keeps the beat."""
    begun: list[tuple[object, ...]] = []

    def work(app: object, served: tuple[str, ...], count: int, place: Path | None) -> int:
        begun.append((served, count, place.name if place else None))
        return 0

    monkeypatch.setattr("zammad_plugin.cli.worker._work", work)
    assert invoke("worker", "--desk", str(house.folder), *words).exit_code == 0
    assert begun == [(queues, processes, beat)]
