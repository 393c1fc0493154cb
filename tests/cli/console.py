"""The command line as the console script runs it: its words on stderr, its exit codes."""

from __future__ import annotations

from typing import Any

import click
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes


class Script(click.Group):
    """The group inside `exit_codes`, as in main()."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        with exit_codes():
            return cli.main(*arguments, **options)


def invoke(*words: str, **more: Any) -> Result:
    return CliRunner().invoke(Script(), list(words), **more)
