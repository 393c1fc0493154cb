"""A worker is killed with all its tickets in hand: when is the last of them done by another?

usage: python benchmarks/dead_worker.py [--tickets 16] [--latency 0.06] [--times 3]

Two Celery workers of eight processes each on a real redis-server, in their real pace; the first one
is killed with SIGKILL, at once with its processes, as soon as it holds its full hands.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from kills import Nursery, desk, servers

from zammad_plugin.serve.queue import Job

WAIT = 180.0
HANDS = 8


def measured(asked: argparse.Namespace, root: Path, held: ExitStack) -> float:
    """Seconds from the kill to the last ticket's last tag."""
    up = servers(asked.latency, root, held)
    here = up.pipe
    made = desk(root / "desk", f"scale: {{redis: {{env: OUR_REDIS}}, processes: {HANDS}}}\n")
    state = ["--state-dir", str(root / "state")]
    names = {name: ["worker", "--desk", made, *state] for name in ("first", "second")}
    nursery = Nursery(root, up.url, names)
    held.callback(nursery.end)
    nursery.start("first")
    line, held_jobs = up.line(root / "state"), f"{up.prefix(root / 'state')}unacked-quick"
    here.send((asked.tickets, 0.0))
    count = asked.tickets - (asked.tickets + 9) // 10  # the others come by Signal: no bridge here
    while found(here)["tickets"] < count:
        time.sleep(0.05)
    for ticket in range(1, count + 1):
        line.put(Job(ticket))
    ends = time.monotonic() + WAIT
    while int(line.redis.hlen(held_jobs)) < HANDS and time.monotonic() < ends:
        time.sleep(0.01)
    nursery.kill("first")
    killed = time.monotonic()
    nursery.pids.pop("first")
    nursery.start("second")
    while found(here)["left"] and time.monotonic() < ends:
        time.sleep(0.2)
    seconds = time.monotonic() - killed
    print(f"{seconds:.1f} s; {found(here)}", flush=True)
    return seconds


def found(pipe: Connection) -> dict[str, int]:
    pipe.send("counts")
    counts: dict[str, int] = pipe.recv()
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tickets", type=int, default=16)
    parser.add_argument("--latency", type=float, default=0.06, help="seconds before each answer")
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    worst = 0.0
    for _ in range(asked.times):
        with ExitStack() as held:
            root = Path(held.enter_context(TemporaryDirectory()))
            worst = max(worst, measured(asked, root, held))
    print(f"a killed worker's last ticket was done after {worst:.0f} s at most")
    return 0 if worst <= 60 else 1


if __name__ == "__main__":
    sys.exit(main())
