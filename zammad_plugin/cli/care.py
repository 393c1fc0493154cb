"""care: who met how many grave cases, for the lead's care of the team."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK_VARIABLE, FORMAT, connection, desk_with
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import PluginError

if TYPE_CHECKING:
    from zammad_plugin.config.settings.protection import CareSettings
    from zammad_plugin.report.care import Met

Row = dict[str, str | int | bool]
ROW = "{:>6} {:>5} {:>9}  {}{}"


@click.command()
@connection
@desk_with("care", DESK_VARIABLE)
@click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=14,
    show_default=True,
    help="What was written in that many days.",
)
@FORMAT
def care(server: Server, desk: Path, days: int, form: str) -> None:
    """Say who met how many grave cases on how many days, so that the lead can look after people.

    Off until the desk writes `care: {}` into zammad-plugin.yml, and tells its agents. A star: more
    than the desk thinks good. Nothing is stored.
    """
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.report.care import met

    settings = load_desk(desk).settings.care
    if settings is None:
        hint = "talk it over with the team, then write `care: {}` into zammad-plugin.yml"
        raise PluginError("the desk has not switched this on", hint=hint)
    since = datetime.now(UTC) - timedelta(days=days)
    with server.client(desk) as client:
        found = met(client, settings, since)
    rows = [_row(one, settings) for one in found]
    if form == "json":
        click.echo(json.dumps(rows))
    else:
        _tell(rows)


def _row(one: Met, settings: CareSettings) -> Row:
    return {
        "agent": one.login,
        "cases": len(one.cases),
        "days": len(one.days),
        "in_a_row": one.in_a_row,
        "care": one.needs_care(settings),
    }


def _tell(rows: Sequence[Row]) -> None:
    if rows:
        click.echo(ROW.format("cases", "days", "in a row", "agent", ""))
    for row in rows:
        star = "  *" if row["care"] else ""
        click.echo(ROW.format(row["cases"], row["days"], row["in_a_row"], row["agent"], star))
