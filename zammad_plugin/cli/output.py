"""Errors to exit codes and words on stderr; one place for all commands."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import click

from zammad_plugin import __version__
from zammad_plugin.errors import ExitCode, PluginError


def log_to_stderr(verbose: int, quiet: bool) -> None:
    level = (
        logging.ERROR if quiet else (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    )
    logging.basicConfig(
        level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s", force=True
    )
    # urllib3 logs whole URLs at DEBUG, and those may hold a search term.
    logging.getLogger("urllib3").setLevel(logging.WARNING)


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn every way to fail into one line (or a bug report) and an exit code."""
    try:
        yield
    except PluginError as error:
        click.echo(f"error: {error}", err=True)
        raise SystemExit(int(error.exit_code)) from None
    except KeyboardInterrupt:
        click.echo("interrupted; run again, nothing is done twice", err=True)
        raise SystemExit(int(ExitCode.INTERRUPTED)) from None
    except BrokenPipeError:
        raise SystemExit(int(ExitCode.DONE)) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        click.echo(_bug(error), err=True)
        raise SystemExit(int(ExitCode.BUG)) from None


def _bug(error: Exception) -> str:
    """Where, never what: the text of an unexpected error could quote a report."""
    frames = traceback.extract_tb(error.__traceback__)
    places = "\n".join(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return (
        f"bug in zammad-plugin {__version__}: {type(error).__name__}\n{places}\n  next: report it"
    )
