"""sheet: what the police need to ask a platform for. clocks: deadlines of evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from zammad_plugin.cli.options import DESK, client_of, connection
from zammad_plugin.errors import ExitCode


@click.command()
@click.argument("ticket", type=int)
@connection
@DESK
@click.option("--lang", type=click.Choice(["en", "ar", "fr"]), default="en", show_default=True,
              help="The authority's language.")  # fmt: skip
def sheet(
    ticket: int, url: str, token_file: Path | None, allow_http: bool, desk: Path | None, lang: str
) -> None:
    """Print the sheet for the police of TICKET: accounts, links, times; never any content."""
    from zammad_plugin.clocks import sheet_of
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.desk_tools import routing_of

    hours = routing_of(load_desk(desk) if desk else None).hours
    zone = hours.timezone if hours else "UTC"
    with client_of(url, token_file, allow_http) as client:
        click.echo(sheet_of(client, ticket, lang, zone), nl=False)


@click.command()
@connection
def clocks(url: str, token_file: Path | None, allow_http: bool) -> None:
    """Write the next deadline onto tickets with dates of evidence. Silent when nothing changed.

    For cron, once a day: dates that a person wrote are left as they are.
    """
    from zammad_plugin.clocks import keep

    with client_of(url, token_file, allow_http) as client:
        kept = keep(client, datetime.now(UTC).date())
    if kept.written or kept.failed:
        click.echo(f"{len(kept.written)} deadlines written, {len(kept.failed)} failed")
    if kept.failed:
        raise SystemExit(int(ExitCode.PARTIAL))
