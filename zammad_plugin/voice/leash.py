"""Runs a program that hears so that it can do no harm: `… leash alone WORDS`, `… leash free WORDS`.

It ends with whoever started it, also by SIGKILL; it leaves no core file with what was said and
takes the processor after others. `alone`: it has no network, and looks into no other process,
where the system allows that. Then it becomes the program.
"""

from __future__ import annotations

import os
import sys

from zammad_plugin.state.apart import offline, tie, without_core

LATER = 10  # nice: a tenth of the share of others; with 19 a busy machine never came to it
ALONE, FREE = "alone", "free"
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_WAIT_POLICY": "passive"}


def main(way: str, words: list[str]) -> None:
    tie()
    without_core()
    os.setpriority(os.PRIO_PROCESS, 0, LATER)
    if way == ALONE:
        offline()
    os.execvpe(words[0], words, {**os.environ, **OFFLINE})


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
