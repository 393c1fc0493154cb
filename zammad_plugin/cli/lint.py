"""lint: an agent's draft, before it is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from zammad_plugin.cli.options import DESK, FORMAT, country_code
from zammad_plugin.errors import DeskError, ExitCode
from zammad_plugin.vocabulary import AUDIENCES, REPLY_CHANNELS

if TYPE_CHECKING:
    from zammad_plugin.text.safe_words import Objection


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
@click.option("--lang", default=None, help="Language of the text; found out without it.")
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="child",
    show_default=True,
    help="Who will read it.",
)
@click.option(
    "--channel",
    "channels",
    type=click.Choice(REPLY_CHANNELS),
    multiple=True,
    help="Where it will be sent; a chat is shorter.",
)
@click.option(
    "--ages",
    type=click.Choice(["minor", "adult", "any"]),
    default="minor",
    show_default=True,
    help="Age of the person concerned.",
)
@click.option(
    "--country", callback=country_code, default="", help="Two letters: where the person is."
)
@click.option(
    "--unread",
    is_flag=True,
    help="Pass a language that no rule reads; only its form is looked at then.",
)
@DESK
@FORMAT
def lint(
    file: TextIO,
    lang: str | None,
    audience: str,
    channels: tuple[str, ...],
    ages: str,
    country: str,
    unread: bool,
    desk: Path | None,
    form: str,
) -> None:
    """Hold a draft to the rules of safe words; FILE, or standard input without it.

    Exits 1 when there is an objection. What only a lock screen makes unwise is told, and is an
    objection with --channel. The text itself is neither kept nor logged.
    """
    from zammad_plugin.config.safe_words.rules import rules_for_drafts
    from zammad_plugin.text.safe_words import Around, objections

    text = _read(file)
    lang = _known(lang, text)
    found = [
        *objections(text, lang, audience, rules_for_drafts(), Around(channels, _contacts(desk))),
        *_services(text, ages, country.upper()),
        *_unfilled(text),
    ]
    if form == "json":
        click.echo(json.dumps([_as_data(one, text) for one in found], ensure_ascii=False))
    for one in found if form == "text" else ():
        click.echo(_told(one, text, file.name))
    if any(_counts(one, channels, unread) for one in found):
        raise SystemExit(int(ExitCode.FAILED))


def _known(lang: str | None, text: str) -> str:
    """As the rules write it, found out where none is given. Raises BadParameter, DeskError."""
    from zammad_plugin.text.languages import known
    from zammad_plugin.triage.ruleset import load

    try:
        return known(lang or load().languages.detect(text))
    except ValueError as error:
        if lang:
            raise click.BadParameter(str(error), param_hint="'--lang'") from error
        raise DeskError(str(error), hint="--lang en, ar, fr, …") from error


def _counts(one: Objection, channels: tuple[str, ...], unread: bool) -> bool:
    from zammad_plugin.text.safe_words import FIRST_LINE, NO_RULES

    if one.rule == FIRST_LINE:
        return bool(channels)
    return not (unread and one.rule == NO_RULES)


def _told(one: Objection, text: str, name: str) -> str:
    line, column = one.place(text)
    told = f"{name}:{line}:{column}: {one.rule}: '{one.found}' ({one.why})"
    source = f"\n  source: {one.source}" if one.source else ""
    return told + source + (f"\n  better: {one.instead}" if one.instead else "")


def _read(file: TextIO) -> str:
    try:
        return str(file.read())
    except UnicodeDecodeError as error:
        raise DeskError("not UTF-8", hint="save the text as UTF-8") from error


def _as_data(one: Objection, text: str) -> dict[str, object]:
    line, column = one.place(text)
    return {
        "rule": one.rule,
        "line": line,
        "column": column,
        "found": one.found,
        "why": one.why,
        "source": one.source,
        "instead": one.instead,
    }


def _services(text: str, ages: str, country: str) -> list[Objection]:
    """Report Remove outside the United Kingdom, StopNCII to a minor and the like."""
    from zammad_plugin.config.services import read_services
    from zammad_plugin.sync.replies.contacts import for_others
    from zammad_plugin.text.safe_words import Objection

    return [
        Objection("wrong-service", one.why, one.name, text.casefold().index(one.name.casefold()))
        for one in for_others(text, country, ages, read_services().services)
    ]


def _unfilled(text: str) -> list[Objection]:
    """`{{hours}}` and `[NAME]`: what was to be filled in before it is sent."""
    from zammad_plugin.text.safe_words import Objection
    from zammad_plugin.text.slots import unfilled

    why = "fill it in before you send it"
    return [Objection("unfilled-slot", why, found, place) for found, place in unfilled(text)]


def _contacts(desk: Path | None) -> list[str]:
    """What may be named: contacts that are sourced and not expired."""
    from zammad_plugin.cli.referrals import contacts_of

    contacts = contacts_of(desk, None)
    usable = (one for one in contacts.directory.referrals if contacts.usable(one))
    return [way.to for one in usable for way in one.ways]
