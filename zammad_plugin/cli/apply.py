"""apply: the one command that makes the Zammad as the files want it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.desk import ADOPT, ONLY, OVERWRITE, ledger_of, plan_of
from zammad_plugin.cli.options import FORMAT, target
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Target
from zammad_plugin.errors import ExitCode

if TYPE_CHECKING:
    from zammad_plugin.sync.changes import Plan
    from zammad_plugin.sync.ledger import Ledger
    from zammad_plugin.sync.result import Failure, Result
    from zammad_plugin.zammad.client import Client


FORCE = click.option("--force", is_flag=True, help="Also when it looks like a mistake.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@target
@ADOPT
@OVERWRITE
@ONLY
@FORCE
@click.option("--max-changes", type=click.IntRange(0), default=None, help="Refuse more.")
@FORMAT
def apply(
    to: Target,
    file: Path | None,
    adopt: bool,
    overwrite: bool,
    only: tuple[str, ...],
    force: bool,
    max_changes: int | None,
    form: str,
) -> None:
    """Make the Zammad as the files want it; a second time sends no write.

    With FILE, a plan of `plan --out`: exactly that, and only if nothing changed since.
    """
    from zammad_plugin.sync.apply import apply as execute
    from zammad_plugin.sync.brakes import check as brake

    if file and file.is_dir():
        what = f"'{file}' is a folder, FILE a plan. Did you mean '--desk {file}'?"
        raise click.BadParameter(what, param_hint="FILE")
    with writing(to) as (client, ledger):
        if file:
            made = _agreed(file, client, to.desk, ledger)
        else:
            made = plan_of(client, to.desk, ledger, adopt, overwrite).only(only)
        if not force:
            brake(made, ledger, max_changes)
        with progress(len(made.writes)) as told:
            result = execute(made, client, ledger, told)
    if form == "json":
        _report_data(made, result)
    else:
        _report(made, result)
    if result.failed or made.problems:
        raise SystemExit(int(ExitCode.PARTIAL))


def _agreed(file: Path, client: Client, desk: Path | None, ledger: Ledger) -> Plan:
    """The plan in `file`. Raises PluginError when it would be another one by now."""
    from zammad_plugin.sync.output.planfile import agreed_in, refuse_another

    agreed = agreed_in(file)
    made = plan_of(client, desk, ledger, agreed["adopt"], agreed["overwrite"])
    made = made.only(agreed["only"])
    refuse_another(made, agreed, file)
    return made


@contextmanager
def writing(to: Target) -> Iterator[tuple[Client, Ledger]]:
    """(client, ledger) for a command that writes: alone."""
    from zammad_plugin.state.lock import lock

    place = to.place
    with lock(place.sync_lock), to.connected() as client:
        yield client, ledger_of(place)


@contextmanager
def progress(length: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing for cron."""
    if not (length and sys.stderr.isatty()):
        yield lambda: None
        return
    with click.progressbar(length=length, label="apply", file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def told(failure: Failure) -> str:
    """`error: ADDRESS: FILE:LINE:COLUMN: WHY`, and what to do next."""
    where = f"{failure.where}: " if failure.where else ""
    hint = f"\n  next: {failure.hint}" if failure.hint else ""
    return f"error: {failure.address}: {where}{failure.why}{hint}"


def _report(made: Plan, result: Result) -> None:
    for failure in result.failed:
        say(told(failure))
    for problem in made.problems:
        say(f"error: {problem}")
    for change in made.drifted:
        say(f"left alone: {change.address}: {change.why}")
    if result.written or result.failed:
        for note in result.notes:
            say(f"note: {note}")
        for what, why in made.left_out.items():
            say(f"left out: {what}: {why}")
        click.echo(f"{result.written} written, {len(result.failed)} failed")


def _report_data(made: Plan, result: Result) -> None:
    from zammad_plugin.cli.data import failure, tell

    tell(
        {
            "written": result.written,
            "failed": [failure(one) for one in result.failed],
            "problems": made.problems,
            "left_alone": {change.address: change.why for change in made.drifted},
            "left_out": made.left_out,
            "notes": result.notes,
        }
    )
