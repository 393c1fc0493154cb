"""Commands that take away what is ours: prune, uninstall."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zammad_plugin.cli.apply import FORCE, told, writing
from zammad_plugin.cli.desk import plan_of
from zammad_plugin.cli.options import DESK, STATE_DIR, Target, connection, target
from zammad_plugin.errors import ExitCode

YES = click.option("--yes", is_flag=True, help="Do it; without it the list is shown.")


@click.command()
@target
@FORCE
@YES
def prune(to: Target, force: bool, yes: bool) -> None:
    """Remove objects of ours that no file stands for any more."""
    from zammad_plugin.sync.brakes import check_removal
    from zammad_plugin.sync.remove import ours

    with writing(to) as (client, ledger):
        made = plan_of(client, to.desk, ledger, adopt=False, overwrite=False)
        gone = {change.address for change in made.orphans}
        found = [one for one in ours(client, ledger) if one[1] in gone]
        if yes and not force:
            check_removal(made)
        _remove(client, ledger, found, yes, release=False)


@click.command()
@connection
@DESK
@STATE_DIR
@YES
def uninstall(
    url: str,
    token_file: Path | None,
    allow_http: bool,
    desk: Path | None,
    state_dir: Path | None,
    yes: bool,
) -> None:
    """Remove or deactivate everything of ours; tickets are untouched.

    What was there before us and was adopted stays, without our mark.
    """
    from zammad_plugin.sync.remove import ours

    with writing(Target(url, token_file, allow_http, desk, state_dir)) as (client, ledger):
        _remove(client, ledger, list(ours(client, ledger)), yes, release=True)


def _remove(client: Any, ledger: Any, found: list[Any], yes: bool, release: bool) -> None:
    from zammad_plugin.sync.remove import remove

    if not yes:
        for _, address, _row in found:
            click.echo(f"- {address}")
        click.echo(f"{len(found)} to remove; do it with --yes")
        raise SystemExit(int(ExitCode.PENDING if found else ExitCode.DONE))
    removal = remove(client, ledger, iter(found), release)
    for failure in removal.failed:
        click.echo(told(failure), err=True)
    click.echo(
        f"{len(removal.deleted)} deleted, {len(removal.deactivated)} deactivated, "
        f"{len(removal.kept)} kept, {len(removal.failed)} failed"
    )
    if removal.failed:
        raise SystemExit(int(ExitCode.PARTIAL))
