"""Commands on replies and their translations: what is missing, how it looks, who has read it."""

from __future__ import annotations

import datetime
import json
import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK, FORMAT
from zammad_plugin.cli.output import say, write_out
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import DeskError, ExitCode
from zammad_plugin.vocabulary import REPLY_CHANNELS

if TYPE_CHECKING:
    from zammad_plugin.check.replies.coverage import Row as Covered
    from zammad_plugin.sync.model import Desired, Fact
    from zammad_plugin.sync.replies.paragraphs import Work
    from zammad_plugin.sync.replies.translations import Replies
    from zammad_plugin.sync.replies.translations import Row as State
    from zammad_plugin.zammad.client import Client


DAYS = 180  # after which a fact on a platform is compared again, as a contact is called again
TO_DO = ("missing", "outdated", "changed")
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


@click.group()
def templates() -> None:
    """Replies in several languages: what is missing or outdated, how they look, who read them."""


def _desired(desk: Path | None) -> list[Desired]:
    """Every object of the desk. Raises DeskError with the first broken file."""
    from zammad_plugin.config.places import default_desk
    from zammad_plugin.sync.files.source import read

    source = read(desk or default_desk())
    if source.problems:
        raise source.problems[0]
    return source.desired


def _own(desk: Path | None) -> Path:
    """The desk to write to. Raises DeskError for the package's own: an upgrade would undo it."""
    from zammad_plugin.config.places import PACKAGE, default_desk

    folder = desk or default_desk()
    if folder == PACKAGE / "desk":
        what = "these are the package's own files"
        raise DeskError(what, hint=f"copy {folder} and name the copy with --desk")
    return folder


@templates.command()
@DESK
@FORMAT
@click.option("--lang", "langs", multiple=True, help="Only these languages.")
@click.option(
    "--page",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write them side by side with their source, for a translator.",
)
@click.option(
    "--coverage",
    is_flag=True,
    help="Which reply each routing rule has for each writer in each language, holes named.",
)
@click.option("--url", default=None, help="Compare variables with this Zammad's attributes too.")
@click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    default=None,
    help="File with the token, mode 0600; else $ZAMMAD_TOKEN.",
)
@click.option("--allow-http", is_flag=True, help="Allow plain http beyond loopback.")
def check(
    desk: Path | None,
    form: str,
    langs: tuple[str, ...],
    page: Path | None,
    coverage: bool,
    url: str | None,
    token_file: Path | None,
    allow_http: bool,
) -> None:
    """Missing, outdated and unreviewed translations as a table.

    Exits 4 when a text is missing, older than its source or changed since its review, or a fact
    was not compared with its source for half a year. With --coverage: when a rule has no text for
    somebody who may write.
    """
    from zammad_plugin.sync.replies.translations import replies_of, rows

    desired = _desired(desk)
    replies = replies_of(desired)
    if coverage:
        _cover(desk, replies, form, langs)
        return
    found = [row for row in rows(replies) if not langs or row.lang in langs]
    old = _old_facts(replies)
    click.echo(json.dumps(_as_data(found, old)) if form == "json" else _table(found, old))
    if page:
        _write_page(page, replies, langs)
    if url:
        with Server(url, token_file, allow_http).client(desk) as client:
            _held_against(client, desired)
    if old or any(row.state in TO_DO for row in found):
        raise SystemExit(int(ExitCode.PENDING))


def _cover(desk: Path | None, replies: Replies, form: str, langs: tuple[str, ...]) -> None:
    from zammad_plugin.check.replies.coverage import rows
    from zammad_plugin.cli.judged import routing_of

    found = list(rows(routing_of(desk, None), replies))
    holes = [
        f"hole: {one.rule}, {one.reporter}: {', '.join(one.holes)}" for one in found if one.holes
    ]
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in found]))
    else:
        click.echo("\n".join([*_covered(found, langs), "", *(holes or ["no holes"])]))
    if holes:
        raise SystemExit(int(ExitCode.PENDING))


def _covered(found: list[Covered], only: tuple[str, ...]) -> Iterator[str]:
    """A line a rule and writer; rules of the first hour have a star."""
    langs = dict.fromkeys(lang for row in found for lang in row.by_lang if not only or lang in only)
    wide = max((len(row.rule) for row in found), default=0) + 3
    yield f"{'rule'.ljust(wide)}{'writer'.ljust(14)}first reply (languages)"
    for row in found:
        rule = ("*" if row.first_hour else "") + row.rule
        told = {lang: row.by_lang.get(lang) for lang in langs}
        keys = dict.fromkeys(key for key in told.values() if key)
        said = ", ".join(
            f"{key} ({' '.join(one for one in told if told[one] == key)})" for key in keys
        )
        holes = [lang for lang, key in told.items() if key == ""]
        said += f"{'; ' if said else ''}HOLE {' '.join(holes)}" if holes else ""
        yield f"{rule.ljust(wide)}{row.reporter.ljust(14)}{said}"


