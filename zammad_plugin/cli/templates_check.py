"""templates check: what of the replies is missing or outdated, and which rule has none for whom."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK, FORMAT
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server
from zammad_plugin.cli.templates import desired_of, write_page
from zammad_plugin.errors import DeskError, ExitCode

if TYPE_CHECKING:
    from zammad_plugin.sync.model import Desired, Fact
    from zammad_plugin.sync.replies.translations import Replies
    from zammad_plugin.sync.replies.translations import Row as State
    from zammad_plugin.zammad.client import Client


DAYS = 180  # after which a fact on a platform is compared again, as a contact is called again
TO_DO = ("missing", "outdated", "changed")


@click.command()
@DESK
@FORMAT
@click.option("--lang", "langs", multiple=True, help="Only these languages.")
@click.option(
    "--page",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write them as mail and as chat beside their source; to translate: for-translator.",
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
    from zammad_plugin.cli.templates_coverage import show
    from zammad_plugin.sync.replies.translations import replies_of, rows

    desired = desired_of(desk)
    replies = replies_of(desired)
    if coverage:
        show(desk, replies, form, langs)
        return
    found = [row for row in rows(replies) if not langs or row.lang in langs]
    old = _old_facts(replies)
    click.echo(json.dumps(_as_data(found, old)) if form == "json" else _table(found, old))
    if page:
        write_page(page, replies, langs)
    if url:
        with Server(url, token_file, allow_http).client(desk) as client:
            _held_against(client, desired)
    if old or any(row.state in TO_DO for row in found):
        raise SystemExit(int(ExitCode.PENDING))


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
    again = [f"compare again: {key}: {fact.says} ({fact.source})" for key, fact in old]
    return "\n".join([*lines, "", _counted(found), *again])


def _counted(found: list[State]) -> str:
    counts = Counter(row.state for row in found)
    native = sum(bool(row.native) for row in found)
    said = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
    return f"{said}; {native} read by a native speaker (*)"


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
