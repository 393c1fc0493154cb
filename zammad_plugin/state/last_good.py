"""The desk's files as they were when they could be read last: one typo at 17:00 stops no triage.

Only what triage needs is kept, and none of it is secret: settings, rules, texts of replies.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from zammad_plugin.errors import StateError, Where
from zammad_plugin.state.places import root

MARK = ".kept"  # of the files as they were copied


def kept_for(desk: Path, base: Path | None = None) -> Path:
    """Where the copy of the desk in that folder stands: its settings, which hold its name, may be
    what can't be read."""
    name = hashlib.sha256(str(desk.resolve()).encode()).hexdigest()[:16]
    return (base or root()) / f"desk-{name}"


def keep(desk: Path, parts: tuple[Path, ...], into: Path) -> None:
    """Copy `parts` (below the desk) unless they are there as they are. Raises StateError."""
    now = _print(desk, parts)
    with suppress(OSError):
        if (into / MARK).read_text(encoding="ascii") == now:
            return
    new, old = into.with_name(f"{into.name}.new"), into.with_name(f"{into.name}.old")
    try:
        _copy(desk, parts, new)
        (new / MARK).write_text(now, encoding="ascii")
        shutil.rmtree(old, ignore_errors=True)
        if into.exists():
            into.rename(old)
        new.rename(into)
        shutil.rmtree(old, ignore_errors=True)
    except (OSError, shutil.Error) as error:
        why = error.strerror or type(error).__name__  # shutil's own has none
        what = f"the desk's files can't be kept: {why}"
        raise StateError(what, where=Where(into)) from error


def _copy(desk: Path, parts: tuple[Path, ...], new: Path) -> None:
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700, parents=True)
    for part in parts:
        source, target = desk / part, new / part
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _print(desk: Path, parts: tuple[Path, ...]) -> str:
    """Changes with every file that is written, made or taken away."""
    seen = hashlib.sha256()
    for file in sorted(_files(desk, parts)):
        state = file.stat()
        seen.update(f"{file.relative_to(desk)} {state.st_mtime_ns} {state.st_size}\n".encode())
    return seen.hexdigest()


def _files(desk: Path, parts: tuple[Path, ...]) -> Iterator[Path]:
    for part in parts:
        place = desk / part
        if place.is_file():
            yield place
        elif place.is_dir():
            yield from (file for file in place.rglob("*") if file.is_file())
