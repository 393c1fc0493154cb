"""Kills at random among everything that triages, on the same tickets from two state folders.

usage: python benchmarks/kills.py [--kills 1000] [--tickets 2000] [--latency 0.02] [--seed 1]

At work at once: cron's `run` again and again, `serve` with Zammad's webhooks, two Celery workers
with a real redis-server, the Signal bridge with a simulated signal-cli. `run` and the first worker
keep their state in one folder, the others in another one, as on two machines. Each is a process
with a group of its own that SIGKILL ends at any moment, and that is started again at once; a
nursery that has loaded the rules forks it, so that a thousand starts don't take an hour. A tenth of
the tickets comes by Signal. Then there is calm until nothing waits, as long as claims that a killed
hand left need; it is given up when five minutes brought no ticket further. Counted: tickets with
more than one note, with more than one automatic answer, people with two answers, tickets left.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from run import TEXTS
from soon import free_port

from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes
from zammad_plugin.demo.story import let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.emulator.signal.wire import Person
from zammad_plugin.serve.broker import app_of, redis_of
from zammad_plugin.serve.queue import Job, JobQueue
from zammad_plugin.state.places import place_of
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.triage.ruleset import load
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.marks import REPLY, marked
from zammad_plugin.zammad.session import Session

SPAWN = get_context("spawn")
SECRET = "a secret of the benchmark"
BY_SIGNAL = 10  # one ticket of so many
STUCK = 300.0  # seconds of calm in which no ticket came further: a busy machine is slow, not stuck
REST = 2.0  # seconds between two runs of cron, sixty in life
ROUTING = """
after: []
auto_reply:
  enabled: true
  reply: first-answer-child
  closed: first-answer-child
  channels: [signal, web, email]
"""


def zammad(pipe: Connection, port: int, latency: float) -> None:
    """The server: told to write so many tickets within so many seconds, then asked for counts."""
    os.environ["HOOK_SECRET"] = SECRET
    with Emulator() as server, SignalDaemon(keep_alive=0.5) as daemon:
        clients = {who: Client(Session(server.url, server.tokens[who])) for who in server.tokens}
        with TemporaryDirectory() as folder:
            hook = f"endpoint: 'http://127.0.0.1:{port}/webhook'"
            settings = f"extends: default\nserve: {{secret: {{env: HOOK_SECRET}}, {hook}}}\n"
            Path(folder, "zammad-plugin.yml").write_text(settings)
            apply_desk(clients["sync"], Path(folder))
        for who in ("admin", "triage"):
            let_in(clients["admin"], clients[who])
        for group in clients["admin"].list_all("groups"):
            clients["admin"].update("groups", group["id"], {"email_address_id": 1})
        pipe.send((server.url, server.tokens["triage"], daemon.url, daemon.network.account))
        server.app.latency = latency
        stop = threading.Event()
        while (asked := pipe.recv()) is not None:
            if isinstance(asked, tuple):
                work = threading.Thread(target=_written, args=(server, daemon, *asked, stop))
                work.start()
            elif asked == "enough":
                stop.set()
            else:
                pipe.send(counted(server))
        for client in clients.values():
            client.session.close()


def _written(
    server: Emulator, daemon: SignalDaemon, count: int, seconds: float, stop: threading.Event
) -> None:
    begins = time.monotonic()
    client = Client(Session(server.url, server.tokens["admin"]))
    for number in range(count):
        stop.wait(max(0.0, begins + number * seconds / count - time.monotonic()))
        text = TEXTS[number % len(TEXTS)]
        if number % BY_SIGNAL == 0:
            daemon.network.write(Person.made(number), text)
            continue
        article = {"body": text, "type": "web", "sender": "Customer"}
        # Each of another house: five answers an hour to one domain are the most.
        address = f"p@house{number}.example"
        article |= {"from": address, "internal": False}
        new = {"title": "M", "group": "Users", "customer_id": f"guess:{address}"}
        client.create_ticket({**new, "article": article})
    client.session.close()


def counted(server: Emulator) -> dict[str, int]:
    store = server.store
    tickets = {row["id"]: row for row in store.rows("tickets")}
    articles = store.rows("ticket_articles")
    ours = [row for row in articles if "zammad_plugin" in (row.get("preferences") or {})]
    notes = Counter(row["ticket_id"] for row in ours)
    sent = [row for row in articles if marked(row, REPLY)]
    answers = Counter(row["ticket_id"] for row in sent)
    people = Counter(tickets[row["ticket_id"]]["customer_id"] for row in sent)
    return {
        "tickets": len(tickets),
        "with two notes": sum(count > 1 for count in notes.values()),
        "without a note": sum(id not in notes for id in tickets),
        "with two answers": sum(count > 1 for count in answers.values()),
        "people with two answers": sum(count > 1 for count in people.values()),
        "answers": len(sent),
        "left": sum(TRIAGED not in row["_tags"] for row in tickets.values()),
    }


class Nursery:
    """Forks the commands: rules and modules were loaded before."""

    def __init__(self, folder: Path, url: str, commands: dict[str, list[str]]) -> None:
        self.folder, self.url, self.commands = folder, url, commands
        self.pids: dict[str, int] = {}
        load()

    def start(self, name: str) -> None:
        pid = os.fork()
        if pid:
            self.pids[name] = pid
            return
        os.setsid()
        out = os.open(self.folder / f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        code = 1
        try:
            with exit_codes():
                cli(self.commands[name], standalone_mode=False)
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os._exit(code)

    def kill(self, name: str) -> None:
        """At once, with all that it started."""
        try:
            os.killpg(self.pids[name], signal.SIGKILL)
        except ProcessLookupError:
            os.kill(self.pids[name], signal.SIGKILL)  # before its setsid, or ended just now
        os.waitpid(self.pids[name], 0)

    def again(self) -> None:
        """What ended by itself, as cron's run does, is started again by whoever looks next."""
        for name, pid in list(self.pids.items()):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self.start(name)

    def end(self) -> None:
        for name in self.pids:
            try:
                self.kill(name)
            except (ProcessLookupError, ChildProcessError):
                continue