def _old_facts(replies: Replies) -> list[tuple[str, Fact]]:
    from zammad_plugin.sync.replies.translations import checked_facts

    limit = datetime.date.today() - datetime.timedelta(days=DAYS)
    return [(key, fact) for key, fact in checked_facts(replies) if fact.checked_at < limit]


def _as_data(found: list[State], old: list[tuple[str, Fact]]) -> dict[str, object]:
    return {
        "texts": [
            {"key": row.key, "lang": row.lang, "state": row.state, "native": row.native}
            for row in found
        ],
        "facts": [{"key": key, "says": fact.says, "source": fact.source} for key, fact in old],
    }


def _table(found: list[State], old: list[tuple[str, Fact]]) -> str:
    langs = list(dict.fromkeys(row.lang for row in found))
    states = {(row.key, row.lang): "*" + row.state if row.native else row.state for row in found}
    keys = list(dict.fromkeys(row.key for row in found))
    wide = max((len(key) for key in keys), default=0) + 2
    lines = ["".ljust(wide) + "".join(lang.ljust(10) for lang in langs)]
    for key in keys:
        cells = (states.get((key, lang), "").ljust(10) for lang in langs)
        lines.append((key.ljust(wide) + "".join(cells)).rstrip())
    counts = Counter(row.state for row in found)
    native = sum(bool(row.native) for row in found)
    said = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
    lines += ["", f"{said}; {native} read by a native speaker (*)"]
    lines += [f"compare again: {key}: {fact.says} ({fact.source})" for key, fact in old]
    return "\n".join(lines)


def _write_page(page: Path, replies: Replies, langs: tuple[str, ...]) -> None:
    from zammad_plugin.sync.replies.page import render

    write_out(page, render(replies, langs, f"As of {datetime.date.today()}"))
    say(f"written: {page}")


def _held_against(client: Client, desired: list[Desired]) -> None:
    """Raises DeskError when a text has a variable that this server does not fill in."""
    from zammad_plugin.check.replies.texts import unknown_to

    attributes = client.list_all("object_manager_attributes")
    read = client.names.fields.read
    problems = list(unknown_to({read(str(row["name"])) for row in attributes}, desired))
    for problem in problems:
        say(f"error: {problem}")
    if problems:
        raise DeskError(f"{len(problems)} variables that this Zammad has not", hint="apply first")


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

    item, _ = find(_desired(desk), key, lang)
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

    A text that the linter objects to is refused. A later change of a letter undoes the mark.
    """
    from zammad_plugin.check.replies.texts import lint
    from zammad_plugin.sync.replies.review import accept as mark
    from zammad_plugin.sync.replies.review import find

    desired = _desired(_own(desk))
    item, source = find(desired, key, lang)
    found = lint(desired, native)
    problems = [one for one in found if one.where and one.where.path == item.where.path]
    if problems:
        raise problems[0]
    mark(item, source, by, native, datetime.date.today())
    click.echo(f"reviewed: {item.where.path}")


@templates.command()
@click.argument("key")
@LANG
@BY
@DESK
def follow(key: str, lang: str, by: str, desk: Path | None) -> None:
    """Say that the translation of KEY has been brought up to its source; a review is due again."""
    from zammad_plugin.sync.replies.review import find
    from zammad_plugin.sync.replies.review import follow as mark

    item, source = find(_desired(_own(desk)), key, lang)
    mark(item, source, by, datetime.date.today())
    click.echo(f"follows {source.key}: {item.where.path}")


@templates.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", "langs", multiple=True, help="Only these, beside their source.")
@DESK
def page(file: Path, langs: tuple[str, ...], desk: Path | None) -> None:
    """Write all replies in all languages to FILE, an HTML page: as mail and as chat."""
    from zammad_plugin.sync.replies.translations import replies_of

    _write_page(file, replies_of(_desired(desk)), langs)


def _works(desk: Path | None, lang: str) -> list[Work]:
    """Replies as a translator works on them. Raises DeskError for no language of ours."""
    from zammad_plugin.sync.replies.paragraphs import as_html, works
    from zammad_plugin.sync.replies.translations import replies_of
    from zammad_plugin.text.languages import known

    try:
        known(lang)
    except ValueError as error:
        raise DeskError(str(error), hint="--lang ar, fr, …") from error
    replies = replies_of(_desired(desk))
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


@templates.command("for-translator")
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


@templates.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@LANG
@DESK
def export(file: Path, lang: str, desk: Path | None) -> None:
    """Write FILE.po for a translator who uses neither git nor YAML: one entry a paragraph."""
    from zammad_plugin.sync.replies.po import export as as_po

    write_out(file, as_po(_works(desk, lang), lang))
    say(f"written: {file}")


@templates.command("import")
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

    works = _works(_own(desk), lang)
    back = take_back(read(file, lang), works, lang, by, datetime.date.today())
    for path in back.written:
        click.echo(f"written: {path}")
    for why in back.left:
        say(f"left: {why}")
    if not back.written and not back.left:
        say("nothing was written: the file says nothing new")
    if back.left:
        raise SystemExit(int(ExitCode.PARTIAL))
