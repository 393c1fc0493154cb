"""Commands that take away what is ours: prune, uninstall."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zammad_plugin.cli.apply import FORCE, told, writing
from zammad_plugin.cli.desk import plan_of
from zammad_plugin.cli.options import DESK, STATE_DIR, Target, connection, target
from zammad_plugin.cli.output import say
from zammad_plugin.errors import ExitCode

DROP = click.option(
    "--drop-values", is_flag=True, help="Also fields of tickets that hold values; they are lost."
)
EXPORT = click.option(
    "--export",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write the values of our fields here first, a ticket a line, mode 0600.",
)
YES = click.option("--yes", is_flag=True, help="Do it; without it the list is shown.")


@click.command()
@target
@FORCE
@YES
@DROP
@EXPORT
def prune(to: Target, force: bool, yes: bool, drop_values: bool, export: Path | None) -> None:
    """Remove objects of ours that no file stands for any more.

    Fields of which tickets hold values stay, unless --drop-values.
    """
    from zammad_plugin.sync.brakes import check_removal
    from zammad_plugin.sync.remove import ours

    with writing(to) as (client, ledger):
        made = plan_of(client, to.desk, ledger, adopt=False, overwrite=False)
        gone = {change.address for change in made.orphans}
        found = [one for one in ours(client, ledger) if one[1] in gone]
        if yes and not force:
            check_removal(made)
        _export(client, found, export)
        _remove(client, ledger, found, yes, release=False, drop_values=drop_values)


@click.command()
@connection
@DESK
@STATE_DIR
@YES
@DROP
@EXPORT
def uninstall(
    url: str,
    token_file: Path | None,
    allow_http: bool,
    desk: Path | None,
    state_dir: Path | None,
    yes: bool,
    drop_values: bool,
    export: Path | None,
) -> None:
    """Remove or deactivate everything of ours.

    What was there before us and was adopted stays, without our mark. Fields of which tickets
    hold values stay too, unless --drop-values; tags stay on tickets.
    """
    from zammad_plugin.sync.remove import ours

    with writing(Target(url, token_file, allow_http, desk, state_dir)) as (client, ledger):
        found = list(ours(client, ledger))
        _export(client, found, export)
        _remove(client, ledger, found, yes, release=True, drop_values=drop_values)


def _export(client: Any, found: list[Any], file: Path | None) -> None:
    from zammad_plugin.sync.values import export, is_attribute

    if file:
        rows = [row for kind, _, row in found if is_attribute(kind)]
        click.echo(f"values of {export(client, rows, file)} tickets in {file}")


def _remove(
    client: Any, ledger: Any, found: list[Any], yes: bool, release: bool, drop_values: bool
) -> None:
    from zammad_plugin.sync.remove import remove
    from zammad_plugin.sync.values import is_attribute, why_kept

    if not yes:
        for kind, address, row in found:
            why = why_kept(client, row) if is_attribute(kind) else ""
            click.echo(f"- {address}" + (f"  ({why}; --drop-values)" if why else ""))
        click.echo(f"{len(found)} to remove; do it with --yes")
        raise SystemExit(int(ExitCode.PENDING if found else ExitCode.DONE))
    removal = remove(client, ledger, iter(found), release, drop_values)
    for address, why in removal.held.items():
        say(f"kept: {address}: {why}\n  next: --drop-values takes them away")
    for failure in removal.failed:
        say(told(failure))
    click.echo(
        f"{len(removal.deleted)} deleted, {len(removal.deactivated)} deactivated, "
        f"{len(removal.kept)} kept, {len(removal.failed)} failed"
    )
    if removal.failed:
        raise SystemExit(int(ExitCode.PARTIAL))
