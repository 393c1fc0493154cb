"""templates check --coverage: who gets which reply first, and where none is."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.errors import ExitCode

if TYPE_CHECKING:
    from zammad_plugin.check.replies.coverage import Row
    from zammad_plugin.sync.replies.translations import Replies

WIDE = 100  # columns
HEAD = """\
Which reply comes first, by routing rule and writer; in brackets its languages, or all that are
owed. *: the rule is of the first hour and owes its text in every language of the desk.
"""


def show(desk: Path | None, replies: Replies, form: str, langs: tuple[str, ...]) -> None:
    """Exits 4 when one of `langs` (all without any) has a hole."""
    from zammad_plugin.check.replies.coverage import rows
    from zammad_plugin.cli.judged import routing_of

    found = list(rows(routing_of(desk, None), replies))
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in found]))
    else:
        click.echo("\n".join(_table(found, langs)))
    if any(_holes(one, langs) for one in found):
        raise SystemExit(int(ExitCode.PENDING))


def _table(found: Sequence[Row], langs: tuple[str, ...]) -> Iterator[str]:
    yield HEAD
    owed = [row for row in found if not langs or not row.by_lang.keys().isdisjoint(langs)]
    for (rule, first), same in groupby(owed, lambda row: (row.rule, row.first_hour)):
        yield f"{'*' if first else ''}{rule}"
        yield from _of_rule(list(same), langs)
    yield ""
    holes = [(row, missing) for row in owed if (missing := _holes(row, langs))]
    for row, missing in holes:
        yield f"hole: {row.rule}, {row.reporter}: {', '.join(missing)}"
    count = f"{len({row.rule for row in owed})} rules"
    yield f"{count}, {len(holes)} holes" if holes else f"{count}, no holes"


def _of_rule(rows: Sequence[Row], langs: tuple[str, ...]) -> Iterator[str]:
    """A line for all writers who get the same; of a long one the rest below."""
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(_by_reply(row, langs), []).append(row.reporter)
    for told, writers in said.items():
        line = f"{', '.join(writers)}: {told}"
        yield textwrap.fill(
            line,
            WIDE,
            initial_indent="  ",
            subsequent_indent="      ",
            break_on_hyphens=False,
        )


def _by_reply(row: Row, langs: tuple[str, ...]) -> str:
    told = {lang: key for lang, key in row.by_lang.items() if not langs or lang in langs}
    by_key: dict[str, list[str]] = {}
    for lang, key in told.items():
        by_key.setdefault(key or "HOLE", []).append(lang)
    if not langs and len(by_key) == 1:
        return f"{next(iter(by_key))} (all {len(told)})"
    return ", ".join(f"{key} ({' '.join(same)})" for key, same in by_key.items())


def _holes(row: Row, langs: tuple[str, ...]) -> list[str]:
    return [lang for lang in row.holes if not langs or lang in langs]
