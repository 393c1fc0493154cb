"""The end of a real process by Ctrl-C, by systemd, by a reader that goes away."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = str(Path(sys.executable).with_name("zammad-plugin"))


def _started(*words: str) -> subprocess.Popen[str]:
    """The command line in a process that says `ready` right before it reads standard input."""
    program = (
        "import signal, sys, zammad_plugin.cli.judged as judged\n"
        # A shell gives what it runs in the background no Ctrl-C, and children inherit that.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "asked = judged._asked\n"
        "def told():\n"
        "    print('ready', flush=True)\n"
        "    return asked()\n"
        "judged._asked = told\n"
        "sys.argv = ['zammad-plugin', *sys.argv[1:]]\n"
        "from zammad_plugin.cli.main import main\n"
        "main()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "systemd"])
def test_an_interruption_is_130_and_says_what_next(by: signal.Signals) -> None:
    with _started("explain") as process:
        assert process.stdout and process.stderr and process.stdout.readline() == "ready\n"
        process.send_signal(by)
        assert process.wait(120) == 130
        assert process.stderr.read().strip() == "interrupted; run again, nothing is done twice"


@pytest.mark.parametrize(
    ("words", "code"), [(["--version"], 0), (["explain", "--nothing"], 2), (["nothing"], 2)]
)
def test_clicks_own_ways_to_end(words: list[str], code: int) -> None:
    done = subprocess.run([SCRIPT, *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == code and bool(done.stdout) != bool(done.stderr)
