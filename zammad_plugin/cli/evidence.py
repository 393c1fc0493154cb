"""sheet: what the police need to ask a platform for. clocks: deadlines of evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from zammad_plugin.cli.options import DESK, client_of, connection
from zammad_plugin.errors import ExitCode


@click.command()
@click.argument("ticket", type=int)
@connection
@DESK
@click.option(
    "--lang",
    type=click.Choice(["en", "ar", "fr"]),
    default="en",
    show_default=True,
    help="The authority's language.",
)
def sheet(
    ticket: int, url: str, token_file: Path | None, allow_http: bool, desk: Path | None, lang: str
) -> None:
    """Print the sheet for the police of TICKET: accounts, links, times; never any content."""
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.deadlines.evidence import sheet_of
    from zammad_plugin.tickets.tools import routing_of

    hours = routing_of(load_desk(desk) if desk else None).hours
    zone = hours.timezone if hours else "UTC"
    with client_of(url, token_file, allow_http, desk) as client:
        click.echo(sheet_of(client, ticket, lang, zone), nl=False)


@click.command()
@connection
@DESK
def clocks(url: str, token_file: Path | None, allow_http: bool, desk: Path | None) -> None:
    """Write deadlines of evidence, warn of WhatsApp's closing windows. Silent when nothing changed.

    `run` does it too, in its rhythm. Dates that a person wrote are left as they are.
    """
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.deadlines.evidence import keep
    from zammad_plugin.deadlines.whatsapp import warn
    from zammad_plugin.tickets.tools import routing_of

    loaded, now = load_desk(desk) if desk else None, datetime.now(UTC)
    hours = routing_of(loaded).hours
    today = now.astimezone(ZoneInfo(hours.timezone if hours else "UTC")).date()
    with client_of(url, token_file, allow_http, desk) as client:
        warned = warn(client, now, loaded.settings.language if loaded else "en")
        kept = keep(client, today)
    failed = len(kept.failed) + len(warned.failed)
    if kept.written or warned.written or failed:
        click.echo(
            f"{len(kept.written)} deadlines written, {len(warned.written)} warned of a closing "
            f"window, {failed} failed"
        )
    if failed:
        raise SystemExit(int(ExitCode.PARTIAL))
