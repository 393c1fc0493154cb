"""`doctor`: what is wrong around the plugin, one line each with the mend. `status`: what waits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from zammad_plugin.cli.options import DESK, FORMAT, client_of, connection
from zammad_plugin.doctor.findings import Finding
from zammad_plugin.errors import ExitCode, PluginError

SIGNS = {"ok": "ok  ", "warn": "warn", "fail": "FAIL"}


@click.command()
@connection
@DESK
@FORMAT
def doctor(
    url: str, token_file: Path | None, allow_http: bool, desk: Path | None, form: str
) -> None:
    """Look at the server with this token: rights, attributes, triggers, clock, waiting tickets."""
    from zammad_plugin.doctor.zammad import examine

    with ExitStack() as held:
        client = held.enter_context(client_of(url, token_file, allow_http, desk))
        admin = held.enter_context(_admin(url, allow_http, desk))
        findings = examine(client, _routing(desk), admin)
    tell(findings, form)


def _routing(desk: Path | None) -> Any:
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.tickets.tools import routing_of

    return routing_of(load_desk(desk) if desk else None)


@contextmanager
def _admin(url: str, allow_http: bool, desk: Path | None) -> Iterator[Any]:
    """A client with the desk's sync token, which may list groups and roles; None without one."""
    from zammad_plugin.cli.sync_step import token_of
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.zammad.client import Client
    from zammad_plugin.zammad.session import Session

    settings = load_desk(desk).settings.sync if desk else None
    try:
        token = token_of(settings) if settings else ""
    except PluginError:
        token = ""
    if not token:
        yield None
        return
    session = Session(url, token, allow_http=allow_http)
    try:
        yield Client(session)
    finally:
        session.close()


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
def status(
    url: str,
    token_file: Path | None,
    allow_http: bool,
    warn_after: int,
    desk: Path | None,
    form: str,
) -> None:
    """How many tickets wait for triage, and how long the oldest has; for monitoring."""
    from zammad_plugin.doctor.zammad import queue

    with client_of(url, token_file, allow_http, desk) as client:
        found = queue(client)
    if form == "json":
        click.echo(json.dumps(vars(found)))
    else:
        oldest = f", the oldest for {found.minutes:.0f} minutes" if found.waiting else ""
        click.echo(f"{found.waiting} waiting{oldest}")
    if found.minutes > warn_after:
        raise SystemExit(int(ExitCode.FAILED))
