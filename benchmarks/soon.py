"""From the webhook to the last tag, with `serve`, at a steady rate of new messages.

usage: python benchmarks/soon.py [--rates 1 10 20] [--seconds 20] [--latency 0.06] [--threads 32]

`serve` is the real command in a process of its own, the embedded Zammad another one that waits
`--latency` seconds before each answer; a third one writes the messages. What is measured is what
`serve` itself tells: from the webhook to the answer of the last tag. Seconds are of this machine.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from run import TEXTS

from zammad_plugin.demo.story import let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

SECRET = "a secret of the benchmark"
SPAWN = get_context("spawn")
WAIT = 120.0
# `serve` as it is, with each time on standard output: the histogram has no more than buckets.
TELLS = """
import sys
from zammad_plugin.serve import service
from zammad_plugin.cli.main import main
tell = service.Service._tell
def told(self, done, seconds):
    if done.notes:
        sys.stdout.write(f"{seconds:.3f}\\n")
        sys.stdout.flush()
    tell(self, done, seconds)
service.Service._tell = told
main()
"""


def zammad(pipe: Connection, port: int, latency: float) -> None:
    """A server with the default desk and the webhook; then as many messages as it is told, evenly
    within so many seconds; then how many of the tickets are done."""
    os.environ["HOOK_SECRET"] = SECRET
    with Emulator() as server, TemporaryDirectory() as folder:
        clients = {who: Client(Session(server.url, server.tokens[who])) for who in server.tokens}
        settings = (
            f"serve: {{secret: {{env: HOOK_SECRET}}, endpoint: 'http://127.0.0.1:{port}/webhook'}}"
        )
        Path(folder, "zammad-plugin.yml").write_text(f"extends: default\n{settings}\n")
        apply_desk(clients["sync"], Path(folder))
        for who in ("admin", "triage"):
            let_in(clients["admin"], clients[who])
        pipe.send((server.url, server.tokens["triage"]))
        server.app.latency = latency
        while asked := pipe.recv():
            count, seconds = asked
            begins = time.monotonic()
            for number in range(count):
                time.sleep(max(0.0, begins + number * seconds / count - time.monotonic()))
                _write(server, number)
            ends = time.monotonic() + WAIT
            while time.monotonic() < ends and _left(server):
                time.sleep(0.2)
            pipe.send(_left(server))
        for client in clients.values():
            client.session.close()


def _write(server: Emulator, number: int) -> None:
    """Beside the way to the server: the writers' own calls are not what is measured."""
    import threading

    article = {"body": TEXTS[number % len(TEXTS)], "type": "web", "sender": "Customer"}
    new = {"title": "M", "group": "Users", "customer_id": f"guess:{time.time_ns()}@example.org"}

    def write() -> None:
        client = Client(Session(server.url, server.tokens["admin"]))
        client.create_ticket({**new, "article": article})
        client.session.close()

    threading.Thread(target=write, daemon=True).start()


def _left(server: Emulator) -> int:
    return sum(TRIAGED not in row["_tags"] for row in server.store.rows("tickets"))


@contextmanager
def served(url: str, token: str, port: int, threads: int) -> Iterator[Path]:
    """A file in which `serve` writes its times."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = f"serve: {{secret: {{env: HOOK_SECRET}}, threads: {threads}}}\n"
        (folder / "zammad-plugin.yml").write_text(f"extends: default\n{settings}")
        env = {**os.environ, "ZAMMAD_URL": url, "ZAMMAD_TOKEN": token, "HOOK_SECRET": SECRET}
        words = ["serve", "--desk", name, "--listen", f"127.0.0.1:{port}"]
        told = folder / "times"
        with told.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-c", TELLS, *words, "--state-dir", f"{name}/state"],
                env=env,
                stdout=out,
                stderr=subprocess.PIPE,
                text=True,
            )
            assert process.stderr
            said = process.stderr.readline()
            assert re.match("ready", said), said
            try:
                yield told
            finally:
                process.terminate()
                process.communicate()


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rates", type=int, nargs="+", default=[1, 10, 20], help="a second")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--latency", type=float, default=0.06, help="seconds before each answer")
    parser.add_argument("--threads", type=int, default=32)
    asked = parser.parse_args()
    here, there = SPAWN.Pipe()
    port = free_port()
    process = SPAWN.Process(target=zammad, args=(there, port, asked.latency), daemon=True)
    process.start()
    url, token = here.recv()
    left = 0
    with served(url, token, port, asked.threads) as told:
        for rate in asked.rates:
            before = len(told.read_text().splitlines())
            here.send((rate * asked.seconds, asked.seconds))
            left += here.recv()
            time.sleep(1)  # the last look is behind the last tag
            times = sorted(map(float, told.read_text().splitlines()[before:]))
            cuts = statistics.quantiles(times, n=100)
            print(
                f"{rate:3} a second for {asked.seconds} s: {len(times)} tickets, p50 "
                f"{cuts[49]:.2f} s, p90 {cuts[89]:.2f} s, p99 {cuts[98]:.2f} s",
                flush=True,
            )
    here.send(None)
    process.join(10)
    print(f"left: {left}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
