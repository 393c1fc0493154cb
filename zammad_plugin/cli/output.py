"""Errors to exit codes and words on stderr; one place for all commands."""

from __future__ import annotations

import errno
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from zammad_plugin import __version__
from zammad_plugin.cli.hints import at_this_desk
from zammad_plugin.cli.log import TOLD, Stderr
from zammad_plugin.errors import ExitCode, PluginError

LEVELS = {"error": logging.ERROR, "bug": logging.ERROR, "warning": logging.WARNING}


def say(text: str) -> None:
    """What a command says beside its result, whatever the level of the log; in the log's form.

    `error:` and `warning:` at the beginning say how grave it is.
    """
    text = at_this_desk(text)
    level = LEVELS.get(text.partition(":")[0].partition(" ")[0], logging.INFO)
    record = logging.LogRecord(TOLD, level, "", 0, text, None, None)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, Stderr):
            handler.emit(record)
            return
    click.echo(text, err=True)


def make_folder(folder: Path) -> None:
    """Raises PluginError when it can't be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "name a folder that you may write to"
        raise PluginError(f"{folder} can't be made: {error.strerror}", hint=hint) from None


def write_out(file: Path, text: str) -> None:
    """A file that the caller named, also a pipe. Raises PluginError when it can't be written."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        hint = "name a file in a folder that is there and that you may write to"
        raise PluginError(f"{file} can't be written: {error.strerror}", hint=hint) from None


def counted(many: int, word: str) -> None:
    """Progress on a terminal, in one line that the next one writes over; 0 takes it away."""
    if sys.stderr.isatty():
        click.echo(f"\r{many} {word}" if many else "\r\033[K", nl=False, err=True)


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn every way to fail into one line (or a bug report) and an exit code."""
    try:
        yield
    except PluginError as error:
        say(f"error: {error}")
        raise SystemExit(int(error.exit_code)) from None
    except (KeyboardInterrupt, click.Abort):
        say("interrupted; run again, nothing is done twice")
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
    except BrokenPipeError:
        raise SystemExit(int(ExitCode.DONE)) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            say(_bug(error))
            raise SystemExit(int(ExitCode.BUG)) from None
        say("error: the disk is full\n  next: look at the disk (df)")
        raise SystemExit(int(ExitCode.FAILED)) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except click.exceptions.Exit:
        raise
    except Exception as error:
        say(_bug(error))
        raise SystemExit(int(ExitCode.BUG)) from None


def _bug(error: Exception) -> str:
    """Where, never what: the text of an unexpected error could quote a report."""
    frames = traceback.extract_tb(error.__traceback__)
    places = "\n".join(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return (
        f"bug in zammad-plugin {__version__}: {type(error).__name__}\n{places}\n  next: report it"
    )
