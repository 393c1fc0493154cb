"""templates for-translator, export, import: the way of a translation to its translator and back."""

from __future__ import annotations

import datetime
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK
from zammad_plugin.cli.output import say, write_out
from zammad_plugin.cli.templates import BY, LANG, desired_of, own_desk
from zammad_plugin.errors import DeskError, ExitCode

if TYPE_CHECKING:
    from zammad_plugin.sync.replies.paragraphs import Work


def _works(desk: Path | None, lang: str) -> list[Work]:
    """Replies as a translator works on them. Raises DeskError for no language of ours."""
    from zammad_plugin.sync.replies.paragraphs import as_html, works
    from zammad_plugin.sync.replies.translations import replies_of
    from zammad_plugin.text.languages import known

    try:
        known(lang)
    except ValueError as error:
        raise DeskError(str(error), hint="--lang ar, fr, …") from error
    replies = replies_of(desired_of(desk))
    found = list(works(replies, lang))
    if not found:
        hint = f"to read them: zammad-plugin templates page replies.html --lang {lang}"
        what = f"no reply is to be translated into '{lang}': it is their source, or there is none"
        raise DeskError(what, hint=hint)
    for key in as_html(replies, lang):
        say(f"not in it, for it is written as HTML: {key}")
    return found


def _named(desk: Path | None) -> str:
    """The desk as it was named, for the commands that the page shows."""
    return f" --desk {shlex.quote(str(desk))}" if desk else ""


@click.command("for-translator")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@LANG
@DESK
def for_translator(file: Path, lang: str, desk: Path | None) -> None:
    """Write FILE, an HTML page: every reply beside its source, paragraph by paragraph.

    Those of the first hour come first; below each stands its file and the command that accepts it.
    """
    from zammad_plugin.sync.replies.translator import render

    write_out(file, render(_works(desk, lang), lang, datetime.date.today(), _named(desk)))
    say(f"written: {file}")


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@LANG
@DESK
def export(file: Path, lang: str, desk: Path | None) -> None:
    """Write FILE.po for a translator who uses neither git nor YAML: one entry a paragraph."""
    from zammad_plugin.sync.replies.po import export as as_po

    write_out(file, as_po(_works(desk, lang), lang))
    say(f"written: {file}")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@LANG
@BY
@DESK
def import_(file: Path, lang: str, by: str, desk: Path | None) -> None:
    """Write the whole texts of FILE.po into the desk; a review of them is due.

    Exits 5 when some are left as they were: not whole yet, a slot lost, their source changed
    since the export. Each is named, and why.
    """
    from zammad_plugin.sync.replies.po import read
    from zammad_plugin.sync.replies.returned import take_back

    folder = own_desk(desk)
    works = _works(folder, lang)
    back = take_back(read(file, lang), works, lang, by, datetime.date.today(), folder)
    for path in back.written:
        click.echo(f"written: {path}")
    for why in back.left:
        say(f"left: {why}")
    if not back.written and not back.left:
        say("nothing was written: the file says nothing new")
    if back.left:
        raise SystemExit(int(ExitCode.PARTIAL))
