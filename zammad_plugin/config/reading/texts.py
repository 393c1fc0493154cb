"""The text of a file that a desk may have: regular, of a bounded size, by no link from outside.

A desk's files may come from elsewhere. This is their one reader.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from zammad_plugin.errors import DeskError, Where

LARGEST = 1024 * 1024  # bytes; the largest of the package's own files has 80,000


def _bytes(path: Path) -> bytes:
    """Raises DeskError for what is no regular file, or larger than LARGEST; never waits."""
    # Without O_NONBLOCK the open of a pipe waits for its writer, for ever.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise DeskError("no regular file", where=Where(path), hint="put a file there")
        found = stream.read(LARGEST + 1)
    if len(found) > LARGEST:
        what = f"larger than {LARGEST >> 10} KiB"
        raise DeskError(what, where=Where(path), hint="no file of a desk needs that; split it")
    return found


def read_text(path: Path) -> str:
    """The file as UTF-8, its line ends as \\n. Raises DeskError when it can't be read, is no UTF-8
    or no regular file of a bounded size."""
    try:
        found = _bytes(path)
        # A mark of the byte order is no letter: some editors write it before everything.
        text = found.decode("utf-8").removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = found[: error.start].count(b"\n") + 1
        raise DeskError(
            "not UTF-8", where=Where(path, line, 1), hint="save the file as UTF-8"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        why = error.strerror if isinstance(error, OSError) else "no name of a file"
        raise DeskError(f"can't be read: {why}", where=Where(path)) from error


def inside(folder: Path) -> Callable[[Path], Path]:
    """A check for files found below `folder`: gives them back, or raises DeskError for one that a
    link takes out of it."""
    root, known = Path(os.path.realpath(folder)), dict[Path, Path]()

    def checked(file: Path) -> Path:
        parent = known.setdefault(file.parent, Path(os.path.realpath(file.parent)))
        real = Path(os.path.realpath(file)) if file.is_symlink() else parent / file.name
        if not real.is_relative_to(root):
            hint = "put the file itself there, not a link"
            raise DeskError("a link leads out of the desk", where=Where(file), hint=hint)
        return file

    return checked
