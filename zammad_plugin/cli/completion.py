"""completion: the shell completes commands and options."""

from __future__ import annotations

import os
from pathlib import Path

import click

from zammad_plugin.errors import PluginError

PROG, VARIABLE = "zammad-plugin", "_ZAMMAD_PLUGIN_COMPLETE"
# Where each shell looks by itself, below the home folder.
PLACES = {
    "bash": ".local/share/bash-completion/completions/zammad-plugin",
    "zsh": ".local/share/zsh/site-functions/_zammad-plugin",
    "fish": ".config/fish/completions/zammad-plugin.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(sorted(PLACES)), required=False)
@click.option("--install", is_flag=True, help="Put it where the shell looks by itself.")
def completion(shell: str | None, install: bool) -> None:
    """Print the script with which SHELL (that of $SHELL) completes commands, or install it."""
    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in PLACES:
        raise PluginError("no shell that is known", hint=f"name one: {', '.join(sorted(PLACES))}")
    click.echo(_installed(name) if install else script(name))


def _installed(name: str) -> str:
    """Where the script stands now, and what next. Raises PluginError when it can't be written."""
    file, text = Path.home() / PLACES[name], script(name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        hint = f"zammad-plugin completion {name} > FILE"
        raise PluginError(f"{file} can't be written: {error.strerror}", hint=hint) from None
    return f"{file}\n  next: open a new shell"


def script(shell: str) -> str:
    """What `shell` reads, a key of PLACES."""
    from click.shell_completion import get_completion_class

    from zammad_plugin.cli.main import cli

    made = get_completion_class(shell)
    assert made is not None
    # click's own `source` asks bash for its version and complains on stderr; the script is enough.
    one = made(cli, {}, PROG, VARIABLE)
    return str(one.source_template % one.source_vars())
