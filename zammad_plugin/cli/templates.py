"""Commands on replies and their translations: what is missing, how it looks, who has read it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.lazy import LazyGroup
from zammad_plugin.cli.options import DESK
from zammad_plugin.cli.output import say, write_out
from zammad_plugin.errors import DeskError
from zammad_plugin.vocabulary import REPLY_CHANNELS

if TYPE_CHECKING:
    from zammad_plugin.sync.model import Desired
    from zammad_plugin.sync.replies.translations import Replies


ELSEWHERE = {
    "check": "templates_check:check",
    "export": "templates_translated:export",
    "for-translator": "templates_translated:for_translator",
    "import": "templates_translated:import_",
}
LANG = click.option("--lang", required=True, help="Language: the name of the file, such as ar.")
NOBODIES = ("name", "none", "nobody", "machine")  # what a page or a file says where a name is due


def _somebody(_context: click.Context, _option: click.Parameter, by: str) -> str:
    """A command that was copied with its NAME would say that NAME has read the text."""
    if by.strip().casefold() in ("", *NOBODIES) or len(by.splitlines()) > 1:
        raise click.BadParameter("write who has read it, by name or initials")
    return by.strip()


BY = click.option(
    "--by", required=True, callback=_somebody, help="Name or initials of who read it."
)


@click.group(cls=LazyGroup, places=ELSEWHERE)
def templates() -> None:
    """Replies in several languages: what is missing or outdated, how they look, who read them."""


def desired_of(desk: Path | None) -> list[Desired]:
    """Every object of the desk. Raises DeskError with the first broken file."""
    from zammad_plugin.config.places import default_desk
    from zammad_plugin.sync.files.source import read

    source = read(desk or default_desk())
    if source.problems:
        raise source.problems[0]
    return source.desired


def own_desk(desk: Path | None) -> Path:
    """The desk to write to. Raises DeskError for the package's own: an upgrade would undo it."""
    from zammad_plugin.config.places import PACKAGE, default_desk

    folder = desk or default_desk()
    if folder == PACKAGE / "desk":
        what = "these are the package's own files"
        raise DeskError(what, hint=f"copy {folder} and name the copy with --desk")
    return folder


def write_page(page: Path, replies: Replies, langs: tuple[str, ...]) -> None:
    from zammad_plugin.sync.replies.page import render

    write_out(page, render(replies, langs, f"As of {datetime.date.today()}"))
    say(f"written: {page}")


@templates.command()
@click.argument("key")
@LANG
@click.option(
    "--channel",
    type=click.Choice(REPLY_CHANNELS),
    required=True,
    help="Chats get plain text, mail HTML with its direction.",
)
@DESK
def preview(key: str, lang: str, channel: str, desk: Path | None) -> None:
    """What a reader gets of the reply KEY: contacts filled in or *ask your lead*, numbers isolated.

    Variables are shown as they are: the agent's browser fills them in.
    """
    from zammad_plugin.sync.replies.html import to_body, to_plain
    from zammad_plugin.sync.replies.review import find

    item, _ = find(desired_of(desk), key, lang)
    if channel not in item.about["channels"]:
        say(f"warning: not meant for {channel}")
    if item.about["native_reader"] == "none":
        say("warning: no native speaker has read this text")
    body = str(item.about["body"])
    body = to_body(body) if item.about["html"] else body
    click.echo(item.fields["content"] if channel == "email" else to_plain(body, lang))


@templates.command()
@click.argument("key")
@LANG
@BY
@click.option("--native", is_flag=True, help="Who read it is a native speaker.")
@DESK
def accept(key: str, lang: str, by: str, native: bool, desk: Path | None) -> None:
    """Mark the reply KEY as reviewed, as it stands now: by whom, today.

    A text that `check` objects to is refused. A later change of a letter undoes the mark. Of a
    desk that extends the package's, a reply of the package is copied into the desk first.
    """
    from zammad_plugin.sync.replies.review import accept as mark
    from zammad_plugin.sync.replies.review import find

    folder = own_desk(desk)
    desired = desired_of(folder)
    item, source = find(desired, key, lang)
    if refused := _refused(item, desired, desk, native):
        raise refused
    file = mark(item, source, by, native, datetime.date.today(), folder)
    click.echo(f"reviewed: {file}")


def _refused(
    item: Desired, desired: list[Desired], desk: Path | None, native: bool
) -> DeskError | None:
    """The first thing that `check` says of the reply's file."""
    from zammad_plugin.check.objects import look_at
    from zammad_plugin.config.desk import desk_in

    found = look_at(desired, desk_in(desk), native).problems
    return next((one for one in found if one.where and one.where.path == item.where.path), None)


@templates.command()
@click.argument("key")
@LANG
@BY
@DESK
def follow(key: str, lang: str, by: str, desk: Path | None) -> None:
    """Say that the translation of KEY has been brought up to its source; a review is due again."""
    from zammad_plugin.sync.replies.review import find
    from zammad_plugin.sync.replies.review import follow as mark

    folder = own_desk(desk)
    item, source = find(desired_of(folder), key, lang)
    file = mark(item, source, by, datetime.date.today(), folder)
    click.echo(f"follows {source.key}: {file}")


@templates.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", "langs", multiple=True, help="Only these, beside their source.")
@DESK
def page(file: Path, langs: tuple[str, ...], desk: Path | None) -> None:
    """Write all replies in all languages to FILE, an HTML page: as mail and as chat."""
    from zammad_plugin.sync.replies.translations import replies_of

    write_page(file, replies_of(desired_of(desk)), langs)
