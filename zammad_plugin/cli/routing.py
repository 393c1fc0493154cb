"""Commands about the routing file: route explain, route simulate."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from zammad_plugin.cli.judged import explained, of_text, of_ticket, routing_of, rules, written
from zammad_plugin.cli.options import DESK, FORMAT, connection, connection_if_asked
from zammad_plugin.cli.server import Server
from zammad_plugin.vocabulary import Channel

if TYPE_CHECKING:
    from zammad_plugin.measure.simulate import Simulated


UNITS = {"h": "hours", "d": "days", "w": "weeks"}
FILE = click.option(
    "--routing",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="A routing file in place of the desk's.",
)


def _since(context: click.Context, option: click.Parameter, value: str) -> timedelta:
    """`30d`, `12h`, `2w`."""
    found = re.fullmatch(r"(\d{1,4})([hdw])", value.strip())
    if not found:
        raise click.BadParameter("such as 30d, 12h or 2w")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


@click.group()
def route() -> None:
    """What the routing file does with a message, and what a changed one would do."""


@route.command("explain")
@click.argument("text", required=False)
@click.option("--ticket", type=int, help="Explain this ticket of the Zammad at --url.")
@click.option(
    "--channel",
    type=click.Choice(get_args(Channel)),
    default="other",
    show_default=True,
    help="Channel of TEXT.",
)
@connection_if_asked
@DESK
@FILE
@FORMAT
def explain_route(
    text: str | None,
    ticket: int | None,
    channel: Channel,
    server: Server,
    desk: Path | None,
    file: Path | None,
    form: str,
) -> None:
    """Say which routing rule decides on standard input, TEXT or a ticket, and why no earlier one.

    Nothing is written. A real report belongs into standard input: a command line is read by every
    user of the machine.
    """
    from zammad_plugin.triage.engine import assess

    routing = routing_of(desk, file)
    if ticket is None:
        messages, around = [written(text)], of_text(channel, routing)
    else:
        messages, around = of_ticket(ticket, server, desk, routing)
    told = explained(assess(messages, rules(desk)), around, routing)
    click.echo(json.dumps(told[0], ensure_ascii=False, indent=2) if form == "json" else told[1])


@route.command("simulate")
@connection
@click.option(
    "--since", callback=_since, default="30d", show_default=True, help="How far back: 12h, 30d, 4w."
)
@click.option("--limit", type=click.IntRange(1), default=None, help="At most so many tickets.")
@DESK
@FILE
@FORMAT
def simulate_route(
    server: Server,
    since: timedelta,
    limit: int | None,
    desk: Path | None,
    file: Path | None,
    form: str,
) -> None:
    """Show what --routing FILE would do with past tickets that the present file does otherwise.

    Without FILE: how many tickets each present rule takes. Nothing is written.
    """
    from zammad_plugin.measure.simulate import simulate

    now, then = routing_of(desk, None), routing_of(desk, file)
    with server.client(desk) as client:
        made = simulate(client, rules(desk), now, then, datetime.now(UTC) - since, limit)
    click.echo(json.dumps(made.to_dict()) if form == "json" else "\n".join(_lines(made)))


def _lines(made: Simulated) -> list[str]:
    """First the rules, then each ticket that would be another one."""
    rows = [f"{made.read} tickets read, {len(made.differences)} would be routed otherwise"]
    for (one, other), count in made.rules.most_common():
        rows.append(f"{count:6}  {one}" + ("" if one == other else f" -> {other}"))
    for found in made.differences:
        before, after = found.rules
        rows.append(f"ticket {found.ticket} (#{found.number}): {before} -> {after}")
        rows += [f"    {name}: {_shown(a)} -> {_shown(b)}" for name, (a, b) in found.parts.items()]
    if made.left:
        rows.append(f"not readable with this token: {', '.join(map(str, made.left))}")
    return rows + (["more is left: raise --limit"] if made.more else [])


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name}={one}" for name, one in value.items()) or "-"
    return (" ".join(value) if isinstance(value, tuple) else str(value or "")) or "-"
