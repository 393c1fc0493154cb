"""learn: what agents changed after triage."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from zammad_plugin.cli.options import DESK, FORMAT, connection
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import ExitCode

DAYS = re.compile(r"(\d{1,4})d")


def _since(context: click.Context, option: click.Parameter, value: str) -> datetime:
    """A date, or a number of days back such as 30d."""
    days = DAYS.fullmatch(value)
    try:
        if days:
            return datetime.now(UTC) - timedelta(days=int(days[1]))
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter("such as 2026-05-01 or 30d") from None


@click.command()
@connection
@click.option(
    "--since",
    callback=_since,
    default="30d",
    show_default=True,
    metavar="DATE|30d",
    help="What changed from then on (UTC).",
)
@click.option(
    "--export",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write the messages that were judged or corrected here, mode 0600; for `eval`.",
)
@DESK
@FORMAT
def learn(
    server: Server, since: datetime, export: Path | None, desk: Path | None, form: str
) -> None:
    """Say where triage was wrong, by rule, from what agents changed; without any text."""
    from zammad_plugin.measure.learn import learn as read

    with server.client(desk) as client:
        learned = read(client, since, export)
    click.echo(json.dumps(learned.to_dict()) if form == "json" else learned.to_text())
    for ticket in learned.failed:
        say(f"ticket {ticket}: can't be read")
    if learned.failed:
        raise SystemExit(int(ExitCode.PARTIAL))
