"""The log on stderr: its forms, its levels, the options that choose them."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from typing import Any, Literal

import click

Form = Literal["text", "json", "journal"]
TOLD = "zammad_plugin"  # logger's name of what a command itself says
NEXT = "\n  next: "  # between what is wrong and the mend, as PluginError writes it
PRIORITIES = {logging.ERROR: 3, logging.WARNING: 4, logging.INFO: 6, logging.DEBUG: 7}  # syslog's
SETTINGS = "zammad_plugin.log"  # in click's context: what was said before the command's name


class Text(logging.Formatter):
    """For a terminal and for cron's mail: in UTC, as the server and the notes of two machines
    are compared. What the command itself says stands bare."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name == TOLD:
            return record.getMessage()
        return f"{_time(record)} {record.levelname} {record.name}: {record.getMessage()}"


class Journal(logging.Formatter):
    """For journald: a priority before each line; it keeps the time itself."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage()
        head = "" if record.name == TOLD else f"{record.name}: "
        priority = PRIORITIES.get(record.levelno, 6)
        return "\n".join(f"<{priority}>{line}" for line in f"{head}{said}".splitlines())


class Json(logging.Formatter):
    """One object a line: time, level, logger, message, and `next` where there is a mend."""

    def format(self, record: logging.LogRecord) -> str:
        what, _, mend = record.getMessage().partition(NEXT)
        row = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": what,
            **({"next": mend} if mend else {}),
        }
        return json.dumps(row, ensure_ascii=False)


FORMS: dict[Form, type[logging.Formatter]] = {"text": Text, "json": Json, "journal": Journal}


class Stderr(logging.Handler):
    """Writes to the standard error of the moment: it may be another one than at the start."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            click.echo(self.format(record), err=True)
        except Exception:
            self.handleError(record)


def _time(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return at.replace("+00:00", "Z")


def usual_form() -> Form:
    """`journal` where systemd says that stderr is its journal's ($JOURNAL_STREAM), else `text`."""
    try:
        here = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError, AttributeError):  # no real file, as in tests
        return "text"
    stream = os.environ.get("JOURNAL_STREAM", "")
    return "journal" if stream == f"{here.st_dev}:{here.st_ino}" else "text"


def log_to_stderr(verbose: int, quiet: bool, form: Form | None = None) -> None:
    """`verbose`: 0 warnings, 1 INFO, 2 DEBUG; `quiet`: errors only; `form`: None for the usual."""
    level = (
        logging.ERROR if quiet else (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    )
    handler = Stderr()
    handler.setFormatter(FORMS[form or usual_form()]())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # urllib3 logs whole URLs at DEBUG, and those may hold a search term.
    logging.getLogger("urllib3").setLevel(logging.WARNING)


def log_options(command: click.Command) -> click.Command:
    """-v, -q and --log-format on the group of all commands."""
    command.params.extend(_options(hidden=False))
    return command


def hidden_log_options(command: click.Command) -> None:
    """The same behind a command's name, once; its help does not repeat them."""
    if not any("--log-format" in one.opts for one in command.params):
        command.params.extend(_options(hidden=True))


def _options(hidden: bool) -> list[click.Option]:
    more: dict[str, Any] = {"expose_value": False, "callback": _chosen, "hidden": hidden}
    verbose, quiet = "More log on stderr; twice for DEBUG.", "Errors only."
    form = "Of stderr: json is one object a line; without it journal under systemd, else text."
    return [
        click.Option(["-v", "--verbose"], count=True, help=verbose, **more),
        click.Option(["-q", "--quiet"], is_flag=True, help=quiet, **more),
        click.Option(["--log-format"], type=click.Choice(list(FORMS)), help=form, **more),
    ]


def _chosen(context: click.Context, option: click.Parameter, value: Any) -> None:
    settings: dict[str, Any] = context.meta.setdefault(SETTINGS, {})
    if value or option.name not in settings:
        settings[str(option.name)] = value
    log_to_stderr(
        settings.get("verbose") or 0, bool(settings.get("quiet")), settings.get("log_format")
    )