def desk(folder: Path, settings: str) -> str:
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "routing.yml").write_text(ROUTING)
    (folder / "zammad-plugin.yml").write_text(f"extends: default\n{settings}")
    return str(folder)


def commands(root: Path, account: str, daemon: str, port: int) -> dict[str, list[str]]:
    scale = "scale: {redis: {env: OUR_REDIS}, processes: 4}\n"
    here = desk(root / "desk", "serve: {secret: {env: HOOK_SECRET}, threads: 4}\n")
    queued = desk(root / "queued", scale)
    signals = f'signal: {{account: "{account}", daemon: "{daemon}", spool: "{root}/spool"}}\n'
    bridged = desk(root / "bridged", signals)
    one, two = ["--state-dir", str(root / "one")], ["--state-dir", str(root / "two")]
    return {
        "run": ["run", "--desk", here, "--max-seconds", "20", *one],
        "serve": ["serve", "--desk", here, "--listen", f"127.0.0.1:{port}", *two],
        "worker-1": ["worker", "--desk", queued, *one],
        "worker-2": ["worker", "--desk", queued, *two],
        "bridge": ["signal", "run", "--desk", bridged, *two],
    }


def feed(line: JobQueue, ids: Callable[[], int], stop: threading.Event) -> None:
    """Each new ticket into the workers' queue as well: all work on the same ones."""
    seen = 0
    while not stop.wait(0.5):
        newest = ids()
        for ticket in range(seen + 1, newest + 1):
            line.put(Job(ticket))
        seen = newest


@dataclass(frozen=True)
class Servers:
    """`pipe` to the process of `zammad`; `hooks`: port for its webhooks; `daemon`, `account`: of
    the simulated signal-cli; `redis`: address of the queue."""

    pipe: Connection
    hooks: int
    url: str
    daemon: str
    account: str
    redis: str

    def prefix(self, state: Path) -> str:
        """Of the names in Redis of the workers that keep their state there."""
        return f"zammad-plugin:{place_of(self.url, '', state).folder.name}:"

    def line(self, state: Path) -> JobQueue:
        prefix = self.prefix(state)
        return JobQueue(app_of(self.redis, prefix), redis_of(self.redis), prefix)


