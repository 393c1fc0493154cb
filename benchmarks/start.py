"""How long a person at a terminal waits for `--help`, beside the bare interpreter and click alone.

usage: python benchmarks/start.py [TIMES]     (default 20; needs nothing but the package)
Each figure is the median of whole processes, from start to end. The wall is what a person waits,
and true only on a machine that has nothing else to do; the processor's time is the work itself.
Ends with 1 when the wall of `--help` is above 0.15 s.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

LIMIT = 0.15  # seconds
MAIN = "import sys; from zammad_plugin.cli.main import main; sys.argv[1:] = {words!r}; main()"
SHOWN: dict[str, Sequence[str]] = {
    "--help": ["--help"],
    "apply --help": ["apply", "--help"],
    "signal --help": ["signal", "--help"],
    "--version": ["--version"],
}


def once(program: str) -> tuple[float, float]:
    """(wall, processor time) of one process, in seconds."""
    before, began = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - began, os.times()
    work = after.children_user - before.children_user
    return wall, work + after.children_system - before.children_system


def medians(program: str, times: int) -> tuple[float, float]:
    once(program)  # bytecode and the disk's cache
    walls, works = zip(*(once(program) for _ in range(times)), strict=True)
    return statistics.median(walls), statistics.median(works)


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    programs = {"python alone": "pass", "python and click": "import click"}
    programs |= {
        f"zammad-plugin {name}": MAIN.format(words=list(words)) for name, words in SHOWN.items()
    }
    found = {name: medians(program, times) for name, program in programs.items()}
    for name, (wall, work) in found.items():
        print(f"{name:<28} {wall:6.3f} s  processor {work:6.3f} s")
    return int(found["zammad-plugin --help"][0] > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
