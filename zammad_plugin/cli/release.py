"""release: two persons take the fence down before a ticket's files."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK, FORMAT, connection
from zammad_plugin.cli.server import Server

if TYPE_CHECKING:
    from zammad_plugin.deadlines.release import Fence
    from zammad_plugin.zammad.client import Client


CLOSED, BACK = "Child Safety closed", "Child Safety"  # as the package names its groups
AGREES = "second-person-agrees"  # file of the macro by which a person agrees


@click.command()
@click.argument("ticket", type=int)
@click.option(
    "--by",
    multiple=True,
    required=True,
    metavar="LOGIN|FILE",
    help="Who agrees, twice: a login that agreed in the ticket, or a file with the own token.",
)
@connection
@DESK
@FORMAT
def release(
    ticket: int,
    by: tuple[str, ...],
    server: Server,
    desk: Path | None,
    form: str,
) -> None:
    """Open the files of TICKET to those who work on it, when two persons agree.

    Each has used the macro "second person agrees" since the newest file came, or gives the own
    token. What comes later is fenced again (docs/fence.md).
    """
    from zammad_plugin.config.desk import desk_in, language_of
    from zammad_plugin.deadlines import release as fence

    def opened(file: Path) -> AbstractContextManager[Client]:
        return replace(server, token_file=file).client(desk)

    lang = language_of(desk_in(desk))
    with server.client(desk) as client:
        count = fence.release(client, ticket, by, _fence(desk), opened, lang)
    told = f"ticket {ticket}: {count} messages with files are open again"
    click.echo(json.dumps({"ticket": ticket, "messages": count}) if form == "json" else told)


def _fence(desk: Path | None) -> Fence:
    """What the desk calls its groups and its macro's note, in every language."""
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.config.places import default_desk
    from zammad_plugin.config.reading.placed_yaml import read_yaml
    from zammad_plugin.deadlines.release import Fence

    loaded = load_desk(desk or default_desk())
    own = loaded.own_names("groups")
    file = loaded.macros / f"{AGREES}.yml"
    macro = read_yaml(file if file.is_file() else default_desk() / "macros" / file.name)
    subject = macro["perform"]["article.note"]["subject"]
    agreed = subject.values() if isinstance(subject, dict) else [subject]
    return Fence(frozenset(map(str, agreed)), own.get(CLOSED, CLOSED), own.get(BACK, BACK))
