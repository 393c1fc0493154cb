"""check: read every file of the desk, offline."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK, FORMAT
from zammad_plugin.cli.output import say
from zammad_plugin.errors import DeskError, ExitCode

if TYPE_CHECKING:
    from zammad_plugin.check.desk import Checked
    from zammad_plugin.sync.model import Desired


@click.command()
@DESK
@click.option("--baseline", is_flag=True, help="Show findings in files that were taken over too.")
@FORMAT
def check(desk: Path | None, baseline: bool, form: str) -> None:
    """Read every file of the desk, offline; say what is wrong and where.

    Texts for children and families pass the linter of safe words; rules pass their own tests.
    """
    from zammad_plugin.check.desk import examine
    from zammad_plugin.cli.referrals import expired

    found = examine(desk)
    if form == "json":
        click.echo(json.dumps(_as_data(found), ensure_ascii=False))
        raise SystemExit(int(ExitCode.FAILED if found.problems else ExitCode.DONE))
    _say(found, baseline)
    if found.problems:
        raise DeskError(f"{_things(len(found.problems))} to mend", hint="zammad-plugin check")
    click.echo(f"{len(found.desired)} objects, no problem{_unread(found.desired)}")
    gone = expired(desk)
    if gone:
        what = f"warning: {gone} contacts have expired"
        say(f"{what}\n  next: zammad-plugin referrals check")


def _say(found: Checked, baseline: bool) -> None:
    for warning in found.warnings:
        say(f"warning: {warning}")
    for known in found.baseline if baseline else ():
        say(f"taken over: {known}")
    for problem in found.problems:
        say(f"error: {problem}")


def _as_data(found: Checked) -> dict[str, object]:
    from zammad_plugin.cli.data import problem

    return {
        "objects": len(found.desired),
        "problems": [problem(one) for one in found.problems],
        "taken_over": [problem(one) for one in found.baseline],
        "warnings": found.warnings,
    }


def _things(count: int) -> str:
    return "1 thing" if count == 1 else f"{count} things"


def _unread(desired: Iterable[Desired]) -> str:
    """What of the texts waits for a person."""
    unread = sum(item.about.get("native_reader") == "none" for item in desired)
    note = f"; {unread} texts that no native speaker has read" if unread else ""
    held = sum(item.held for item in desired)
    return note + (
        f"; {held} held back until a person accepts them (texts: reviewed)" if held else ""
    )
