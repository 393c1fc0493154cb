"""A report over a year of many tickets: time and memory of the whole process, beside what is left
when it reads nothing.

usage: python benchmarks/report.py [TICKETS]     (default 100000; needs the extra `report`)
The tickets lie in an embedded Zammad in another process; `report --shallow` is started as a user
starts it, from Python's start to its end. Peak memory is that of the kernel (ru_maxrss).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

FIRST, DAYS = datetime(2026, 1, 1, tzinfo=UTC), 365
CODES = {
    "cs_category": ("sextortion", "grooming", "csam_report", "child_other", "not_child_safety"),
    "cs_urgency": ("critical", "high", "normal", "low"),
    "cs_language": ("ar", "en", "fr", "ar-Latn"),
    "cs_channel": ("signal", "whatsapp", "email", "web"),
    "cs_reporter": ("child", "guardian", "teacher", "unknown"),
    "cs_age": ("under13", "minor", "unknown"),
    "cs_platform": ("tiktok", "instagram", "snapchat"),
    "cs_country": ("LB", "SY", "JO", "other"),
    "cs_blackmail": ("yes", "no"),
}
MAIN = "import sys; from zammad_plugin.cli.main import main; sys.argv[1:] = {words}; main()"


def _served(tickets: int, told: Connection) -> None:
    """In a process of its own: a year of tickets, as an import would leave them. It alone imports
    the package: whoever starts a process hands it the peak of its own memory."""
    from zammad_plugin.config.places import default_desk
    from zammad_plugin.demo.story import let_in
    from zammad_plugin.emulator import Emulator
    from zammad_plugin.sync.desk_sync import apply_desk
    from zammad_plugin.zammad.client import Client
    from zammad_plugin.zammad.session import Session
    from zammad_plugin.zammad.times import write_time

    with Emulator() as server:
        clients = {one: Client(Session(server.url, server.tokens[one])) for one in server.tokens}
        apply_desk(clients["sync"], default_desk())
        let_in(clients["admin"], clients["triage"])
        article = {"body": "x", "type": "web", "sender": "Customer"}
        new = {"title": "M", "group": "Users", "customer_id": "guess:a@example.org"}
        made = clients["admin"].create_ticket({**new, "article": article})
        row = dict(server.store.get("tickets", int(made["id"])) or {})
        chance = random.Random(1)
        with server.store.request():
            for number in range(tickets - 1):
                at = FIRST + timedelta(days=DAYS * number / tickets)
                codes = {name: chance.choice(values) for name, values in CODES.items()}
                later = write_time(at + timedelta(minutes=chance.randrange(1, 600)))
                times = {"created_at": write_time(at), "first_response_at": later}
                more = {"number": str(100_000 + number), "article_ids": [], **codes, **times}
                given = {name: value for name, value in row.items() if name != "id"}
                server.store.insert("tickets", {**given, **more})
        told.send((server.url, server.tokens["triage"]))
        told.recv()
        for client in clients.values():
            client.session.close()


@contextmanager
def desk(tickets: int) -> Iterator[tuple[str, str]]:
    """(URL, token)"""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_served, args=(tickets, there))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def measured(words: list[str], url: str, token: str, folder: Path) -> tuple[float, float, str]:
    """(seconds, peak MB, first line of what it printed) of `zammad-plugin WORDS`."""
    extra = {"ZAMMAD_URL": url, "ZAMMAD_TOKEN": token, "STATE_DIRECTORY": str(folder)}
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-c", MAIN.format(words=words)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **extra},
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said
    return time.monotonic() - began, used.ru_maxrss / 1024, said.partition("\n")[0]


def main() -> None:
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    year = ["--from", "2026-01-01", "--to", "2026-12-31", "--shallow"]
    empty = ["--from", "2031-01-01", "--to", "2031-12-31", "--shallow"]
    with tempfile.TemporaryDirectory() as name, desk(tickets) as (url, token):
        folder = Path(name)
        page = ["--html", str(folder / "page"), "--lang", "ar"]
        for told, words in (
            ("nothing to count, JSON", [*empty, "--json"]),
            (f"{tickets} tickets, JSON", [*year, "--json"]),
            (f"{tickets} tickets, page with charts", [*year, *page]),
        ):
            seconds, peak, said = measured(["report", *words], url, token, folder)
            print(f"{told:40} {seconds:7.1f} s {peak:6.1f} MB  {said[:60]}", flush=True)


if __name__ == "__main__":
    main()
