"""networks: tickets that hang together by the accounts and numbers that they name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK, FORMAT, connection, lang_of
from zammad_plugin.cli.server import Server

if TYPE_CHECKING:
    from zammad_plugin.report.network import Groups
    from zammad_plugin.tickets.networks.clusters import Cluster

ROW = "{:>7} {:>9} {:>10} {:>10}  {}"


@click.command()
@connection
@DESK
@FORMAT
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=90,
    show_default=True,
    help="Tickets made since that many days.",
)
@click.option(
    "--svg",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw them into this file: a dot a ticket, a square an account. For the desk alone.",
)
@lang_of("Language of the picture.")
def networks(
    server: Server,
    desk: Path | None,
    form: str,
    days: int,
    svg: Path | None,
    lang: str,
) -> None:
    """List clusters of tickets that name the same account or number, without any words.

    How many tickets and reporters, first and last day, categories. Reads the tags of each ticket:
    one call a ticket.
    """
    from zammad_plugin.tickets.networks.clusters import cluster, days_ago, linked, members_of

    with server.client(desk) as client:
        groups = members_of(linked(client, days_ago(days, datetime.now(UTC).date())))
    if svg:
        _draw(svg, groups, lang, desk)
        return
    found = [cluster(members) for members in groups]
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in found], default=str))
    else:
        _tell(found)


def _draw(svg: Path, groups: Groups, lang: str, desk: Path | None) -> None:
    from zammad_plugin.report.network import drawn
    from zammad_plugin.state.atomic import replace_file

    replace_file(svg, [drawn(groups, lang, desk)])


def _tell(found: Sequence[Cluster]) -> None:
    if found:
        click.echo(ROW.format("tickets", "reporters", "first", "last", "categories"))
    for one in found:
        named = ", ".join(f"{name} {count}" for name, count in one.categories.items())
        line = ROW.format(one.tickets, one.reporters, str(one.first), str(one.last), named)
        click.echo(line.rstrip())
