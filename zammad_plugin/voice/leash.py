"""Runs a program that hears so that it can do no harm: `… leash alone WORDS`, `… leash free WORDS`.

It ends with whoever started it, also by SIGKILL; it leaves no core file with what was said and
takes the processor after others. `alone`: it has no network, and looks into no other process,
where the system allows that. Then it becomes the program.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

DEATH = 1  # prctl's PR_SET_PDEATHSIG
NEW_USER, NEW_NET = 0x10000000, 0x40000000  # unshare's CLONE_NEWUSER, CLONE_NEWNET
LATER = 10  # nice: a tenth of the share of others; with 19 a busy machine never came to it
ALONE, FREE = "alone", "free"
STARTED_BY = "ZAMMAD_PLUGIN_LEASH"
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_WAIT_POLICY": "passive"}


def offline() -> bool:
    """Whether this process has no network from now on: in a container without rights it stays.

    In a user namespace of its own it can't open files below the /proc of whoever started it."""
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (NEW_USER | NEW_NET, NEW_NET))


def tie() -> None:
    """End with the process that started us; at once where it is gone by now."""
    ctypes.CDLL(None).prctl(DEATH, signal.SIGKILL)
    if os.environ.pop(STARTED_BY, "") not in ("", str(os.getppid())):
        raise SystemExit(1)


def main(way: str, words: list[str]) -> None:
    tie()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.setpriority(os.PRIO_PROCESS, 0, LATER)
    if way == ALONE:
        offline()
    os.execvpe(words[0], words, {**os.environ, **OFFLINE})


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
