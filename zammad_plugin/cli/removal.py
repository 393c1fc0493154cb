"""Commands that take away what is ours: prune, uninstall."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.apply import FORCE, told, writing
from zammad_plugin.cli.data import failure, tell
from zammad_plugin.cli.desk import plan_of
from zammad_plugin.cli.options import FORMAT, target
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Target
from zammad_plugin.errors import ExitCode

if TYPE_CHECKING:
    from zammad_plugin.sync.ledger import Ledger
    from zammad_plugin.sync.model import Kind, Record
    from zammad_plugin.sync.remove import Removal
    from zammad_plugin.zammad.client import Client

    Removed = tuple[Kind, str, Record]  # its address, its row

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


@dataclass(frozen=True)
class How:
    """`yes`: do it, else show it; `form`: text or json."""

    yes: bool
    drop_values: bool
    form: str


@click.command()
@target
@FORCE
@YES
@DROP
@EXPORT
@FORMAT
def prune(
    to: Target, force: bool, yes: bool, drop_values: bool, export: Path | None, form: str
) -> None:
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
        _export(client, found, export, form)
        _remove(client, ledger, found, How(yes, drop_values, form), release=False)


@click.command()
@target
@YES
@DROP
@EXPORT
@FORMAT
def uninstall(to: Target, yes: bool, drop_values: bool, export: Path | None, form: str) -> None:
    """Remove or deactivate everything of ours.

    What was there before us and was adopted stays, without our mark. Fields of which tickets
    hold values stay too, unless --drop-values; tags stay on tickets.
    """
    from zammad_plugin.sync.remove import ours

    with writing(to) as (client, ledger):
        found = list(ours(client, ledger))
        _export(client, found, export, form)
        _remove(client, ledger, found, How(yes, drop_values, form), release=True)


def _export(client: Client, found: list[Removed], file: Path | None, form: str) -> None:
    from zammad_plugin.sync.values import export, is_attribute

    if file:
        rows = [row for kind, _, row in found if is_attribute(kind)]
        line = f"values of {export(client, rows, file)} tickets in {file}"
        say(line) if form == "json" else click.echo(line)


def _remove(client: Client, ledger: Ledger, found: list[Removed], how: How, release: bool) -> None:
    from zammad_plugin.sync.remove import remove

    if not how.yes:
        _show(client, found, how.form)
        raise SystemExit(int(ExitCode.PENDING if found else ExitCode.DONE))
    removal = remove(client, ledger, iter(found), release, how.drop_values)
    if how.form == "json":
        tell({**vars(removal), "failed": [failure(one) for one in removal.failed]})
    else:
        _report(removal)
    if removal.failed:
        raise SystemExit(int(ExitCode.PARTIAL))


def _show(client: Client, found: list[Removed], form: str) -> None:
    """What would go, and of fields that hold values why they would stay."""
    from zammad_plugin.sync.values import is_attribute, why_kept

    would = {
        address: why_kept(client, row) if is_attribute(kind) else "" for kind, address, row in found
    }
    if form == "json":
        kept = {address: why for address, why in would.items() if why}
        tell({"would_remove": [one for one in would if one not in kept], "would_keep": kept})
        return
    for address, why in would.items():
        click.echo(f"- {address}" + (f"  ({why}; --drop-values)" if why else ""))
    click.echo(f"{len(found)} to remove; do it with --yes")


def _report(removal: Removal) -> None:
    for address, why in removal.held.items():
        say(f"kept: {address}: {why}\n  next: --drop-values takes them away")
    for one in removal.failed:
        say(told(one))
    click.echo(
        f"{len(removal.deleted)} deleted, {len(removal.deactivated)} deactivated, "
        f"{len(removal.kept)} kept, {len(removal.failed)} failed"
    )
