"""upgrade: what is new in the package's desk, for a desk that extends it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK_NEEDED, FORMAT
from zammad_plugin.errors import DeskError

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.sync.files.since import Change

NEXT = "next: when you have looked, zammad-plugin upgrade --seen"
COMPARED = ("replaced here", "merged here")


@click.command()
@DESK_NEEDED
@click.option("--seen", is_flag=True, help="Remember the package as it is now.")
@FORMAT
def upgrade(desk: Path, seen: bool, form: str) -> None:
    """What changed in the package since the desk last looked, file by file; offline.

    Beside each file stands what this desk does with it: replaced, merged or left out here.
    """
    from zammad_plugin.cli.data import tell
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.sync.files.since import changes, looked, remember

    loaded = load_desk(desk)
    _refuse_alone(loaded)
    before = looked(loaded)
    found = changes(loaded, before) if before else []
    if seen:
        remember(desk)
    since = before["version"] if before else None
    if form == "json":
        rows = [{"place": one.place, "how": one.how, "here": one.here} for one in found]
        tell({"since": since, "changes": rows})
    else:
        click.echo(_told(found, since, seen))


def _refuse_alone(desk: Desk) -> None:
    """Raises DeskError."""
    if desk.base is None:
        what = "this desk extends nothing: no file of the package counts in it"
        raise DeskError(what, hint="extends: default, in zammad-plugin.yml")


def _told(found: list[Change], since: str | None, seen: bool) -> str:
    if since is None:
        return "the package is remembered now" if seen else f"nothing is remembered yet\n  {NEXT}"
    if not found:
        return f"nothing changed in the package since {since}"
    lines = [_line(one) for one in found]
    own = sum(bool(one.here) for one in found)
    what = f"{len(found)} files changed since {since}, of which {own} are this desk's too"
    return "\n".join([*lines, what if seen else f"{what}\n  {NEXT}"])


def _line(one: Change) -> str:
    beside = f"  {one.here}" if one.here else ""
    compare = f": compare with {one.file}" if one.file and one.here in COMPARED else ""
    return f"{one.how:8} {one.place}{beside}{compare}"
