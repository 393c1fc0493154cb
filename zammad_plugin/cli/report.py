"""report: the numbers of a period that change policy, without any text, name or account."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import FORMAT, target
from zammad_plugin.cli.output import counted
from zammad_plugin.cli.server import Target
from zammad_plugin.errors import PluginError
from zammad_plugin.vocabulary import AGENT_LANGUAGES, MAIN

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.report.summary import Summary

DAY = click.DateTime(formats=["%Y-%m-%d"])
COLUMNS = ("table", "row", "column", "count")


@click.command()
@target
@FORMAT
@click.option("--from", "first", type=DAY, help="First day; else the first of last month.")
@click.option("--to", "last", type=DAY, help="Last day, included; else the last of last month.")
@click.option(
    "--html",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write one page with charts into this folder: report-LANG.html.",
)
@click.option("--csv", "as_csv", is_flag=True, help="As CSV: table, row, column, count.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--lang",
    type=click.Choice(AGENT_LANGUAGES),
    multiple=True,
    help="Language of the page, repeatable; else the desk's.",
)
@click.option(
    "--deep/--shallow",
    default=None,
    help="Whether each report's history is read too (calls!); else up to 3,000 reports.",
)
def report(
    to: Target,
    form: str,
    first: datetime | None,
    last: datetime | None,
    html: Path | None,
    as_csv: bool,
    as_json: bool,
    lang: tuple[str, ...],
    deep: bool | None,
) -> None:
    """Count the reports of a period: for donors, for the press, for whoever makes the rules.

    By week, category, channel, language, country, age band, who writes and platform; time to the
    first human answer; deadlines of evidence; what authorities answered. Counts under five are
    hidden. Needs ticket.agent and read access to the groups (docs/report.md).
    """
    from zammad_plugin.config.desk import desk_in, language_of
    from zammad_plugin.report.drawing import needed

    period = _period(first, last)
    if html:
        needed()
    loaded = desk_in(to.desk)
    made = _counted(to, loaded, period, deep)
    if html:
        langs = lang or (language_of(loaded),)
        _pages(html, made, langs, to.desk)
    else:
        form = "csv" if as_csv else "json" if as_json else form
        _print(made, form, lang[0] if lang else MAIN, to.desk)


def _counted(
    to: Target, desk: Desk | None, period: tuple[date, date], deep: bool | None
) -> Summary:
    """What Zammad has of the period, and what retention kept of tickets that are gone."""
    from zammad_plugin.report import read
    from zammad_plugin.report.summary import summary
    from zammad_plugin.retention.kept import Kept
    from zammad_plugin.tickets.desk_routing import routing_of

    routing, gone = routing_of(desk), Kept(to.place.retention / "kept.json")
    with to.server.client(to.desk) as client:
        found = read.figures(client, routing, *period, deep, partial(counted, word="read"), gone)
    counted(0, "read")
    return summary(found)


def _print(made: Summary, form: str, lang: str, desk: Path | None) -> None:
    if form == "csv":
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made.rows())
    elif form == "json":
        click.echo(json.dumps(made.to_dict(), ensure_ascii=False))
    else:
        _tell(made, lang, desk)


def _period(first: datetime | None, last: datetime | None) -> tuple[date, date]:
    """Raises PluginError for a period that ends before it begins."""
    before = date.today().replace(day=1) - timedelta(days=1)
    start = first.date() if first else (last.date() if last else before).replace(day=1)
    end = last.date() if last else (date.today() if first else before)
    if end < start:
        raise PluginError(f"the period ends on {end}, before it begins", hint="--from DAY --to DAY")
    return start, end


def _pages(folder: Path, made: Summary, langs: tuple[str, ...], desk: Path | None) -> None:
    from zammad_plugin.report.page import Page
    from zammad_plugin.state.atomic import replace_file

    for lang in dict.fromkeys(langs):
        file = folder / f"report-{lang}.html"
        replace_file(file, [Page(made, lang, date.today(), desk).html()], mode=0o644)
        click.echo(str(file))


def _tell(made: Summary, lang: str, desk: Path | None) -> None:
    from zammad_plugin.report.words import label, word

    click.echo(word("period", lang, first=made.first, last=made.last))
    for name, value in made.heads.items():
        _line(word(name, lang), value)
    for table, cells in made.tables.items():
        click.echo(word(table, lang))
        for code, many in cells:
            _line(label(table, code, lang, desk), many)
    _tell_answers(made, lang)


def _tell_answers(made: Summary, lang: str) -> None:
    """Ours, and those of authorities."""
    from zammad_plugin.report.words import word

    click.echo(word("answers", lang))
    for when, found in made.answers.items():
        _line(word(when, lang), ", ".join(f"{name} {_shown(one)}" for name, one in found.items()))
    for table, cross in (("clock", made.clock), ("asked", made.asked)):
        click.echo(word(table, lang))
        for (one, other), many in sorted(cross.items()):
            _line(f"{one}, {other}", many)


def _line(name: str, value: object) -> None:
    click.echo(f"  {name}: {_shown(value)}")


def _shown(value: object) -> str:
    if value is None:
        return "·"
    return f"{value:.0%}" if isinstance(value, float) else str(value)
