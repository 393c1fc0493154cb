"""A long queue and several workers: nothing twice, nothing left, and how long that takes.

usage: python benchmarks/workers.py [--tickets 1000] [--workers 2] [--latency 0.06] [--plain 100]

Everything runs on an embedded Zammad on loopback that waits `--latency` seconds before each
answer (a small real server takes 0.06 to 0.15). Beside it, with `--plain` tickets, what one does
without the plugin: the plain script of benchmarks/run.py in as many copies, as two cron jobs that
overlap start it. Ratios count; seconds are of this machine.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from run import ROUTING, RULESET, TEXTS, plain

from zammad_plugin.config.places import default_desk
from zammad_plugin.demo.story import let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.state.local_hands import LocalHands
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.tickets.run import run
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

SPAWN = get_context("spawn")


@contextmanager
def desk(tickets: int, latency: float) -> Iterator[Emulator]:
    """An embedded Zammad with the default desk and `tickets` waiting reports."""
    with Emulator() as server:
        clients = {who: Client(Session(server.url, server.tokens[who])) for who in server.tokens}
        apply_desk(clients["sync"], default_desk())
        for who in ("admin", "triage"):
            let_in(clients["admin"], clients[who])
        for number in range(tickets):
            article = {"body": TEXTS[number % len(TEXTS)], "type": "web", "sender": "Customer"}
            customer = f"guess:{number % 50}@example.org"
            new = {"title": "Message", "group": "Users", "customer_id": customer}
            clients["admin"].create_ticket({**new, "article": article})
        for client in clients.values():
            client.session.close()
        server.log.clear()
        server.app.latency = latency
        yield server


def ours(url: str, token: str, folder: str, told: Queue[Any]) -> None:
    """One worker in its own process: (tickets done, failed, calls, wall seconds, CPU seconds)."""
    client = Client(Session(url, token))
    wall, cpu = time.perf_counter(), time.process_time()
    summary = run(client, RULESET, ROUTING, hands=LocalHands(Path(folder)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    told.put((summary.done, len(summary.failed), client.session.calls, wall, cpu))
    client.session.close()


def script(url: str, token: str, folder: str, told: Queue[Any]) -> None:
    """The plain script knows nothing of others."""
    wall = time.perf_counter()
    plain(SimpleNamespace(url=url, tokens={"triage": token}))  # type: ignore[arg-type]
    told.put((0, 0, 0, time.perf_counter() - wall, 0.0))


def at_once(work: Any, server: Emulator, workers: int) -> list[Any]:
    """What each of `workers` processes tells at its end."""
    told: Any = SPAWN.Queue()
    token = server.tokens["triage"]
    with TemporaryDirectory() as folder:
        processes = [
            SPAWN.Process(target=work, args=(server.url, token, folder, told))
            for _ in range(workers)
        ]
        for process in processes:
            process.start()
        results = [told.get() for _ in processes]
        for process in processes:
            process.join()
    return results


def counted(server: Emulator) -> tuple[int, int, int]:
    """(tickets with more than one note, with none, that still wait)"""
    store = server.store
    notes = Counter(row["ticket_id"] for row in store.rows("ticket_articles") if row["internal"])
    tickets = store.rows("tickets")
    twice = sum(notes[row["id"]] > 1 for row in tickets)
    none = sum(notes[row["id"]] == 0 for row in tickets)
    waits = sum(TRIAGED not in row["_tags"] for row in tickets)
    return twice, none, waits


def measured(
    name: str, work: Any, tickets: int, workers: int, latency: float
) -> tuple[float, float, bool]:
    """(calls a ticket, seconds a ticket, whether nothing was twice or left)"""
    with desk(tickets, latency) as server:
        results = at_once(work, server, workers)
        twice, none, waits = counted(server)
        calls = len(server.log) / tickets
        paths = Counter(_kind(call.method, call.path) for call in server.log)
    wall = max(one[3] for one in results)
    print(f"{name}: {tickets} tickets, {workers} workers, {latency * 1000:.0f} ms a call")
    failed = sum(one[1] for one in results)
    print(f"  twice {twice}, without a note {none}, left waiting {waits}, failed {failed}")
    print(
        f"  {calls:.2f} calls a ticket: "
        + ", ".join(f"{kind} {count / tickets:.2f}" for kind, count in paths.most_common(6))
    )
    print(f"  {wall:.1f} s, {wall * workers / tickets * 1000:.0f} ms of a worker a ticket")
    if any(one[4] for one in results):
        share = 1 - sum(one[4] for one in results) / sum(one[3] for one in results)
        print(f"  {share:.1%} of the workers' wall time they waited for the server")
    return calls, wall / tickets, not (twice or none or waits)


def _kind(method: str, path: str) -> str:
    return f"{method} " + "/".join("ID" if part.isdigit() else part for part in path.split("/"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tickets", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--latency", type=float, default=0.06, help="seconds before each answer")
    parser.add_argument("--plain", type=int, default=100, help="tickets for the plain script")
    asked = parser.parse_args()
    calls, seconds, whole = measured(
        "zammad-plugin run --worker K/N", ours, asked.tickets, asked.workers, asked.latency
    )
    if asked.plain:
        theirs, longer, _ = measured(
            "plain script with zammad_py", script, asked.plain, asked.workers, asked.latency
        )
        ratios = f"{theirs / calls:.1f} × the calls, {longer / seconds:.1f} × the time"
        print(f"the plain script: {ratios}")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
