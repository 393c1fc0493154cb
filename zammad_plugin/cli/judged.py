"""What the commands judge, and by which rules: a text, a ticket, a desk's own files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import NO_URL, Server

if TYPE_CHECKING:
    from zammad_plugin.routing.facts import Circumstances
    from zammad_plugin.routing.rules import Routing
    from zammad_plugin.triage.model import Assessment, Message
    from zammad_plugin.triage.ruleset import Ruleset
    from zammad_plugin.vocabulary import Channel


def rules(desk: Path | None = None) -> Ruleset:
    """The package's rules and what the `desk` adds; a broken file is named on stderr and the
    others work."""
    from zammad_plugin.config.desk import desk_in
    from zammad_plugin.triage.ruleset import load

    loaded = desk_in(desk)
    ruleset = load(desk=loaded.rules if loaded else None)
    for problem in ruleset.problems:
        say(f"warning: {problem}")
    return ruleset


def routing_of(desk: Path | None, file: Path | None) -> Routing:
    """The file that was named, else the desk's, else the package's."""
    from zammad_plugin.config.desk import desk_in
    from zammad_plugin.routing.rules import load_routing
    from zammad_plugin.tickets.desk_routing import routing_of as of_the_desk

    return load_routing(file) if file else of_the_desk(desk_in(desk))


def explained(
    assessment: Assessment, around: Circumstances, routing: Routing, *, brief: bool = False
) -> tuple[dict[str, object], str]:
    """(for a program, for a person): the rule that decides and why no earlier one does; `brief`:
    a person is told how many those are."""
    from zammad_plugin.routing import explain as why
    from zammad_plugin.routing.decision import decide

    decision = decide(assessment, around, routing)
    text = why.to_brief_text if brief else why.to_text
    return why.to_dict(decision, routing), text(decision, routing)


def written(text: str | None) -> Message:
    """TEXT, else what a pipe gives; a person at a terminal is asked. Raises UsageError when there
    is none: what is made of nothing would look like an answer."""
    from zammad_plugin.text.mail.clean import clean_article
    from zammad_plugin.triage.model import Message

    given = text if text is not None else _asked()
    if not given.strip():
        raise click.UsageError("no text: give TEXT, or the text on standard input: … < mail.txt")
    return Message(clean_article(given, "text/plain"))


def _asked() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Text", err=True))
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def of_text(channel: Channel, routing: Routing) -> Circumstances:
    """Circumstances of a text that comes in now."""
    from zammad_plugin.routing.facts import Circumstances
    from zammad_plugin.routing.hours import is_open
    from zammad_plugin.tickets.judge import utc_now

    return Circumstances(channel, open=is_open(routing.hours, utc_now()))


def of_ticket(
    ticket: int,
    server: Server,
    desk: Path | None,
    routing: Routing,
) -> tuple[list[Message], Circumstances]:
    """(messages, circumstances) as `run` would have them now. Raises ZammadError's children."""
    from zammad_plugin.tickets.judge import circumstances, messages_of, utc_now
    from zammad_plugin.tickets.waiting import read_case, wrote_before

    if not server.url:
        raise click.UsageError(f"--ticket: {NO_URL}")
    with server.client(desk) as client:
        case = read_case(client, ticket)
        returning = routing.asks("returning") and wrote_before(client, case)
    messages = messages_of(case)
    return messages, circumstances(case, messages, routing, utc_now(), returning)
