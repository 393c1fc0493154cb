"""`doctor`: what is wrong around the plugin, one line each with the mend. `status`: what waits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK, FORMAT, connection
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server
from zammad_plugin.cli.sight import admin_of, look, wanted_by
from zammad_plugin.doctor.findings import Finding
from zammad_plugin.errors import ExitCode

if TYPE_CHECKING:
    from zammad_plugin.routing.rules import Routing


SIGNS = {"ok": "ok  ", "warn": "warn", "fail": "FAIL"}


@click.command()
@connection
@DESK
@FORMAT
def doctor(server: Server, desk: Path | None, form: str) -> None:
    """Look at the server with this token: rights, attributes, triggers, clock, waiting tickets."""
    from zammad_plugin.doctor.zammad import examine

    with ExitStack() as held:
        client = held.enter_context(server.client(desk))
        admin = held.enter_context(admin_of(server, desk))
        findings = examine(client, _routing(desk), admin, wanted_by(desk))
    tell(findings, form)


def _routing(desk: Path | None) -> Routing:
    from zammad_plugin.config.desk import desk_in
    from zammad_plugin.tickets.desk_routing import routing_of

    return routing_of(desk_in(desk))


def tell(findings: Sequence[Finding], form: str) -> None:
    """Print them; ends with exit code 1 when one failed."""
    if form == "json":
        click.echo(json.dumps([vars(one) for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            mend = f"\n       next: {one.mend}" if one.mend else ""
            click.echo(f"{SIGNS[one.level]}  {one.what}{mend}")
    if any(one.level == "fail" for one in findings):
        raise SystemExit(int(ExitCode.FAILED))


@click.command()
@connection
@click.option(
    "--warn-after",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="Minutes that a ticket may wait before the exit code is 1.",
)
@DESK
@FORMAT
def status(server: Server, warn_after: int, desk: Path | None, form: str) -> None:
    """How many tickets wait for triage, how long the oldest has, and what triage can't see.

    For monitoring. Groups are named where the desk's sync token stands in its variable too.
    """
    from zammad_plugin.doctor.waiting import queue

    with server.client(desk) as client:
        found, seen = queue(client), look(client, server, desk)
    if form == "json":
        click.echo(json.dumps({**vars(found), "sight": seen.to_dict()}))
    else:
        for line in _package_changed(desk):
            say(line)
        oldest = f", the oldest for {found.minutes:.0f} minutes" if found.waiting else ""
        click.echo("\n".join([f"{found.waiting} waiting{oldest}", *seen.lines()]))
    if found.minutes > warn_after or not seen.clear:
        raise SystemExit(int(ExitCode.FAILED))


def _package_changed(desk: Path | None) -> Iterator[str]:
    """A line where files of the package that a desk extends changed since it looked."""
    from zammad_plugin.config.desk import desk_in
    from zammad_plugin.sync.files.since import changes, looked

    loaded = desk_in(desk)
    before = looked(loaded) if loaded and loaded.base else None
    if loaded and before and (found := changes(loaded, before)):
        own = sum(bool(one.here) for one in found)
        what = f"{len(found)} files of the package changed since {before['version']}"
        yield f"{what}, {own} of them are this desk's too\n  next: zammad-plugin upgrade"
