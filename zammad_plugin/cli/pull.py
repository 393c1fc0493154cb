"""pull: a live instance → files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.data import tell
from zammad_plugin.cli.hints import remember
from zammad_plugin.cli.options import FORMAT, connection
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import ExitCode
from zammad_plugin.sync.kinds import REGISTRY

if TYPE_CHECKING:
    from zammad_plugin.sync.files.pull import Pulled


@click.command()
@click.argument("kinds", nargs=-1, type=click.Choice(sorted(REGISTRY)), metavar="[KIND]...")
@connection
@click.option(
    "--desk",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    callback=remember,
    help="The desk's folder to write to; it may be empty or missing.",
)
@click.option("--overwrite", is_flag=True, help="Also files that say otherwise.")
@FORMAT
def pull(kinds: tuple[str, ...], server: Server, desk: Path, overwrite: bool, form: str) -> None:
    """Write what the Zammad has as files; KINDS such as macros, without them everything.

    `plan` right after it shows nothing. What no file can say is named on stderr and left out.
    """
    from zammad_plugin.sync.files.pull import pull as execute

    with server.client(desk, named=False) as client:
        result = execute(client, desk, kinds, overwrite)
    if form == "json":
        tell(_as_data(result))
    else:
        _report(result)
    if result.left:
        raise SystemExit(int(ExitCode.PARTIAL))


def _as_data(result: Pulled) -> dict[str, object]:
    return {
        "written": [str(file) for file in result.written],
        "same": [str(file) for file in result.same],
        "left_out": [{"where": str(where), "what": why} for where, why in result.left],
    }


def _report(result: Pulled) -> None:
    for where, why in result.left:
        say(f"left out: {where}: {why}")
    for file in result.written:
        click.echo(str(file))
    click.echo(f"{len(result.written)} written, {len(result.same)} as they were")
