"""A group whose commands are imported when one of them is used: each pays for itself alone."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click

from zammad_plugin.cli.examples import epilog
from zammad_plugin.cli.hints import at_this_desk, takes_desk
from zammad_plugin.cli.log import hidden_log_options
from zammad_plugin.errors import PluginError


class LazyGroup(click.Group):
    """`places`: a command's word → `MODULE:NAME` below this package, where it stands."""

    def __init__(self, *args: Any, places: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.places})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = self._found(ctx, cmd_name)
        if found:
            _dressed(found, f"{_words(ctx)} {cmd_name}".strip())
        return found

    def _found(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.places[cmd_name].partition(":")
        found: click.Command = getattr(import_module(f"{__package__}.{module}"), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Raises UsageError that names the command that was meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            meant = _meant(args[0], self.list_commands(ctx))
            what = f"No such command '{args[0]}'." + (f" Did you mean '{meant}'?" if meant else "")
            raise click.UsageError(what, ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the sources: an import of every command would take seconds."""
        names = self.list_commands(ctx)
        rows = [(name, help) for name in names if (help := self._help(ctx, name)) is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _help(self, ctx: click.Context, name: str) -> str | None:
        """The first sentence of a command's help; None for a hidden one."""
        if name in self.places:
            module, _, function = self.places[name].partition(":")
            text = _docstring(Path(__file__).with_name(f"{module}.py"), function)
            if text is not None:
                return text.partition("\n\n")[0].replace("\n", " ").partition(". ")[0].rstrip(".")
        command = self.get_command(ctx, name)
        return None if command is None or command.hidden else command.get_short_help_str()

    def invoke(self, ctx: click.Context) -> Any:
        """A reader that went away (`| head`) is no error. A mistake that click tells of no command
        (an option without its value) is told of this group: with what to type next."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            if meant := _desk_meant(error):
                raise click.UsageError(error.format_message() + meant, error.ctx) from None
            raise
        except PluginError as error:
            error.hint = at_this_desk(f"next: {error.hint}").removeprefix("next: ")
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")
NO_FILE = re.compile(r"'(.*)': Is a directory$")


def _desk_meant(error: click.UsageError) -> str:
    """`. Did you mean '--desk DIR'?` of a folder that was given where no command takes one."""
    if draft := NO_FILE.search(error.message):
        return f". Did you mean 'zammad-plugin check --desk {draft[1]}'?"
    found, context = EXTRA.search(error.message), error.ctx
    takes = context and takes_desk(context.command)
    folder = next((one for one in found[1].split() if Path(one).is_dir()), "") if found else ""
    return f". Did you mean '--desk {folder}'?" if takes and folder else ""


# No guess names them: who types what was guessed would lose something.
TAKE_AWAY = {"prune", "uninstall"}


def _meant(word: str, commands: list[str]) -> str | None:
    """The command that begins like `word`, else the nearest; `run` for `run-all`."""
    import difflib  # only a mistake needs it

    begun = [one for one in commands if word.startswith(one) or one.startswith(word)]
    close = difflib.get_close_matches(word, commands, cutoff=0.6)
    sure = difflib.get_close_matches(word, TAKE_AWAY, n=1, cutoff=0.88)
    found = [one for one in [*begun, *close] if one not in TAKE_AWAY or one in sure]
    return found[0] if found else None


def _dressed(command: click.Command, words: str) -> None:
    """Below its help, and that of what a group holds."""
    hidden_log_options(command)
    if command.epilog is None:
        server = any("--url" in one.opts for one in command.params)
        command.epilog = epilog(words, server)
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            _dressed(one, f"{words} {name}")


def _words(ctx: click.Context) -> str:
    """Those of the group below the program's own."""
    names = []
    one: click.Context | None = ctx
    while one is not None and one.parent is not None:
        names.append(one.info_name or "")
        one = one.parent
    return " ".join(reversed(names))


def _docstring(file: Path, function: str) -> str | None:
    """None where there is no source to read. Not by `ast`: parsing every module of the command line
    took a quarter of the time of `--help`."""
    try:
        source = file.read_text(encoding="utf-8")
    except OSError:
        return None
    begins = rf'^def {re.escape(function)}\(.*?\) -> [^\n]*:\n    """(.*?)"""'
    found = re.search(begins, source, re.MULTILINE | re.DOTALL)
    return cleandoc(found[1]) if found else None


def commands_of(
    group: click.Group, context: click.Context | None = None
) -> Iterator[tuple[str, click.Command]]:
    """(words, command) of all that is in `group`, imported; a group stands before what it holds."""
    context = context or click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        assert one is not None
        yield f"{_words(context)} {name}".strip(), one
        if isinstance(one, click.Group):
            yield from commands_of(one, click.Context(one, context, name))
