"""sheet: what the police need to ask a platform for. clocks: deadlines of evidence."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from zammad_plugin.cli.options import DESK, FORMAT, connection, lang_of
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import ExitCode

if TYPE_CHECKING:
    from zammad_plugin.routing.rules import Routing
    from zammad_plugin.sync.model import Record
    from zammad_plugin.zammad.client import Client


SAID = (
    "{deadlines} deadlines written, {reminders} reminders, {warnings} warned of a closing window, "
    "{failed} failed"
)


@click.command()
@click.argument("ticket", type=click.IntRange(1))
@connection
@DESK
@lang_of("The authority's language.")
@click.option(
    "--pdf",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it as a page to print into this file, for its owner alone (mode 0600).",
)
def sheet(ticket: int, server: Server, desk: Path | None, lang: str, pdf: Path | None) -> None:
    """Print the sheet for the police of TICKET: accounts, links, times; never any content.

    --pdf needs the extra: pip install 'zammad-plugin[pdf]'.
    """
    from zammad_plugin.config.desk import desk_in
    from zammad_plugin.deadlines import police_pdf, police_sheet
    from zammad_plugin.deadlines.known import known_of
    from zammad_plugin.tickets.desk_routing import routing_of

    zone = routing_of(desk_in(desk)).zone
    with server.client(desk) as client:
        known = known_of(client, ticket, zone)
    if pdf:
        police_pdf.write(pdf, known, lang, datetime.now(ZoneInfo(zone)))
    else:
        click.echo(police_sheet.sheet(known, lang), nl=False)


@click.command()
@connection
@DESK
@FORMAT
@click.option("--explain", is_flag=True, help="Write nothing: tell where each date comes from.")
def clocks(server: Server, desk: Path | None, form: str, explain: bool) -> None:
    """Write deadlines of evidence and remind of them, warn of WhatsApp's closing windows.

    Silent when nothing changed. `run` does it too, in its rhythm. Dates that a person wrote are
    left as they are.
    """
    from zammad_plugin.config.desk import desk_in, language_of
    from zammad_plugin.deadlines.evidence import explained
    from zammad_plugin.tickets.desk_routing import routing_of

    loaded, now = desk_in(desk), datetime.now(UTC)
    routing, lang = routing_of(loaded), language_of(loaded)
    today = now.astimezone(ZoneInfo(routing.zone)).date()
    with server.client(desk) as client:
        if explain:
            return _explain(explained(client, today, lang), form)
        counts = _kept(client, routing, now, today, lang)
    if any(counts.values()):
        click.echo(json.dumps(counts) if form == "json" else SAID.format(**counts))
    if counts["failed"]:
        raise SystemExit(int(ExitCode.PARTIAL))
    return None


def _kept(
    client: Client, routing: Routing, now: datetime, today: date, lang: str
) -> dict[str, int]:
    """How many of each were written. `today`: in the desk's own time."""
    from zammad_plugin.deadlines.asked import keep_asked
    from zammad_plugin.deadlines.evidence import keep
    from zammad_plugin.deadlines.rounds import called
    from zammad_plugin.deadlines.whatsapp import warn

    warned = warn(client, now, lang)
    call = called(client, routing, now)
    silent = keep_asked(client, today, lang, call)
    kept = keep(client, today, lang, call)
    return {
        "deadlines": len(kept.written),
        "reminders": len(kept.reminded) + len(silent.reminded),
        "warnings": len(warned.written),
        "failed": len(kept.failed) + len(silent.failed) + len(warned.failed),
    }


def _explain(rows: list[Record], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        told = row.get("fault") or f"{row['day']} {row['step']}: {row['basis']}"
        click.echo(f"#{row['number']} {told}")
