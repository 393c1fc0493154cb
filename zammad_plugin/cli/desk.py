"""Commands that look at a Zammad and write nothing: plan, diff."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import target
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Target
from zammad_plugin.config.places import default_desk
from zammad_plugin.errors import DeskError, ExitCode, PluginError
from zammad_plugin.state.places import Place

if TYPE_CHECKING:
    from zammad_plugin.sync.changes import Plan
    from zammad_plugin.sync.ledger import Ledger
    from zammad_plugin.sync.model import Desired
    from zammad_plugin.zammad.client import Client


ADOPT = click.option("--adopt", is_flag=True, help="Take over objects of the same name.")

FORGOTTEN = (
    "as the same user as last time, or with its --state-dir; else look at `plan` before `apply`: "
    "what was changed in Zammad can't be told from what the files changed"
)
ONLY = click.option(
    "--only",
    multiple=True,
    metavar="KIND[/NAME]",
    help="Of the changes only these: macros, macros/false-alarm, 'overviews/in-*'; several times.",
)
OVERWRITE = click.option("--overwrite", is_flag=True, help="Undo what was changed in Zammad.")


def _desired(desk: Path | None) -> list[Desired]:
    """The desk's objects; every broken file is named on stderr and fails the command."""
    from zammad_plugin.sync.files.source import read

    source = read(desk or default_desk())
    for problem in source.problems:
        say(f"error: {problem}")
    if source.problems:
        raise DeskError(f"{len(source.problems)} files to mend", hint="zammad-plugin check")
    return source.desired


@click.command()
@target
@ADOPT
@OVERWRITE
@ONLY
@click.option("--check", "exit_pending", is_flag=True, help="Exit 4 when changes are pending.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write the plan here; `apply FILE` does that and nothing else.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How the plan is printed.",
)
def plan(
    to: Target,
    adopt: bool,
    overwrite: bool,
    only: tuple[str, ...],
    exit_pending: bool,
    out: Path | None,
    form: str,
) -> None:
    """Show what apply would do; nothing is written.

    Exits 1 when something is blocked: it names what is not there, or may not be read.
    """
    from zammad_plugin.sync.output.planfile import keep

    with to.connected() as client:
        made = plan_of(client, to.desk, looking(to), adopt, overwrite).only(only)
    pending = bool(made.changes or made.problems)
    if out:
        keep(made, out, adopt=adopt, overwrite=overwrite, only=only)
    if pending or not exit_pending:
        _print(_rendered(made, form), form)
    if made.problems or any(change.action == "blocked" for change in made.changes):
        raise SystemExit(int(ExitCode.FAILED))
    if pending and exit_pending:
        raise SystemExit(int(ExitCode.PENDING))


def _rendered(made: Plan, form: str) -> str:
    from zammad_plugin.sync.output.data import as_json
    from zammad_plugin.sync.output.render import render_markdown, render_text

    if form == "json":
        return as_json(made)
    return render_markdown(made) if form == "markdown" else render_text(made, _styled)


COLOURS = {"create": "green", "orphan": "red", "blocked": "red", "conflict": "red"}


def _styled(action: str, line: str) -> str:
    """In colour on a terminal; NO_COLOR (no-color.org) and pipes get none."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return line
    return click.style(line, fg=COLOURS.get(action, "yellow"))


def _print(text: str, form: str) -> None:
    """Through a pager where a person's screen is too small for it."""
    long = text.count("\n") >= shutil.get_terminal_size().lines
    if form == "text" and long and sys.stdout.isatty() and sys.stdin.isatty():
        click.echo_via_pager(text)
    else:
        click.echo(text)


def ledger_of(here: Place) -> Ledger:
    from zammad_plugin.sync.ledger import Ledger

    return Ledger(here.ledger, here.desk)


def looking(to: Target) -> Ledger:
    """The ledger for a command that writes nothing."""
    return ledger_of(to.place)


def plan_of(
    client: Client, desk: Path | None, ledger: Ledger, adopt: bool, overwrite: bool
) -> Plan:
    from zammad_plugin.sync.plan import make_plan

    made = make_plan(_desired(desk), client, ledger, adopt=adopt, overwrite=overwrite)
    if ledger.missing and any(change.action == "update" for change in made.changes):
        say(f"warning: {ledger.missing}\n  next: {FORGOTTEN}")
    return made


@click.command()
@click.argument("address")
@target
def diff(to: Target, address: str) -> None:
    """Every field that differs of the object at ADDRESS, whole: `diff macros/escalate`."""
    from zammad_plugin.sync.output.render import render_whole

    with to.connected() as client:
        made = plan_of(client, to.desk, looking(to), adopt=False, overwrite=False)
    addresses = {item.address for item, _ in made.unchanged}
    change = next((one for one in made.changes if one.address == address), None)
    if change is None and address not in addresses:
        raise PluginError(f"no object {address}", hint="zammad-plugin plan names them")
    click.echo(render_whole(change, made) if change else f"{address}: as wanted")
