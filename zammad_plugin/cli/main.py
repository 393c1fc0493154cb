"""The command line."""

from __future__ import annotations

import click

from zammad_plugin import __version__
from zammad_plugin.cli.apply import apply
from zammad_plugin.cli.desk import check, diff, plan
from zammad_plugin.cli.doctor import doctor, status
from zammad_plugin.cli.embedded import demo, emulator
from zammad_plugin.cli.evidence import clocks, sheet
from zammad_plugin.cli.lint import lint
from zammad_plugin.cli.output import exit_codes, log_to_stderr
from zammad_plugin.cli.pull import pull
from zammad_plugin.cli.referrals import referrals
from zammad_plugin.cli.removal import prune, uninstall
from zammad_plugin.cli.reports import evaluate, explain
from zammad_plugin.cli.routing import route
from zammad_plugin.cli.run import run
from zammad_plugin.cli.schema import schema
from zammad_plugin.cli.templates import templates


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("-v", "--verbose", count=True, help="More log on stderr; twice for DEBUG.")
@click.option("-q", "--quiet", is_flag=True, help="Errors only.")
def cli(verbose: int, quiet: bool) -> None:
    """Recognise, explain, tag and route reports about children in danger, in a Zammad."""
    log_to_stderr(verbose, quiet)


for command in (
    apply,
    check,
    clocks,
    demo,
    diff,
    doctor,
    emulator,
    evaluate,
    explain,
    lint,
    plan,
    prune,
    pull,
    referrals,
    route,
    run,
    sheet,
    schema,
    status,
    templates,
    uninstall,
):
    cli.add_command(command)


def main() -> None:
    """Entry point of the console script."""
    with exit_codes():
        cli()
