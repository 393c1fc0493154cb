"""A worker is killed with all its tickets in hand: when is the last of them done by another?

usage: python benchmarks/dead_worker.py [--tickets 16] [--latency 0.06] [--times 3]

Two Celery workers of eight processes each on a real redis-server, in their real pace; the first one
is killed with SIGKILL, at once with its processes, as soon as it holds its full hands.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from kills import SECRET, SPAWN, Nursery, desk, zammad
from soon import free_port

from zammad_plugin.serve.line import Job, Line, app_of, redis_of
from zammad_plugin.state.places import place_of

WAIT = 180.0
HANDS = 8


def measured(asked: argparse.Namespace, root: Path, held: ExitStack) -> float:
    """Seconds from the kill to the last ticket's last tag."""
    here, there = SPAWN.Pipe()
    hooks, store = free_port(), free_port()
    server = SPAWN.Process(target=zammad, args=(there, hooks, asked.latency), daemon=True)
    server.start()
    held.callback(server.kill)
    words = ["redis-server", "--port", str(store), "--save", "", "--dir", str(root)]
    redis = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    held.callback(redis.kill)
    url, token, _, _ = here.recv()
    os.environ |= {"ZAMMAD_URL": url, "ZAMMAD_TOKEN": token, "HOOK_SECRET": SECRET}
    os.environ["OUR_REDIS"] = address = f"redis://127.0.0.1:{store}/5"
    made = desk(root / "desk", f"scale: {{redis: {{env: OUR_REDIS}}, processes: {HANDS}}}\n")
    state = ["--state-dir", str(root / "state")]
    names = {name: ["worker", "--desk", made, *state] for name in ("first", "second")}
    nursery = Nursery(root, url, names)
    held.callback(nursery.end)
    nursery.start("first")
    prefix = f"zammad-plugin:{place_of(url, '', root / 'state').folder.name}:"
    line = Line(app_of(address, prefix), redis_of(address), prefix)
    here.send((asked.tickets, 0.0))
    count = asked.tickets - (asked.tickets + 9) // 10  # the others come by Signal: no bridge here
    while found(here)["tickets"] < count:
        time.sleep(0.05)
    for ticket in range(1, count + 1):
        line.put(Job(ticket))
    ends = time.monotonic() + WAIT
    while int(line.redis.hlen(f"{prefix}unacked-quick")) < HANDS and time.monotonic() < ends:
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


def found(pipe: object) -> dict[str, int]:
    pipe.send("counts")  # type: ignore[attr-defined]
    counts: dict[str, int] = pipe.recv()  # type: ignore[attr-defined]
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
