"""A folder for files that must not outlive their use: each user of it has a corner of its own,
which is emptied when it ends, and by the next one when it was killed."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HELD = "held"  # locked by the process whose corner it is; the system lets go when it dies


def sweep(folder: Path) -> None:
    """Empty what processes left that are no more."""
    for corner in folder.glob("*/"):
        with suppress(OSError), (corner / HELD).open("r") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(corner, ignore_errors=True)


@contextmanager
def corner(folder: Path) -> Iterator[Path]:
    """A new folder of mode 0700 below `folder`, gone at the end. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with (
        tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as made,
        # Locked before it is there: a sweep in between would take the corner for a dead one's.
        tempfile.NamedTemporaryFile(dir=folder, delete=False) as mark,
    ):
        fcntl.flock(mark, fcntl.LOCK_EX)
        Path(mark.name).replace(Path(made) / HELD)
        yield Path(made)
