"""How much is done: a share in CI, all of it by `make promises`."""

from __future__ import annotations

import os
from pathlib import Path

FULL = os.environ.get("PROMISES") == "full"
SHARE = float(os.environ.get("PROMISES_SHARE", "1"))  # of the full, where a machine is small
FIGURES = os.environ.get("PROMISES_FIGURES", "")  # a file that `make promises` prints


def many(small: int, full: int) -> int:
    """`small` in CI; of `full` the share that was asked for."""
    return max(small, round(full * SHARE)) if FULL else small


def figure(name: str, value: object) -> None:
    """One line of the table at the end; docs/promises.md states them."""
    if not FIGURES:
        return
    with Path(FIGURES).open("a", encoding="utf-8") as file:
        file.write(f"{name:<60} {value}\n")
