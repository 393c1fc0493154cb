"""run: sync if the desk says so, triage everything that waits, then the clocks; for cron."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.hands import shared_by
from zammad_plugin.cli.judged import rules
from zammad_plugin.cli.last_good import last_good, stale
from zammad_plugin.cli.options import FORMAT, target
from zammad_plugin.cli.output import counted, say
from zammad_plugin.cli.run_metrics import measure
from zammad_plugin.cli.server import Target
from zammad_plugin.cli.sight import look_if_due
from zammad_plugin.errors import ExitCode, StateError
from zammad_plugin.vocabulary import AGENT_LANGUAGES

if TYPE_CHECKING:
    from zammad_plugin.deadlines.rounds import Done, Times
    from zammad_plugin.doctor.sight import Sight
    from zammad_plugin.state.hands import Hands
    from zammad_plugin.state.places import Place
    from zammad_plugin.tickets.run import Bounds, Summary
    from zammad_plugin.tickets.tools import Tools
    from zammad_plugin.zammad.client import Client

RIGHTS = "zammad-plugin doctor names the right that is missing"


@click.command()
@last_good
@target
@click.option(
    "--ticket",
    "only",
    type=click.IntRange(1),
    multiple=True,
    help="Id of a ticket: this one now, beside a run that is at work; nothing else. Repeatable.",
)
@click.option("--limit", type=click.IntRange(1), default=None, help="At most so many tickets.")
@click.option(
    "--max-seconds",
    type=click.FloatRange(1),
    default=None,
    help="Begin no ticket after so many seconds; the next run goes on.",
)
@click.option("--lang", type=click.Choice(AGENT_LANGUAGES), help="Language of the notes.")
@click.option("--metrics", type=click.Path(path_type=Path), help="Prometheus text file to write.")
@FORMAT
def run(
    to: Target,
    only: tuple[int, ...],
    limit: int | None,
    max_seconds: float | None,
    lang: str | None,
    metrics: Path | None,
    form: str,
) -> None:
    """Triage every ticket that waits, then the clocks. Silent when there was nothing to do.

    With `sync` in zammad-plugin.yml Zammad is first made as the files want it, with a token of
    its own. A second run for the same server and desk exits 75 while the first is at work.
    """
    from zammad_plugin.cli.sync_step import sync_if_due
    from zammad_plugin.config.desk import desk_in
    from zammad_plugin.deadlines.rounds import Times
    from zammad_plugin.state.lock import lock
    from zammad_plugin.tickets.run import Bounds
    from zammad_plugin.tickets.tools import tools_of

    began = time.time()
    loaded, (here, well) = desk_in(to.desk), _place(to)
    metrics = metrics or (loaded.settings.metrics if loaded else None)
    tools, times = tools_of(loaded, rules(to.desk), lang, here.network_key), Times(here.rounds)
    bounds = Bounds(limit, max_seconds)
    with ExitStack() as held:
        whole = True
        if not only:
            well &= _said(lambda: held.enter_context(lock(here.run_lock)))
            whole = not stale() and sync_if_due(loaded, to.server, here, times)
        with to.server.client(to.desk) as client:
            hands = held.enter_context(closing(shared_by(loaded, here))).hands
            summary, done = _round(client, tools, bounds, here, times, hands, only)
            if not only:
                tell = partial(measure, client, metrics, summary, began) if metrics else None
                well &= _looked(client, to, times, tell)
    _tell(summary, done, form)
    if _unfinished(summary, done) or stale() or not (whole and well and times.kept):
        raise SystemExit(int(ExitCode.PARTIAL))


def _unfinished(summary: Summary, done: Done) -> bool:
    left = summary.failed or summary.refused or summary.unknown or done.failed or done.steps
    return bool(left)


def _place(to: Target) -> tuple[Place, bool]:
    """(where the state stands, whether it can be written there)"""
    from zammad_plugin.state.places import Place

    try:
        return to.place, True
    except StateError as error:
        _tell_state(error)
        return Place(error.where.path if error.where else Path()), False


def _said(work: Callable[[], object]) -> bool:
    """False when the disk did not take it: said, and reports don't wait for a disk. Two runs are
    then kept apart by the server alone."""
    try:
        work()
    except StateError as error:
        _tell_state(error)
        return False
    return True


def _tell_state(error: StateError) -> None:
    say(f"error: {error}")


def _round(
    client: Client,
    tools: Tools,
    bounds: Bounds,
    here: Place,
    times: Times,
    hands: Hands,
    only: tuple[int, ...] = (),
) -> tuple[Summary, Done]:
    """(what triage did, what the clocks did)"""
    from zammad_plugin.deadlines.rounds import Done, after_triage
    from zammad_plugin.tickets import run as work
    from zammad_plugin.tickets.failures import Failures

    ends = time.monotonic() + bounds.seconds if bounds.seconds else None
    summary = work.run(
        client,
        tools.ruleset,
        tools.routing,
        tools=tools,
        bounds=bounds,
        failures=Failures(here.failures),
        hands=hands,
        only=only or None,
        progress=partial(counted, word="triaged"),
    )
    if only:
        return summary, Done()
    return summary, after_triage(
        client, tools, times, lambda: ends is None or time.monotonic() < ends, hands
    )


def _looked(
    client: Client,
    to: Target,
    times: Times,
    tell: Callable[[Sight | None], None] | None,
) -> bool:
    """Whether all is well with what triage sees, and its figures were written (`tell`)."""
    seen, clear = look_if_due(client, to.server, to.desk, times, tell is not None)
    return (tell is None or _said(partial(tell, seen))) and clear


def _tell(summary: Summary, done: Done, form: str) -> None:
    if form == "json":
        click.echo(json.dumps({**vars(summary), "clocks": vars(done)}))
    else:
        _tell_text(summary, done)
    for name in summary.unknown:
        say(f"error: routing.yml: this Zammad has no {name}")
    for ticket in summary.refused:
        say(f"ticket {ticket}: a part was refused, marked cs-error for a person\n  next: {RIGHTS}")
    for ticket in summary.given_up:
        say(f"ticket {ticket}: failed three times, marked cs-error for a person")


def _tell_text(summary: Summary, done: Done) -> None:
    if summary.done or summary.failed:
        more = "; more is left" if summary.more else ""
        click.echo(f"{summary.done} triaged, {len(summary.failed)} failed{more}")
    if done.mended:
        click.echo(f"{done.mended} tickets got what was refused before")
    if done.deadlines or done.reminders or done.warnings or done.failed:
        click.echo(
            f"{done.deadlines} deadlines written, {done.reminders} reminders, "
            f"{done.warnings} warned of a closing window, {len(done.failed)} failed"
        )
