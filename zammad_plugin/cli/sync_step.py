"""The first step of `run`, where the desk asks for it: Zammad as the files want it.

With a token of its own: the one that reads frightened people's messages can't change the system.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import Locked, PluginError, Unavailable
from zammad_plugin.state.places import Place

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.config.settings.machines import SyncSettings
    from zammad_plugin.deadlines.rounds import Times
    from zammad_plugin.sync.changes import Plan
    from zammad_plugin.sync.result import Result


STEP = "sync"


def sync_if_due(desk: Desk | None, server: Server, place: Place, times: Times) -> bool:
    """Whether all is well; what is wrong is told on stderr and never stops triage."""
    settings = desk.settings.sync if desk else None
    if desk is None or settings is None or not times.due(STEP, settings.every, datetime.now(UTC)):
        return True
    try:
        whole = _sync(desk, settings, server, place)
    except Locked:
        return True  # an admin's own apply is at work
    except Exception as error:  # a bug of the sync must not keep reports waiting
        what = error if isinstance(error, PluginError) else type(error).__name__
        say(f"error: sync: {what}")
        if not isinstance(error, Unavailable):
            times.did(STEP, datetime.now(UTC))  # said once in its rhythm, not every minute
        return False
    times.did(STEP, datetime.now(UTC))
    return whole


def token_of(settings: SyncSettings) -> str:
    """Raises PluginError when it is missing, or is the one of triage."""
    name = settings.token.env
    token = os.environ.get(name, "").strip()
    if not token:
        raise PluginError(f"${name} is not set", hint=f"give the sync token in ${name}")
    if token == os.environ.get("ZAMMAD_TOKEN", "").strip():
        raise PluginError(f"${name} is the token of triage", hint="make two tokens: docs/rights.md")
    return token


def _sync(desk: Desk, settings: SyncSettings, server: Server, place: Place) -> bool:
    from zammad_plugin.cli.desk import ledger_of, plan_of
    from zammad_plugin.state.lock import lock
    from zammad_plugin.sync.apply import apply as execute
    from zammad_plugin.sync.brakes import check as brake

    token = token_of(settings)
    with lock(place.sync_lock), server.client_by(token, desk) as client:
        ledger = ledger_of(place)
        made = plan_of(client, desk.folder, ledger, adopt=False, overwrite=False)
        brake(made, ledger, settings.max_changes)
        result = execute(made, client, ledger)
    return _tell(made, result)


def _tell(made: Plan, result: Result) -> bool:
    for failure in result.failed:
        say(f"error: sync: {failure.address}: {failure.why}")
    for problem in made.problems:
        say(f"error: sync: {problem}")
    if result.written:
        click.echo(f"sync: {result.written} written")
    return not (result.failed or made.problems or made.refused)