def servers(latency: float, root: Path, held: ExitStack) -> Servers:
    """Zammad and Redis in processes of their own that end with `held`; our environment names
    them."""
    here, there = SPAWN.Pipe()
    hooks, store = free_port(), free_port()
    server = SPAWN.Process(target=zammad, args=(there, hooks, latency), daemon=True)
    server.start()
    held.callback(server.kill)
    words = ["redis-server", "--port", str(store), "--save", "", "--dir", str(root)]
    redis = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    held.callback(redis.kill)
    url, token, daemon, account = here.recv()
    os.environ |= {"ZAMMAD_URL": url, "ZAMMAD_TOKEN": token, "HOOK_SECRET": SECRET}
    os.environ["OUR_REDIS"] = address = f"redis://127.0.0.1:{store}/5"
    return Servers(here, hooks, url, daemon, account, address)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--tickets", type=int, default=2000)
    parser.add_argument("--latency", type=float, default=0.02, help="seconds before each answer")
    parser.add_argument("--pause", type=float, default=1.5, help="seconds between kills at most")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if not shutil.which("redis-server"):
        sys.exit("no redis-server: apt-get install redis-server")
    with ExitStack() as held:
        return measured(asked, Path(held.enter_context(TemporaryDirectory())), held)


def measured(asked: argparse.Namespace, root: Path, held: ExitStack) -> int:
    up = servers(asked.latency, root, held)
    here, made = up.pipe, commands(root, up.account, up.daemon, up.hooks)
    nursery = Nursery(root, up.url, made)
    for name in made:
        nursery.start(name)
    held.callback(nursery.end)
    line, lock = up.line(root / "one"), threading.Lock()

    def counts() -> dict[str, Any]:
        with lock:
            here.send("counts")
            found: dict[str, Any] = here.recv()
        return found

    stop = threading.Event()
    feeder = threading.Thread(target=feed, args=(line, lambda: counts()["tickets"], stop))
    feeder.start()
    with lock:
        here.send((asked.tickets, asked.kills * asked.pause / 2))
    killed = kill_at_random(nursery, asked)
    calm_began = time.monotonic()

    def look() -> dict[str, Any]:
        nursery.again()
        return counts()

    quiet(look, asked.tickets)
    stop.set()
    feeder.join()
    calm, found = time.monotonic() - calm_began, counts()
    here.send(None)
    return told(asked, killed, found, calm)


def quiet(look: Callable[[], dict[str, Any]], tickets: int) -> None:
    """Returns when nothing waits, or when nothing came further for long."""
    fewest, since = tickets, time.monotonic()
    while time.monotonic() - since < STUCK:
        found = look()
        left, all_came = int(found["left"]), found["tickets"] >= tickets * 0.95
        if not left and all_came:
            return
        if left < fewest:
            fewest, since = left, time.monotonic()
        time.sleep(1)


def kill_at_random(nursery: Nursery, asked: argparse.Namespace) -> Counter[str]:
    dice, killed = random.Random(asked.seed), Counter[str]()
    for _ in range(asked.kills):
        time.sleep(dice.uniform(0.05, asked.pause))
        nursery.again()
        name = dice.choice(list(nursery.pids))
        nursery.kill(name)
        nursery.start(name)
        killed[name] += 1
    return killed


def told(
    asked: argparse.Namespace, killed: Counter[str], found: dict[str, Any], calm: float
) -> int:
    print(f"{killed.total()} kills: {', '.join(f'{n} {c}' for n, c in killed.most_common())}")
    print(", ".join(f"{name} {count}" for name, count in found.items()))
    print(f"{calm:.0f} s of calm until nothing waited")
    bad = ("with two notes", "without a note", "with two answers", "people with two answers")
    return 1 if found["left"] or any(found[name] for name in bad) else 0


if __name__ == "__main__":
    sys.exit(main())
