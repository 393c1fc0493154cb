"""For commands that must work by night: of broken files of the desk the last good ones count."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path

import click

from zammad_plugin.cli.output import say
from zammad_plugin.errors import DeskError, StateError

STALE = "zammad_plugin.stale"  # in the context: the desk's own files could not be read
NEXT = "zammad-plugin check names every fault; until it is mended the last good files are used"


def last_good(command: Callable[..., object]) -> Callable[..., object]:
    """`desk` of the command: the folder as given, or the copy of its last good files."""

    @wraps(command)
    def with_files(desk: Path | None, state_dir: Path | None, **more: object) -> object:
        if desk is not None:
            desk = _readable(desk, state_dir)
        return command(desk=desk, state_dir=state_dir, **more)

    return with_files


def stale() -> bool:
    """Whether a file of the desk can't be read: then nothing is synced, and the end is no
    success."""
    return bool(click.get_current_context().meta.get(STALE))


def _readable(desk: Path, state_dir: Path | None) -> Path:
    """Raises DeskError for settings or routing that can't be read, where no good ones were kept."""
    from zammad_plugin.state.last_good import keep, kept_for

    into = kept_for(desk, state_dir)
    try:
        parts, problems = _read(desk)
    except DeskError as error:
        parts, problems = (), [error]
    for problem in problems:
        say(f"error: {problem}")
    if problems:
        click.get_current_context().meta[STALE] = True
        if not parts and not into.is_dir():
            raise problems[0]
        say(f"  next: {NEXT}")
        return into if into.is_dir() else desk
    try:
        keep(desk, parts, into)
    except StateError as error:
        say(f"warning: {error}")
    return desk


def _read(desk: Path) -> tuple[tuple[Path, ...], list[DeskError]]:
    """(what triage needs, below the desk; files of rules that are left out). Raises DeskError for
    what it can't do without."""
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.config.settings.desk import SETTINGS_FILE
    from zammad_plugin.tickets.desk_routing import routing_of
    from zammad_plugin.tickets.replies.texts import texts_that_go_out
    from zammad_plugin.triage.ruleset import load

    loaded = load_desk(desk)
    texts_that_go_out(loaded, routing_of(loaded))
    parts = (Path(SETTINGS_FILE), loaded.settings.rules, Path("templates/replies"))
    return parts, load(desk=loaded.rules).problems
