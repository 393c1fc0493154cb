"""What tickets that name the same account tell each other: one internal note each, and the lead is
called when several people write about one offender. Numbers stay within a group; no text goes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from zammad_plugin.errors import NotFound, NotPermitted, Rejected, brief
from zammad_plugin.text.bidi import isolated
from zammad_plugin.text.languages import comma, in_language
from zammad_plugin.tickets.networks.accounts import SHOWN, Other
from zammad_plugin.tickets.note.short import short_note
from zammad_plugin.tickets.note.words import words
from zammad_plugin.vocabulary import LEAD
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.marks import internal_note, marked

log = logging.getLogger(__name__)
MARK = "zammad_plugin_network"  # id of the ticket that a note told of
MANY = 3  # reporters from whom on the lead decides
MOST_TOLD = 5  # notes of this kind on one ticket; by then the lead has the list


def shown(others: Sequence[Other], group: str) -> tuple[str, ...]:
    """Numbers of those in the group that sees the note; the others as a count."""
    numbers = [f"#{one.number}" for one in others if one.group == group][:SHOWN]
    hidden = len(others) - len(numbers)
    return (*numbers, *([f"+{hidden}"] if hidden else []))


@dataclass(frozen=True)
class Here:
    """The ticket that brought the news, with the group where it will be."""

    me: Other
    lang: str
    on_call: Callable[[], int | None]


def tell(client: Client, here: Here, others: Sequence[Other]) -> None:
    """Each of the others once, and the lead; what can't be written to stops nobody. Killed in
    between it is run again: the marks tell what stands. Raises ZammadError's other children."""
    for one in others[:SHOWN]:
        named = shown([here.me], one.group)
        _guarded(client, one, here.me.id, _text("related", named, one.owner, here.lang))
    people = {here.me.customer, *(one.customer for one in others)}
    if len(people) >= MANY:
        called = here.me.owner or here.on_call() or 0
        named, count = shown(others, here.me.group), str(len(people))
        _guarded(client, here.me, here.me.id, _text("network", named, called, here.lang, count))
        client.tag(here.me.id, LEAD)


def _guarded(client: Client, one: Other, news: int, text: str) -> None:
    try:
        marks = [marked(article, MARK) for article in client.articles(one.id)]
        if news not in marks and sum(mark is not None for mark in marks) < MOST_TOLD:
            client.put_ticket(one.id, {"article": internal_note(text, {MARK: news})})
    except (NotFound, NotPermitted, Rejected) as error:
        log.warning("ticket %s: not told of another one: %s", one.id, brief(error))


def _text(word: str, named: Sequence[str], user: int, lang: str, count: str = "") -> str:
    said = escape(in_language(words().words[word], lang).format(number=count))
    listed = comma(lang).join(isolated(escape(one)) for one in named)
    return short_note(f"{said}: {listed}", lang, user)
