"""A new desk: the files that `init` lays down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zammad_plugin.config.places import PACKAGE
from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError, StateError, Where
from zammad_plugin.state.atomic import replace_file

STARTER = PACKAGE / "starter"
DOT = "dot-"  # a wheel is built from files that are in sight
SETTINGS = "zammad-plugin.yml"
OF_INSTANCE = "extends: nothing\nurl: {url}\n"  # of a desk that begins with what an instance has


def starter_files() -> Iterator[tuple[str, str]]:
    """(place below the desk, text) of every file of a new desk."""
    for file in sorted(STARTER.rglob("*")):
        if file.is_file():
            place = file.relative_to(STARTER).as_posix()
            yield _shown(place), read_text(file)


def put(file: Path, text: str) -> None:
    """`text` as a file of a new desk. Raises DeskError where none can be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, [text], mode=0o644)
    except (OSError, StateError) as error:
        why = getattr(error, "strerror", "") or str(error)
        hint = "choose a folder that you may write to"
        raise DeskError(f"can't be written: {why}", where=Where(file), hint=hint) from error


def _shown(place: str) -> str:
    return "/".join(
        "." + part.removeprefix(DOT) if part.startswith(DOT) else part for part in place.split("/")
    )


def lay_down(folder: Path, url: str = "") -> tuple[list[Path], list[Path]]:
    """(written, left because it stood there already); nothing is ever overwritten.

    With `url` the desk extends nothing and has no examples: what the instance has follows.
    """
    written: list[Path] = []
    left: list[Path] = []
    for place, text in starter_files():
        if url and place.startswith(("macros/", "rules/", "templates/")):
            continue
        text = OF_INSTANCE.format(url=url) if url and place == SETTINGS else text
        file = folder / place
        if file.exists():
            left.append(file)
        else:
            put(file, text)
            written.append(file)
    return written, left
