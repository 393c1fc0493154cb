"""The command that a message names next is for the desk of this call: `zammad-plugin check` alone
would look at the package's, and find no problem."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click
from click.core import ParameterSource

GIVEN = "zammad_plugin.desk"  # in click's context: the folder that stood on the command line
NAMED = re.compile(r"\bzammad-plugin((?: [a-z][a-z-]*)+)")
WHOLE = (" --desk", " --help")  # a command with one of these is left as it is


def remember(context: click.Context, option: click.Parameter, desk: Path | None) -> Path | None:
    """Callback of --desk. What $ZAMMAD_DESK says counts for the next command too."""
    source = context.get_parameter_source(option.name or "")
    context.meta[GIVEN] = desk if source is ParameterSource.COMMANDLINE else None
    return desk


def at_this_desk(text: str) -> str:
    """`text` with --desk behind every command of ours that it names after `next:`."""
    context = click.get_current_context(silent=True)
    desk = context.meta.get(GIVEN) if context else None
    head, mark, hint = text.partition("next: ")
    if context is None or desk is None or not mark:
        return text
    here = partial(_at, context.find_root(), f" --desk {shlex.quote(str(desk))}")
    return head + mark + NAMED.sub(here, hint)


def _at(root: click.Context, desk: str, named: re.Match[str]) -> str:
    words = named[1].split()
    command = " ".join(["zammad-plugin", *words[: _taking(root, words)]])
    behind = named.string[named.start() + len(command) :]
    if command == "zammad-plugin" or behind.startswith(WHOLE):
        return named[0]
    return command + desk + named[0].removeprefix(command)


def _taking(context: click.Context, words: Sequence[str]) -> int:
    """How many of `words` name a command that takes --desk; 0 when none does. Only what is named is
    imported."""
    count = 0
    for word in words:
        group = context.command
        found = group.get_command(context, word) if isinstance(group, click.Group) else None
        if found is None:
            break
        context, count = click.Context(found, context, word), count + 1
    return count if takes_desk(context.command) else 0


def takes_desk(command: click.Command) -> bool:
    return any("--desk" in one.opts for one in command.params)
