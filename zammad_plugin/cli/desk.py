"""Commands on the desk's files: check, plan, apply."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from zammad_plugin.cli.options import DESK, FORMAT, client_of, connection
from zammad_plugin.config.places import default_desk
from zammad_plugin.errors import DeskError, ExitCode

STATE = click.option(
    "--state", type=click.Path(path_type=Path), default=Path(".zammad-plugin/state.json"),
    show_default=True, help="What was last applied; losing it is safe.",
)  # fmt: skip
ADOPT = click.option("--adopt", is_flag=True, help="Take over objects of the same name.")


def _desired(desk: Path | None) -> Any:
    """The desk's objects; every broken file is named on stderr and fails the command."""
    from zammad_plugin.sync.source import read

    source = read(desk or default_desk())
    for problem in source.problems:
        click.echo(f"error: {problem}", err=True)
    if source.problems:
        raise DeskError(f"{len(source.problems)} files to mend", hint="zammad-plugin check")
    return source.desired


@click.command()
@DESK
def check(desk: Path | None) -> None:
    """Read every file of the desk, offline; say what is wrong and where."""
    click.echo(f"{len(_desired(desk))} objects, no problem")


@click.command()
@connection
@DESK
@STATE
@ADOPT
@click.option("--check", "exit_pending", is_flag=True, help="Exit 4 when changes are pending.")
@FORMAT
def plan(
    url: str,
    token_file: Path | None,
    allow_http: bool,
    desk: Path | None,
    state: Path,
    adopt: bool,
    exit_pending: bool,
    form: str,
) -> None:
    """Show what apply would do; nothing is written."""
    from zammad_plugin.sync.ledger import Ledger
    from zammad_plugin.sync.plan import make_plan, render_text, to_dict

    with client_of(url, token_file, allow_http) as client:
        made = make_plan(_desired(desk), client, Ledger(state), adopt=adopt)
    pending = bool(made.writes or made.refused or made.problems)
    if pending or not exit_pending:
        click.echo(json.dumps(to_dict(made)) if form == "json" else render_text(made))
    if pending and exit_pending:
        raise SystemExit(int(ExitCode.PENDING))


@click.command()
@connection
@DESK
@STATE
@ADOPT
def apply(
    url: str, token_file: Path | None, allow_http: bool, desk: Path | None, state: Path, adopt: bool
) -> None:
    """Make the Zammad as the files want it; a second time sends no write."""
    from zammad_plugin.sync.apply import apply as execute
    from zammad_plugin.sync.ledger import Ledger
    from zammad_plugin.sync.plan import make_plan

    with client_of(url, token_file, allow_http) as client:
        ledger = Ledger(state)
        made = make_plan(_desired(desk), client, ledger, adopt=adopt)
        result = execute(made, client, ledger)
    for failure in result.failed:
        click.echo(f"error: {failure.address}: {failure.why}\n  next: {failure.hint}", err=True)
    for problem in made.problems:
        click.echo(f"error: {problem}", err=True)
    if result.written or result.failed:
        click.echo(f"{result.written} written, {len(result.failed)} failed")
    if result.failed or made.problems or made.refused:
        raise SystemExit(int(ExitCode.PARTIAL))
