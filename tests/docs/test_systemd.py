"""The units of docs/systemd: sound, closed, in the right order, with commands that exist."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from zammad_plugin.cli.main import cli
from zammad_plugin.config.settings.signal import DAEMON
from zammad_plugin.signal.wire.process import options

UNITS = Path(__file__).parents[2] / "docs" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
CLOSED = {
    "DynamicUser": "yes",
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
    "CapabilityBoundingSet": "",
    "LimitCORE": "0",
}
Unit = dict[str, list[str]]


def read(name: str) -> Unit:
    """Key → its values, in order."""
    unit: Unit = defaultdict(list)
    for line in (UNITS / name).read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            key, sign, value = line.partition("=")
            assert sign and key.isidentifier(), line
            unit[key].append(value)
    return unit


@pytest.mark.parametrize("file", SERVICES, ids=lambda one: one.name)
def test_closed(file: Path) -> None:
    unit = read(file.name)
    assert {key: unit[key] for key in CLOSED} == {key: [value] for key, value in CLOSED.items()}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
@pytest.mark.parametrize("file", SERVICES, ids=lambda one: one.name)
@pytest.mark.parametrize("packaged", [False, True], ids=["copied", "in Debian's package"])
def test_systemd_finds_them_closed(file: Path, packaged: bool, tmp_path: Path) -> None:
    """Exposure 0 to 10, of which 2.5 may be left; Debian's package has a user of its own."""
    text = file.read_text("utf-8")
    if packaged:
        text = text.replace("DynamicUser=yes\n", "RemoveIPC=yes\n")
        assert "RemoveIPC=yes" in text
    (tmp_path / file.name).write_text(text, "utf-8")
    words = ["systemd-analyze", "security", "--offline=true", "--threshold=25", "--no-pager"]
    done = subprocess.run(
        [*words, str(tmp_path / file.name)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout[-300:] + done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_systemd_reads_them(tmp_path: Path) -> None:
    for file in UNITS.iterdir():
        text = file.read_text("utf-8")
        for program in ("/usr/bin/signal-cli", "/usr/bin/zammad-plugin"):
            text = text.replace(f"ExecStart={program} ", "ExecStart=/bin/true ")
        (tmp_path / file.name).write_text(text, "utf-8")
    names = sorted(str(one) for one in tmp_path.iterdir())
    words = ["systemd-analyze", "verify", "--man=no", *names]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert (done.returncode, ours) == (0, []), done.stderr


def test_the_daemon_is_started_as_the_bridge_needs_it() -> None:
    (line,) = read("signal-cli.service")["ExecStart"]
    found = options(shlex.split(line))
    assert found is not None and found.mode == "on-connection"
    assert f"http://{found.host}:{found.port}" == DAEMON  # of the settings and of every hint
    assert "--ignore-attachments" not in found.flags and found.trust == ""
    assert "--no-receive-stdout" in found.flags  # else messages stand in the journal


def test_the_bridge_starts_first_and_stops_last() -> None:
    """systemd stops in the reverse order: what the daemon wrote is still read."""
    assert read("zammad-plugin-signal.service")["Before"] == ["signal-cli.service"]
    assert "zammad-plugin-signal.service" in read("signal-cli.service")["After"]


OURS = sorted(file.stem for file in UNITS.glob("zammad-plugin-*.service"))


@pytest.mark.parametrize("name", OURS)
def test_commands_exist(name: str) -> None:
    (line,) = read(f"{name}.service")["ExecStart"]
    _, *words = shlex.split(line)
    command = words[: words.index("--desk")]
    command = [word for word in command if word[0] != "-" and not word.isdigit()]
    told = CliRunner().invoke(cli, [*command, "--help"])
    assert told.exit_code == 0
    for option in (word for word in words if word.startswith("--")):
        assert option in told.output


def test_two_runs_never_overlap() -> None:
    assert read("zammad-plugin-run.service")["Type"] == ["oneshot"]
    assert read("zammad-plugin-run.timer")["OnUnitInactiveSec"] == ["1min"]


@pytest.mark.parametrize("file", sorted(UNITS.glob("*.timer")), ids=lambda one: one.name)
def test_a_timer_starts_what_ends_by_itself(file: Path) -> None:
    assert read(file.with_suffix(".service").name)["Type"] == ["oneshot"]
    assert read(file.name)["WantedBy"] == ["timers.target"]


def test_the_bridge_sees_how_the_daemon_was_started() -> None:
    """It refuses one that would lose messages; with ProtectProc it would see itself only."""
    assert not {"ProtectProc", "ProcSubset"} & read("zammad-plugin-signal.service").keys()
