"""A process of ours that can do no harm: it ends with whoever started it, leaves no core file and
has no network. On Linux."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from collections.abc import Mapping

DEATH = 1  # prctl's PR_SET_PDEATHSIG
NEW_USER, NEW_NET = 0x10000000, 0x40000000  # unshare's CLONE_NEWUSER, CLONE_NEWNET
# What a process of ours needs to run, and nothing secret: a token or a key never goes along.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "OMP_NUM_THREADS")
STARTED_BY = "ZAMMAD_PLUGIN_LEASH"  # variable with the id of the process that it ends with


def passed_on(given: Mapping[str, str], *path: str) -> dict[str, str]:
    """Of the variables `given` those that a child of ours gets, and where it finds modules."""
    kept = {name: given[name] for name in PASSED_ON if name in given}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, path))}


def offline() -> bool:
    """Whether this process has no network from now on: in a container without rights it stays.

    In a user namespace of its own it can't open files below the /proc of whoever started it."""
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (NEW_USER | NEW_NET, NEW_NET))


def tie() -> None:
    """End with the thread that started us; at once where it is gone by now."""
    ctypes.CDLL(None).prctl(DEATH, signal.SIGKILL)
    if os.environ.pop(STARTED_BY, "") not in ("", str(os.getppid())):
        raise SystemExit(1)


def without_core() -> None:
    """No file with what was written or said, when it crashes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
