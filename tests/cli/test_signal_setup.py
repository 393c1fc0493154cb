"""signal link and signal doctor on a simulated daemon."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.errors import DaemonAway, DaemonRefused, PluginError, SignalError
from zammad_plugin.signal.store.downtime import Gap, Gaps
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.wire import process
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.signal.wire.process import Options

Run = Callable[..., Result]
DAY_MS = 86_400_000
ACCOUNT = "+9611000000"


@pytest.fixture
def daemon() -> Iterator[SignalDaemon]:
    with SignalDaemon(version="0.14.6") as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, daemon: SignalDaemon) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "zammad-plugin.yml").write_text(
        f'signal:\n  account: "{ACCOUNT}"\n  daemon: {daemon.url}\n'
    )
    return folder


@pytest.fixture
def run(desk: Path) -> Run:
    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, ["signal", *words, "--desk", str(desk)])

    return call


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """What the machine shows: `daemons` running, what timedatectl says."""
    data = tmp_path / "signal-cli"
    (data / "data").mkdir(parents=True, mode=0o700)
    quiet = frozenset({"--no-receive-stdout"})
    good = Options("127.0.0.1:8090", "on-connection", data, "", quiet)
    shown: dict[str, Any] = {"daemons": [good], "clock": "yes\n", "made": time.time() * 1000}
    monkeypatch.setattr(process, "daemons", lambda port: shown["daemons"])
    monkeypatch.setattr(process, "key_made", lambda folder: shown["made"])

    def clock(words: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        if isinstance(shown["clock"], BaseException):
            raise shown["clock"]
        return subprocess.CompletedProcess(words, 0, shown["clock"], "")

    monkeypatch.setattr(subprocess, "run", clock)
    return shown


# link


def test_link_in_the_terminal(run: Run, daemon: SignalDaemon) -> None:
    daemon.calls.accounts.clear()
    done = run("link")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert "Scan this" in lines[0] and lines[-1] == "linked; next: zammad-plugin signal doctor"
    drawn = lines[1:-1]
    assert len(drawn) > 15 and set("".join(drawn)) <= set("█▀▄ ")
    assert ACCOUNT not in done.output and daemon.calls.accounts == [ACCOUNT]
    again = run("link")
    assert (again.exit_code, again.stdout) == (0, "linked already\n")


def test_link_by_a_picture(
    run: Run, daemon: SignalDaemon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon.calls.accounts.clear()
    file = tmp_path / "code.png"
    finish, seen = daemon.calls._finish, []

    def scan(params: dict[str, Any]) -> Any:
        seen.append((file.read_bytes()[:4], file.stat().st_mode & 0o777, params["deviceName"]))
        return finish(params)

    daemon.calls._any["finishLink"] = scan
    done = run("link", "--png", str(file), "--name", "Desk 2")
    assert done.exit_code == 0, done.output
    assert seen == [(b"\x89PNG", 0o600, "Desk 2")]
    assert not file.exists()


def test_link_keeps_a_file_of_somebody_else(run: Run, daemon: SignalDaemon, tmp_path: Path) -> None:
    daemon.calls.accounts.clear()
    file = tmp_path / "code.png"
    file.write_text("mine")
    done = run("link", "--png", str(file))
    assert isinstance(done.exception, PluginError) and file.read_text() == "mine"


@pytest.mark.parametrize(
    ("linked", "words"),
    [("", "not linked: signal-cli refused finishLink"), ("+15550100", "another number")],
)
def test_link_that_fails(run: Run, daemon: SignalDaemon, linked: str, words: str) -> None:
    daemon.calls.accounts.clear()
    daemon.calls.linked = linked
    done = run("link")
    assert isinstance(done.exception, PluginError) and words in str(done.exception)
    assert "+1555" not in done.output + str(done.exception)


def test_link_needs_a_daemon_of_many_accounts(desk: Path) -> None:
    with SignalDaemon(single=True) as one:
        (desk / "zammad-plugin.yml").write_text(
            f'signal:\n  account: "{ACCOUNT}"\n  daemon: {one.url}\n'
        )
        done = CliRunner().invoke(cli, ["signal", "link", "--desk", str(desk)])
    assert isinstance(done.exception, PluginError) and "without -a" in done.exception.hint


# doctor


def levels(done: Result) -> dict[str, str]:
    return {one["what"]: one["level"] for one in json.loads(done.stdout)}


def level(done: Result, word: str) -> str:
    (found,) = [level for what, level in levels(done).items() if word in what]
    return found


def listened(desk: Path, *gaps: Gap) -> None:
    with Spool(desk / ".zammad-plugin" / "signal") as spool:
        for gap in gaps:
            spool.db.execute(
                "INSERT INTO gaps (began, ended, why) VALUES (?, ?, 'daemon')",
                (gap.began, gap.ended),
            )
        assert len(Gaps(spool).all()) == len(gaps)


def test_all_is_well(run: Run, desk: Path, daemon: SignalDaemon) -> None:
    daemon.calls.devices = {1: int(time.time() * 1000), 2: 0}
    listened(desk)
    done = run("doctor")
    assert done.exit_code == 0, done.output
    assert {line.split()[0] for line in done.stdout.splitlines()} == {"ok"}, done.stdout
    assert len(done.stdout.splitlines()) == 9
    assert ACCOUNT not in done.output


def test_a_first_look(run: Run, daemon: SignalDaemon) -> None:
    """Nothing linked, nothing run: what is missing is named, with the command that makes it."""
    daemon.calls.accounts.clear()
    done = run("doctor")
    assert done.exit_code == 1
    assert "next: zammad-plugin signal link" in done.stdout
    assert "next: zammad-plugin signal run" in done.stdout


def test_no_daemon(run: Run, daemon: SignalDaemon) -> None:
    daemon.stop()
    done = run("doctor", "--format", "json")
    assert done.exit_code == 1 and level(done, "no answer of signal-cli") == "fail"


@pytest.mark.parametrize(
    ("version", "words", "wanted"),
    [
        ("0.13.18", "too old", "fail"),
        ("0.13.19", "before 0.14.4", "warn"),
        ("0.14.6", "0.14.6 answers", "ok"),
        ("unknown", "can't compare", "warn"),
    ],
)
def test_versions(run: Run, daemon: SignalDaemon, version: str, words: str, wanted: str) -> None:
    daemon.calls.version = version
    assert level(run("doctor", "--format", "json"), words) == wanted


@pytest.mark.parametrize(
    ("mode", "wanted"), [("on-connection", "ok"), ("on-start", "fail"), ("", "fail")]
)
def test_modes(run: Run, machine: dict[str, Any], mode: str, wanted: str) -> None:
    machine["daemons"] = [Options("127.0.0.1:8090", mode, None, "", frozenset())]
    done = run("doctor", "--format", "json")
    assert level(done, "signal-cli receives") == wanted
    assert level(done, "age of signal-cli's keys") == "warn"


def test_what_cannot_be_seen_is_said(run: Run, machine: dict[str, Any]) -> None:
    machine["daemons"], machine["clock"] = [], FileNotFoundError()
    done = run("doctor", "--format", "json")
    assert level(done, "started can't be seen") == "warn"
    assert level(done, "clock") == "warn"


def test_ways_to_start_it_that_harm(run: Run, machine: dict[str, Any], tmp_path: Path) -> None:
    data = tmp_path / "open"
    (data / "data").mkdir(parents=True, mode=0o755)
    flags = frozenset({"--ignore-attachments", "--send-read-receipts"})
    machine["daemons"] = [Options("0.0.0.0:8090", "on-connection", data, "always", flags)]
    machine["clock"] = "no\n"
    done = run("doctor", "--format", "json")
    for word, wanted in {
        "listens on 0.0.0.0": "fail",
        "safety numbers": "warn",
        "fetches no files": "fail",
        "prints every message": "fail",
        "tells the sender 'read'": "warn",
        "signal-cli's keys: others": "fail",
        "follows no time server": "warn",
    }.items():
        assert level(done, word) == wanted, word


def test_rights_that_cannot_be_seen(
    run: Run, monkeypatch: pytest.MonkeyPatch, machine: dict[str, Any], tmp_path: Path
) -> None:
    """The daemon's folder belongs to its user, and this is another one."""
    real = Path.stat

    def stat(path: Path, **options: Any) -> Any:
        if path == tmp_path / "signal-cli" / "data":
            raise PermissionError
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", stat)
    assert level(run("doctor", "--format", "json"), "rights of") == "warn"


