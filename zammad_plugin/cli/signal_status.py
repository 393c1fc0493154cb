"""signal status: what waits, what went out, what needs a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from zammad_plugin.cli.bridged import OUR_DESK, bridged, spool_of
from zammad_plugin.cli.options import FORMAT
from zammad_plugin.errors import ExitCode


@click.command()
@OUR_DESK
@FORMAT
def status(desk: Path, form: str) -> None:
    """What waits, what went out and how far it came, when the bridge did not listen.

    Exit code 1 while something needs a person.
    """
    from zammad_plugin.signal.status import needs_a_person, report

    with spool_of(bridged(desk)) as spool:
        told = report(spool)
    click.echo(json.dumps(told) if form == "json" else "\n".join(_lines(told)))
    if needs_a_person(told):
        sys.exit(int(ExitCode.FAILED))


def _lines(told: dict[str, Any]) -> Iterator[str]:
    answers = told["answers"]
    since = f", the oldest since {told['waiting_since']}" if told["waiting_since"] else ""
    yield f"last sign of life: {told['last_sign_of_life'] or 'none'}"
    yield f"messages: {told['waiting']} wait for Zammad{since}; {told['unreadable']} refused by it"
    yield f"files: {told['held']} held, {told['released']} released"
    yield "answers: " + ", ".join(f"{count} {name}" for name, count in answers.items())
    yield from _troubles(told)


def _troubles(told: dict[str, Any]) -> Iterator[str]:
    if told["paused_until"]:
        yield f"Signal asks for a pause until {told['paused_until']}"
    if told["captcha"]:
        yield "a captcha lifts Signal's limit: zammad-plugin signal outbox list says how"
    for one in told["parked"]:
        yield f"parked: {one['id']} (ticket {one['ticket']}): {one['reason']}"
    for gap in told["gaps"][:20]:
        yield f"not listening: {gap['began']} to {gap['ended'] or 'now'}: {gap['why']}"
