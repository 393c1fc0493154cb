"""A burst through the Signal bridge: time, order, memory, and what the spool still holds.

usage: python benchmarks/signal_bridge.py [--away] [MESSAGES] [PEOPLE]     (default 10000 of 500)
--away: Zammad answers 503 until every message waits in the spool.
The bridge runs in this process against an embedded Zammad and a simulated signal-cli in another
one, over loopback. Every message is one committed row (fsync) before it is one call to Zammad.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from zammad_plugin.config.settings.signal import SignalSettings
from zammad_plugin.emulator import Emulator
from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.emulator.signal.wire import Person
from zammad_plugin.signal import bridge
from zammad_plugin.signal.store.spool import FILE, Spool
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

FOREVER = 10**9
NEEDLE = "needle-in-a-spool"


def servers(pipe: Connection, messages: int, people: int, away: bool) -> None:
    """Zammad and Signal, until the other side is done; then what arrived."""
    dice, crowd = random.Random(1), [Person.made(number) for number in range(people)]
    with Emulator() as zammad, SignalDaemon(keep_alive=0.5) as daemon:
        if away:
            zammad.faults.add(f"* * {FOREVER} 503")
        for number in range(messages):
            who = crowd[number] if number < people else dice.choice(crowd)
            daemon.network.write(who, f"{NEEDLE} {number}")
        pipe.send((zammad.url, zammad.tokens["triage"], daemon.url, daemon.network.account))
        while pipe.recv() != "done":
            zammad.faults.clear()
        keys = [str(row["message_id"]) for row in zammad.store.rows("ticket_articles")]
        pipe.send((keys, len(zammad.store.rows("tickets")), len(zammad.log)))


def burst(messages: int, people: int, away: bool) -> dict[str, Any]:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=servers, args=(there, messages, people, away), daemon=True)
    process.start()
    url, token, daemon, account = here.recv()
    with tempfile.TemporaryDirectory() as folder:
        client = Client(Session(url, token))
        ends = bridge.Ends(client, Daemon(daemon, account), SignalSettings(account=account))
        told = carried(ends, Path(folder) / "spool", messages, lambda: here.send("back"))
        client.session.close()
    here.send("done")
    keys, tickets, calls = here.recv()
    process.join(10)
    return {
        **told,
        "articles": len(set(keys)),
        "twice": len(keys) - len(set(keys)),
        "tickets": tickets,
        "calls a message": round(calls / messages, 2),
        "out of order": disorder(keys),
    }


def carried(
    ends: bridge.Ends, spool: Path, messages: int, back: Callable[[], None]
) -> dict[str, Any]:
    """`back` is called when every message is in the spool."""
    stop, began, memory = threading.Event(), time.perf_counter(), []
    thread = threading.Thread(target=bridge.run, args=(ends, spool, stop, 0.2))
    thread.start()
    received = 0.0
    while thread.is_alive():
        time.sleep(0.25)
        if not (spool / FILE).is_file():
            continue
        with Spool(spool) as looking:
            rows = looking.number("SELECT count(*) FROM inbox")
            done = looking.number("SELECT count(*) FROM inbox WHERE state='done'")
        if rows == messages and not received:
            received = time.perf_counter() - began
            back()
        memory.append((done, rss()))
        if done >= messages:
            break
    took = time.perf_counter() - began
    stop.set()
    thread.join(60)
    left = sum(NEEDLE.encode() in file.read_bytes() for file in spool.iterdir() if file.is_file())
    early = next(size for done, size in memory if done > messages / 10)
    return {
        "seconds to the spool": round(received, 1),
        "seconds to Zammad": round(took, 1),
        "messages a second": round(messages / took),
        "MB after a tenth": early,
        "MB at the end": memory[-1][1],
        "files that hold a text": left,
    }


def rss() -> int:
    """MB of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1048576


def disorder(keys: list[str]) -> int:
    """Messages that stand behind a later one of the same person."""
    newest: Counter[str] = Counter()
    wrong = 0
    for key in keys:
        _, person, stamp = key.split(":")
        wrong += int(stamp) < newest[person]
        newest[person] = max(newest[person], int(stamp))
    return wrong


def main() -> int:
    words = [word for word in sys.argv[1:] if word != "--away"]
    numbers = [int(word) for word in words[:2]]
    messages, people = (*numbers, *(10000, 500)[len(numbers) :])
    told = burst(messages, people, "--away" in sys.argv)
    for name, value in told.items():
        print(f"{name:24} {value}")
    return int(
        told["articles"] != messages
        or told["tickets"] != people
        or told["twice"] > 0
        or told["out of order"] > 0
        or told["files that hold a text"] > 0
        or told["MB at the end"] > told["MB after a tenth"] + 20
    )


if __name__ == "__main__":
    sys.exit(main())
