"""What a program that hears may do to us: nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hearing import ears, program, sizer, sound

from zammad_plugin.voice.ears import unseen
from zammad_plugin.voice.process import MOST, printed
from zammad_plugin.voice.transcript import NotHeard

BIG = "import sys\nfor _ in range(50): sys.stdout.buffer.write(bytes(1024 * 1024))"
# Its own child lives on when it is killed, unless the whole session ends.
HANGS = "import os, time\nos.fork()\nopen({mark!r} + str(os.getpid()), 'w')\ntime.sleep(600)"
HOLDS = """
import os, subprocess, sys, time
from zammad_plugin.voice.ears import unseen
from zammad_plugin.voice.process import printed
with unseen() as file:
    file.write_bytes(b"OggS" + bytes(1000))
    printed([sys.executable, "-S", "-c", {program!r}, str(file)], 600.0)
"""
READS = """
import os, pathlib, sys, time
data = pathlib.Path(sys.argv[1]).read_bytes()
pathlib.Path({mark!r}).write_text(str(os.getpid()) + ' ' + str(len(data)))
time.sleep(600)
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def wait(until: object, seconds: float = 60.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if until():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("command", "what"),
    [
        (program("raise SystemExit(3)"), "status 3"),
        (program("import os; os.kill(os.getpid(), 11)"), "status -11"),
        (program(BIG), f"more than {MOST}"),
        (program("pass"), "no JSON"),
        (["/no/such/transcriber"], "status"),
    ],
)
def test_what_fails_says_how(command: list[str], what: str, tmp_path: Path) -> None:
    with pytest.raises(NotHeard, match=what):
        ears(command).listen(sound(tmp_path))


def test_one_that_hangs_ends_with_all_that_it_began(tmp_path: Path) -> None:
    mark = str(tmp_path / "pid-")
    with pytest.raises(NotHeard, match="too long"):
        ears(program(HANGS.format(mark=mark)), patience=5.0).listen(sound(tmp_path))
    pids = [int(one.name.removeprefix("pid-")) for one in tmp_path.glob("pid-*")]
    assert len(pids) == 2 and wait(lambda: not any(map(alive, pids)))


def test_it_gets_no_token_and_no_other_word_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAMMAD_TOKEN", "Zorbanella")
    shown = printed(program("import os; print(dict(os.environ))"), 60.0).decode()
    assert "Zorbanella" not in shown and "ZAMMAD" not in shown


def test_it_comes_after_others_and_leaves_no_core() -> None:
    source = (
        "import os, resource; print(os.getpriority(0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert printed(program(source), 60.0).decode().split() == ["10", "(0,", "0)"]


SEES = """
import pathlib, socket
print(len(pathlib.Path('/dev/stdin').read_bytes()), *(name for _, name in socket.if_nameindex()))
"""
TWICE = """
import subprocess, sys
for _ in range(2):
    subprocess.run([sys.executable, '-S', '-c', {sees!r}], check=True)
"""


def test_our_own_reads_one_file_and_has_no_network_where_the_system_allows_it() -> None:
    """It is read twice from the beginning: by what hears, and by what decodes for it."""
    with unseen() as file:
        file.write_bytes(b"OggS" + bytes(1000))
        seen = printed(program(TWICE.format(sees=SEES)), 60.0, alone=file).decode().splitlines()
        assert [one.split()[0] for one in seen] == ["1004", "1004"]
        if offline_here():
            assert seen[0].split()[1:] == ["lo"]


def offline_here() -> bool:
    """Asked of a process of its own: it would cut off this one."""
    ask = "from zammad_plugin.state.apart import offline; raise SystemExit(not offline())"
    return subprocess.run([sys.executable, "-c", ask]).returncode == 0


def test_the_file_is_whole_and_on_no_disk(tmp_path: Path) -> None:
    data = b"OggS" + bytes(5000)
    with unseen() as file:
        file.write_bytes(data)
        assert ears(sizer()).listen(file).text == "double heard 5004 bytes"
        assert str(file.readlink()).startswith("/memfd:")
    assert not file.exists()


@pytest.mark.parametrize("number", range(3))
def test_a_killed_pass_takes_the_hearing_with_it(tmp_path: Path, number: int) -> None:
    mark = tmp_path / f"mark{number}"
    source = HOLDS.format(program=READS.format(mark=str(mark)))
    ours = subprocess.Popen([sys.executable, "-c", source])
    assert wait(lambda: mark.exists() and mark.read_text().count(" "))
    pid, size = map(int, mark.read_text().split())
    assert size == 1004 and alive(pid)
    ours.send_signal(signal.SIGKILL)
    ours.wait()
    assert wait(lambda: not alive(pid))
    assert [one.name for one in tmp_path.iterdir()] == [mark.name]