def test_old_keys(run: Run, machine: dict[str, Any]) -> None:
    machine["made"] = time.time() * 1000 - 40 * DAY_MS
    assert level(run("doctor", "--format", "json"), "pre-key is 40 days old") == "warn"


@pytest.mark.parametrize(
    ("refused", "words", "wanted"),
    [
        ("[401] Authorization failed!", "Signal refuses the account", "fail"),
        ("timeout", "can't reach Signal's servers", "warn"),
        ("", "has 2 devices", "ok"),
    ],
)
def test_registered(run: Run, daemon: SignalDaemon, refused: str, words: str, wanted: str) -> None:
    daemon.calls.refused = refused
    assert level(run("doctor", "--format", "json"), words) == wanted


def test_a_phone_that_stays_away(run: Run, daemon: SignalDaemon) -> None:
    daemon.calls.devices = {1: int(time.time() * 1000) - 30 * DAY_MS, 2: 0}
    assert level(run("doctor", "--format", "json"), "last seen by Signal 30 days ago") == "warn"


def test_a_daemon_of_one_account(desk: Path, run: Run) -> None:
    with SignalDaemon(single=True) as one:
        (desk / "zammad-plugin.yml").write_text(
            f'signal:\n  account: "{ACCOUNT}"\n  daemon: {one.url}\n'
        )
        done = run("doctor", "--format", "json")
    assert level(done, "for one account") == "warn"


@pytest.mark.parametrize("call", ["accounts", "devices"])
@pytest.mark.parametrize("error", [DaemonAway("gone"), DaemonRefused("gone", code=500)])
def test_a_daemon_that_goes_in_the_middle(
    run: Run, call: str, error: SignalError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: Daemon) -> Any:
        raise error

    monkeypatch.setattr(Daemon, call, gone)
    wanted = "warn" if call == "devices" and isinstance(error, DaemonAway) else "fail"
    assert level(run("doctor", "--format", "json"), "gone") == wanted


def test_gaps(run: Run, desk: Path) -> None:
    now = time.time()
    listened(desk, Gap(now - 9e6, now - 8e6, ""), Gap(now - 7200, now - 3600, ""))
    done = run("doctor", "--format", "json")
    assert level(done, "did not listen 1 times, 1.0 hours") == "warn"


def test_an_open_gap(run: Run, desk: Path) -> None:
    listened(desk, Gap(time.time() - 7200, None, ""))
    done = run("doctor", "--format", "json")
    assert level(done, "does not listen now") == "fail" and done.exit_code == 1


def test_a_spool_that_others_may_read(run: Run, desk: Path) -> None:
    listened(desk)
    (desk / ".zammad-plugin" / "signal").chmod(0o755)
    done = run("doctor", "--format", "json")
    assert level(done, "the spool: others") == "fail"
