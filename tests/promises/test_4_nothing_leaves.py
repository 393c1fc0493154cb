"""Nothing of a report leaves: no redirect, proxy or netrc takes it to another host; no log, error,
metric, state, argument, temporary folder or dump holds a word, a name, a number, a token of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from forks import Forks
from scale import FULL, figure
from zammad_world import THREAT, ZammadWorld

CANARY = "Zorbanella"  # in every field of a report
STATUSES = (307, 308, 301, 302, 303)
TOKENS = ("triage", "sync", "admin")


class Elsewhere(BaseHTTPRequestHandler):
    """A host that nothing is meant for, and that says yes to everything."""

    heard: ClassVar[list[str]] = []

    def _go(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.heard.append(f"{self.command} {self.path} {self.headers} {body!r}")
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_PUT = do_DELETE = do_CONNECT = _go

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    Elsewhere.heard.clear()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


REDIRECTS = [(f"{one} x", method) for one in STATUSES for method in ("PUT", "POST", "GET")]


@pytest.mark.parametrize(("status", "method"), REDIRECTS if FULL else REDIRECTS[::4])
def test_no_redirect_takes_anything_along(
    forks: Forks, env: Mapping[str, str], tmp_path: Path, elsewhere: str, status: str, method: str
) -> None:
    with ZammadWorld(forks, env, tmp_path) as world:
        ticket = world.report(THREAT, "a")

        def away(asked: str, path: str) -> Any:
            return (
                (status, [("Location", elsewhere + path), ("Content-Length", "0")], b"")
                if asked == method
                else None
            )

        world.killer.instead = away
        done = world.triage()
        world.killer.instead = None
        assert Elsewhere.heard == []
        assert done.status == 1 and "a redirect, is not followed" in done.err
        assert "cs-triaged" not in world.tags(ticket) and world.counts(ticket)[0] <= 1
        assert world.triage().status == 0
        assert world.counts(ticket) == (1, 1)


def test_no_proxy_and_no_netrc(
    forks: Forks, env: Mapping[str, str], tmp_path: Path, elsewhere: str
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login someone password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    names = ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
    around = {**dict.fromkeys(names, elsewhere), "HOME": str(tmp_path)}
    with ZammadWorld(forks, env, tmp_path) as world:
        ticket = world.report(THREAT, "a")
        (world.desk / "zammad-plugin.yml").write_text("proxy: environment\n")
        assert world.triage(**around).status == 0  # loopback never goes through one
        assert world.counts(ticket) == (1, 1)
    assert Elsewhere.heard == []


def _canaries(world: ZammadWorld, number: int) -> int:
    """A report with a canary in each field that a writer fills."""
    word = f"{CANARY}{number}"
    file = {"filename": f"{word}.ogg", "data": "T2dnUw==", "mime-type": "audio/ogg"}
    return world.report(
        f"{THREAT}. I am {word}, @{word} on Snapchat, +96170{number:06}. https://{word}.example/{word}",
        word.lower(),
        subject=word,
        cc=f"{word}@example.org",
        message_id=f"<{word}@example.org>",
        preferences={word: word},
        attachments=[file],
    )


HEARS = """#!/bin/sh
echo "$0 $@" >> {home}/argv
echo '{{"text": "Zorba''nella wants my photos", "language": "en", "confidence": 0.9}}'
"""
# What the server does when it does nothing good: each is a way to a message of ours.
FAULTS = (
    "",
    "PUT * 9 422",
    "PUT * 9 500",
    "* ticket_articles* 9 404",
    "POST tags/add 9 cut",
    "PUT * 2 lost",
    "* tickets/search 2 html",
    "PUT * 9 403",
    "* tickets/search* 9 503",
)


def test_no_output_holds_a_word_of_a_report(
    forks: Forks, env: Mapping[str, str], tmp_path: Path
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    hears = tmp_path / "hears"
    hears.write_text(HEARS.format(home=tmp_path))
    hears.chmod(0o700)
    outputs = 0
    with ZammadWorld(forks, env, tmp_path) as world:
        settings = f"voice: {{command: [{hears}]}}\nmetrics: {tmp_path}/m.prom\n"
        (world.desk / "zammad-plugin.yml").write_text(settings)
        more = {"TMPDIR": str(temporary)}
        for number, fault in enumerate(FAULTS if FULL else FAULTS[::2]):
            ticket = _canaries(world, number)
            if fault:
                world.server.faults.add(fault)
            loud = ("-vv",) if number % 2 else ()
            for words in (("run", "--format", "json"), ("run",), ("voice", "run"), ("status",)):
                where = ("--desk", world.desk, "--state-dir", tmp_path / "state")
                _innocent(
                    world, world.run(*loud, *words, *(where if "run" in words else ()), **more)
                )
                outputs += 2
            world.server.faults.clear()
            world.triage()
            assert world.counts(ticket)[0] in (1, 2)  # its judgement, and what was heard
        for name in ("doctor", "clocks"):
            words = (name, "--desk", world.desk)
            _innocent(world, world.run("-vv", *words, **more))
        _innocent(world, world.run("-vv", "plan", "--desk", world.desk, who="sync", **more))
        kept = [one for one in tmp_path.rglob("*") if one.is_file() and one != tmp_path / "argv"]
        for file in kept:
            if not file.is_relative_to(world.desk):
                _silent(world, file.read_bytes().decode("utf-8", "replace"), file)
        assert CANARY.lower() not in (tmp_path / "argv").read_text().lower()
        assert list(temporary.iterdir()) == []
        assert (tmp_path / "m.prom") in kept
    figure("canaries: outputs and files looked through", outputs + len(kept))


def _innocent(world: ZammadWorld, done: Any) -> None:
    assert done.status != 3, done.err
    _silent(world, done.out + done.err, done.folder)


def _silent(world: ZammadWorld, text: str, where: Path) -> None:
    low = text.casefold()
    assert CANARY.casefold() not in low and "+96170" not in text, where
    for name in TOKENS:
        assert world.server.tokens[name] not in text, where


def test_a_bug_tells_where_and_never_what(
    forks: Forks, env: Mapping[str, str], tmp_path: Path
) -> None:
    """A traceback's words and locals could be a report's."""
    program = f"""
from zammad_plugin.cli import main
from zammad_plugin.cli.lazy import LazyGroup
def broken(self, context, name):
    text = "{CANARY}"
    raise ValueError(text)
LazyGroup.get_command = broken
import sys
sys.argv = ["zammad-plugin", "run"]
main.main()
"""
    done = forks.run("-c", program, env=env, cwd=tmp_path)
    assert done.status == 3
    assert "ValueError" in done.err and CANARY not in done.err + done.out
