"""One wire: the same tests on simulated daemons of two versions and on a real signal-cli."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import signal_cli
from ports import nobody_listens

from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.errors import DaemonAway, DaemonRefused
from zammad_plugin.signal.wire import process
from zammad_plugin.signal.wire.daemon import IN_CALL, Daemon

KINDS = ["simulated 0.13.19", "simulated 0.14.6", "real"]
NOBODY = "+4915100000000"
OLDEST = (0, 13, 19)
CHECKS_HOST = (0, 14, 4)


@dataclass
class Started:
    """`process` is None for a simulated one."""

    url: str
    process: subprocess.Popen[bytes] | None
    simulated: SignalDaemon | None

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
        elif self.simulated:
            self.simulated.stop()

    def wait(self) -> None:
        """Until a process is gone that was stopped: its streams end before it does."""
        if self.process:
            self.process.wait(60)

    def rpc(self, body: str | None, **headers: str) -> requests.Response:
        headers = {"Content-Type": "application/json", **headers}
        return requests.post(f"{self.url}/api/v1/rpc", data=body, headers=headers, timeout=20)

    def client(self, account: str = NOBODY, **options: Any) -> Daemon:
        return Daemon(self.url, account, **options)

    @property
    def version(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.client().version().split("."))


def _start(kind: str, folder: pytest.TempPathFactory) -> Iterator[Started]:
    if kind != "real":
        daemon = SignalDaemon(version=kind.split()[1], accounts=(), keep_alive=0.3).start()
        yield Started(daemon.url, None, daemon)
        if not daemon.app.stopped.is_set():
            daemon.stop()
        return
    try:
        words = signal_cli.command()
    except signal_cli.NotToBeHad as why:
        pytest.skip(f"no real signal-cli: {why}")
    with signal_cli.running(words, folder.mktemp("signal-cli")) as (url, process):
        yield Started(url, process, None)


@pytest.fixture(scope="module", params=KINDS)
def daemon(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Started]:
    yield from _start(request.param, tmp_path_factory)


@pytest.fixture(params=KINDS)
def own(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Started]:
    """One that a test may stop."""
    yield from _start(request.param, tmp_path_factory)


def test_check_and_version(daemon: Started) -> None:
    daemon.client().check()
    assert daemon.version >= OLDEST


def test_no_accounts(daemon: Started) -> None:
    assert daemon.client().accounts() == []


@pytest.mark.parametrize(
    "call",
    [
        lambda one: one.send(NOBODY, "x"),
        lambda one: one.attachment("a.jpg", NOBODY),
        lambda one: one.identities(),
        lambda one: one.devices(),
        lambda one: one.trust(NOBODY),
        lambda one: one.submit_captcha("t", "c"),
    ],
    ids=["send", "attachment", "identities", "devices", "trust", "captcha"],
)
def test_an_account_that_it_does_not_have(daemon: Started, call: Any) -> None:
    with pytest.raises(DaemonRefused) as caught:
        call(daemon.client())
    assert caught.value.code == -32602
    assert "signal doctor" in caught.value.hint and NOBODY not in str(caught.value)


def test_no_account_named_and_none_there(daemon: Started) -> None:
    answer = daemon.rpc('{"jsonrpc":"2.0","method":"send","params":{"recipient":["+1"]},"id":1}')
    assert answer.json()["error"]["code"] == -32602


def test_a_link_that_it_did_not_start(daemon: Started) -> None:
    with pytest.raises(DaemonRefused) as caught:
        daemon.client().finish_link("sgnl://linkdevice?uuid=a&pub_key=b", "desk")
    assert caught.value.code == -1


CALLS: dict[str, tuple[str | None, int | None]] = {
    "unknown method": ('{"jsonrpc":"2.0","method":"hologram","id":1}', -32601),
    "no JSON": ("{bad", -32700),
    "cut": ('{"jsonrpc":"2.0","method":"vers', -32700),
    "nothing": (None, -32600),
    "an empty list": ("[]", -32600),
    "a number": ("7", -32600),
    "no version": ('{"method":"version","id":1}', -32600),
    "an unknown key": ('{"jsonrpc":"2.0","method":"version","id":1,"x":1}', -32600),
    "params as a list": ('{"jsonrpc":"2.0","method":"version","params":[1],"id":1}', -32600),
    "an unknown parameter": (
        '{"jsonrpc":"2.0","method":"finishLink","params":{"x":1},"id":1}',
        -32600,
    ),
    "no parameters": ('{"jsonrpc":"2.0","method":"version","params":null,"id":1}', None),
}


@pytest.mark.parametrize("kind", CALLS)
def test_codes(daemon: Started, kind: str) -> None:
    body, code = CALLS[kind]
    answer = daemon.rpc(body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    told = answer.json()
    assert told["jsonrpc"] == "2.0"
    assert told.get("error", {}).get("code") == code
    assert ("result" in told) == (code is None)


@pytest.mark.parametrize(("characters", "code"), [(19_000_000, -32602), (20_500_000, -32603)])
def test_the_largest_string(daemon: Started, characters: int, code: int) -> None:
    """What Daemon.send may put into one call: files beyond it are named by their path."""
    files = f'["data:application/pdf;base64,{"A" * characters}"]'
    call = '{"jsonrpc":"2.0","method":"send","id":1,"params":{"account":"+1","attachments":%s}}'
    assert daemon.rpc(call % files).json()["error"]["code"] == code
    assert IN_CALL * 4 / 3 < 19_000_000


def test_ids_batches_and_notifications(daemon: Started) -> None:
    version = '{"jsonrpc":"2.0","method":"version","id":"a-1"}'
    assert daemon.rpc(version).json()["id"] == "a-1"
    both = daemon.rpc(f'[{version},{{"x":1}}]').json()
    assert {one["id"] for one in both} == {"a-1", None}  # in any order
    silent = daemon.rpc('{"jsonrpc":"2.0","method":"version"}')
    assert (silent.status_code, silent.content) == (201, b"")


def test_doors(daemon: Started) -> None:
    base = f"{daemon.url}/api/v1"
    assert daemon.rpc("{}", **{"Content-Type": "text/plain"}).status_code == 415
    assert requests.get(f"{base}/rpc", timeout=20).status_code == 405
    assert requests.post(f"{base}/events", timeout=20).status_code == 405
    assert requests.post(f"{base}/check", timeout=20).status_code == 405
    assert requests.get(f"{base}/check/x", timeout=20).status_code == 404
    assert requests.get(f"{daemon.url}/", timeout=20).status_code == 404


def test_a_page_of_somebody_else_in_a_browser(daemon: Started) -> None:
    """Since 0.14.4 a name that points to loopback opens nothing; before, the desk is on its own."""
    wanted = 421 if daemon.version >= CHECKS_HOST else 200
    call = '{"jsonrpc":"2.0","method":"version","id":1}'
    assert daemon.rpc(call, Host="evil.example").status_code == wanted
    assert daemon.rpc(call, Host="localhost").status_code == 200


def test_how_it_was_started_is_seen(daemon: Started) -> None:
    seen = process.daemons(int(daemon.url.rpartition(":")[2]))
    assert [one.mode for one in seen] == (["on-connection"] if daemon.process else [])
    if seen and seen[0].data:
        assert (seen[0].data / "data").stat().st_mode & 0o077 == 0
        assert process.key_made(seen[0].data) is None  # no account, no key


def test_events_of_an_account_that_it_does_not_have(daemon: Started) -> None:
    with pytest.raises(DaemonRefused) as caught:
        next(daemon.client().events())
    assert caught.value.code == 400 and "signal link" in caught.value.hint
    assert NOBODY not in str(caught.value)


def test_a_silent_stream_is_dead(daemon: Started) -> None:
    with pytest.raises(DaemonAway, match="no answer of signal-cli"):
        list(daemon.client("", read_timeout=0.05).events())


def test_an_empty_stream_lives_until_the_daemon_stops(own: Started) -> None:
    events = own.client("", read_timeout=45.0).events()
    began = time.monotonic()
    assert [next(events), next(events)] == [None, None]  # open, and a first sign of life
    assert time.monotonic() - began < 25
    own.stop()
    with pytest.raises(DaemonAway):
        assert set(events) <= {None}
    own.wait()
    with nobody_listens(own.url), pytest.raises(DaemonAway, match="no answer"):
        own.client().check()
