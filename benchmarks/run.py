"""Calls, time and memory of `zammad-plugin run`, beside a plain script with zammad_py; and the
processor's time of an `apply` that finds nothing to do, beside its libraries alone.

usage: python benchmarks/run.py [TICKETS]     (default 1000; needs nothing but the package)
Both work through the same waiting tickets on an embedded Zammad on loopback. The plain script is
what one writes first: page through all tickets, read articles and tags of each, then one call for
the fields, one for the note and one a tag.
`apply` is measured as a whole process, from Python's start to its end. The server is another one.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from zammad_py import ZammadAPI

from zammad_plugin.config.places import default_desk
from zammad_plugin.demo.story import let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.routing.decision import decide
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.tickets.judge import circumstances, messages_of, utc_now
from zammad_plugin.tickets.note.internal import note_html
from zammad_plugin.tickets.run import run
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.ruleset import load
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

TEXTS = (
    "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him",
    "بنتي عمرها 13 سنة وفي واحد عم يهددها ينشر صورها",
    "Bonjour, mon compte a été piraté, que faire ?",
    "newsletter: unsubscribe here",
)
RULESET, ROUTING = load(), load_routing()
NO_OPS = 10  # processes, of which the median counts
APPLY = "import sys; from zammad_plugin.cli.main import main; sys.argv[1:] = ['apply']; main()"
LIBRARIES = "import click, pydantic.main, yaml, zammad_py"


@contextmanager
def desk(tickets: int) -> Iterator[Emulator]:
    """An embedded Zammad with the default desk and waiting tickets."""
    with Emulator() as server:
        clients = [Client(Session(server.url, server.tokens[who])) for who in ("admin", "triage")]
        sync = Client(Session(server.url, server.tokens["sync"]))
        apply_desk(sync, default_desk())
        for agent in clients:
            let_in(clients[0], agent)
        for number in range(tickets):
            article = {"body": TEXTS[number % len(TEXTS)], "type": "web", "sender": "Customer"}
            new = {"title": "Message", "group": "Users", "customer_id": "guess:a@example.org"}
            clients[0].create_ticket({**new, "article": article})
        server.log.clear()
        yield server
        for client in (*clients, sync):
            client.session.close()


def ours(server: Emulator) -> None:
    """In a process of its own, so that its memory is its own."""
    work = get_context("spawn").Process(target=_pass, args=(server.url, server.tokens["triage"]))
    work.start()
    work.join()


def _pass(url: str, token: str) -> None:
    marks: list[int] = []

    def progress(done: int) -> None:
        if done % 200 == 0:
            marks.append(peak())

    client = Client(Session(url, token))
    start = time.process_time()
    summary = run(client, RULESET, ROUTING, progress=progress)
    client.session.close()
    print(f"  done {summary.done}, failed {len(summary.failed)}")
    print(f"  CPU {time.process_time() - start:.1f} s; peak MiB after each 200 tickets: {marks}")


def plain(server: Emulator) -> None:
    api = ZammadAPI(url=f"{server.url}/api/v1/", http_token=server.tokens["triage"])
    page = api.ticket.all()
    while rows := list(page):
        for row in rows:
            _plain_ticket(api, row["id"])
        page = page.next_page()
    api.session.close()


def _plain_ticket(api: ZammadAPI, ticket_id: int) -> None:
    ticket = {**api.ticket.find(ticket_id), "title": ""}
    names = {10: "note", 11: "web"}
    articles = [
        {**one, "sender": "Customer", "type": names[one["type_id"]]}
        for one in api.ticket.articles(ticket_id)
    ]
    if TRIAGED in api.ticket.tags(ticket_id)["tags"]:
        return
    case = Case(ticket, articles)
    messages = messages_of(case)
    assessment = assess(messages, RULESET)
    around = circumstances(case, messages, ROUTING, utc_now())
    decision = decide(assessment, around, ROUTING)
    api.ticket.update(ticket_id, {"group": decision.group or "Users", **decision.fields})
    note = {"ticket_id": ticket_id, "body": note_html(assessment, decision, "en")}
    api.ticket_article.create({**note, "internal": True, "content_type": "text/html"})
    for tag in (*decision.tags, TRIAGED):
        api.ticket_tag.add(ticket_id, tag)


def peak() -> int:
    """MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(name: str, work: Callable[[Emulator], None], tickets: int) -> tuple[int, float]:
    """(calls, seconds)"""
    with desk(tickets) as server:
        print(name)
        start = time.perf_counter()
        work(server)
        seconds = time.perf_counter() - start
        log = server.log
        tags = sum(call.path == "tags/add" for call in log)
        writes = sum(call.is_write for call in log)
        lists = sum(call.path in {"tickets/search", "ticket_states", "tickets"} for call in log)
        reads = len(log) - writes - lists
        print(f"  reads a ticket {reads / tickets:.2f}, lists and searches in all {lists}")
        print(f"  writes a ticket {writes / tickets:.2f}, of them tags {tags / tickets:.2f}")
        print(f"  {len(log)} calls, {seconds:.1f} s")
    return len(log), seconds


def serve(pipe: Connection) -> None:
    with Emulator() as server:
        pipe.send((server.url, server.tokens["sync"]))
        pipe.recv()


def processor_time(code: str, env: dict[str, str], folder: str) -> float:
    """Seconds of a whole Python process, its own and the system's for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], env=env, cwd=folder, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def no_op() -> None:
    """The default desk, applied; then again and again."""
    here, there = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    url, token = here.recv()
    env = {**os.environ, "ZAMMAD_URL": url, "ZAMMAD_TOKEN": token}
    with tempfile.TemporaryDirectory() as folder:
        processor_time(APPLY, env, folder)
        again = [processor_time(APPLY, env, folder) for _ in range(NO_OPS)]
        bare = [processor_time(LIBRARIES, env, folder) for _ in range(NO_OPS)]
    here.send("done")
    server.join(10)
    ours, theirs = statistics.median(again), statistics.median(bare)
    print(
        f"no-op apply: processor {ours:.2f} s, {ours / theirs:.1f} × {theirs:.2f} s of "
        "Python and the libraries alone"
    )


def main() -> None:
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{tickets} tickets waiting")
    calls, seconds = measure("zammad-plugin run", ours, tickets)
    plain_calls, plain_seconds = measure("plain script with zammad_py", plain, tickets)
    print(f"calls: {plain_calls / calls:.2f} × fewer; time: {plain_seconds / seconds:.2f} × less")
    print("and a second pass over the same tickets costs the plugin 2 calls, the script 3 a ticket")
    no_op()


if __name__ == "__main__":
    main()
