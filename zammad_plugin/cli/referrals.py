"""Commands on referrals: whom a person can turn to, and whom the desk must call again."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, get_args

import click

from zammad_plugin.cli.lazy import LazyGroup
from zammad_plugin.cli.options import DESK, FORMAT, country_code, lang_of
from zammad_plugin.config.referrals import WORLD, Need
from zammad_plugin.text.languages import in_language

if TYPE_CHECKING:
    from zammad_plugin.config.referrals import Directory, Finding, Referral
    from zammad_plugin.sync.replies.contacts import Contacts


class Row(TypedDict):
    """A contact as it is printed."""

    id: str
    country: str
    kind: str
    name: str
    ways: list[str]
    warning: str
    grade: str
    usable: bool
    expires: str
    source: str
    sources: list[str]
    remark: str


DAY = click.DateTime(formats=["%Y-%m-%d"])
TODAY = click.option("--today", type=DAY, default=None, help="As of this day, else today.")
LANG = lang_of("Language of names and remarks.")


@click.group(cls=LazyGroup, places={"check": "referrals_check:check"})
def referrals() -> None:
    """Whom a person can turn to: sourced contacts with an expiry."""


def contacts_of(desk: Path | None, today: datetime.datetime | None) -> Contacts:
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.config.places import default_desk
    from zammad_plugin.config.referrals import read_referrals
    from zammad_plugin.sync.replies.contacts import Contacts

    directory = read_referrals(load_desk(desk or default_desk()).rules)
    return Contacts(directory, today.date() if today else datetime.date.today())


def expired(desk: Path | None) -> int:
    """How many contacts that texts would carry have expired."""
    contacts = contacts_of(desk, None)
    return sum(one.inserted and not contacts.usable(one) for one in contacts.directory.referrals)


@referrals.command("list")
@click.option(
    "--country",
    callback=country_code,
    default=None,
    help="Two letters, such as LB; the world's follow.",
)
@click.option("--age", type=click.IntRange(0, 120), default=None, help="Of the person concerned.")
@click.option("--need", type=click.Choice(get_args(Need)), multiple=True, help="Kind of help.")
@click.option("--all", "every", is_flag=True, help="Also what a lead must verify first.")
@TODAY
@LANG
@DESK
@FORMAT
def list_(
    country: str | None,
    age: int | None,
    need: tuple[str, ...],
    every: bool,
    today: datetime.datetime | None,
    lang: str,
    desk: Path | None,
    form: str,
) -> None:
    """Contacts that may be given to a person; without --all only sourced, unexpired ones."""
    contacts = contacts_of(desk, today)
    found = [
        one
        for place in _places(contacts.directory, country)
        for one in contacts.directory.chosen(place, age, need)
        if every or contacts.usable(one)
    ]
    if form == "json":
        click.echo(json.dumps([_row(one, contacts, lang) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(_line(_row(one, contacts, lang)))
    if not found:
        click.echo("no checked contact: ask your lead")


def _places(directory: Directory, country: str | None) -> list[str]:
    """The country first, then the world; without a country all of them."""
    if country:
        return list(dict.fromkeys([country.upper(), WORLD]))
    return sorted({one.country for one in directory.referrals}, key=lambda one: (one == WORLD, one))


def _row(one: Referral, contacts: Contacts, lang: str) -> Row:
    from zammad_plugin.sync.replies.contacts import way_in_words

    return {
        "id": one.id,
        "country": one.country,
        "kind": one.kind,
        "name": in_language(one.name, lang),
        "ways": [way_in_words(way, lang) for way in one.ways],
        "warning": in_language(one.warning or {}, lang),
        "grade": one.grade,
        "usable": contacts.usable(one),
        "expires": one.expires(contacts.directory.valid_days).isoformat(),
        "source": one.source,
        "sources": [f"{it.where}: {it.found}{_dated(it)}" for it in one.sources],
        "remark": one.remark,
    }


def _dated(finding: Finding) -> str:
    return f" ({finding.date})" if finding.date else ""


def _line(row: Row) -> str:
    verify = "" if row["usable"] else "  VERIFY FIRST"
    head = f"{row['country']:<6} {row['kind']:<16} {row['name']}: {', '.join(row['ways'])}{verify}"
    more = [
        row["warning"],
        row["remark"],
        *row["sources"],
        f"grade {row['grade']}, until {row['expires']}",
    ]
    return "\n".join([head.rstrip(": "), *(f"       {one}" for one in more if one)])
