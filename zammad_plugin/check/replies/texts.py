"""What `check` finds without a server: unsafe words, broken translations, unknown attributes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache

from zammad_plugin.check.replies.slots import gaps_in
from zammad_plugin.config.safe_words.rules import rules
from zammad_plugin.config.services import read_services
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.places import in_body, of_offset, of_text
from zammad_plugin.sync.files.tags import plain_name
from zammad_plugin.sync.model import Desired, Fact
from zammad_plugin.sync.replies.contacts import misdirected
from zammad_plugin.sync.replies.stripped import html_in, stripped
from zammad_plugin.sync.replies.translations import (
    Replies,
    checked_facts,
    differences,
    replies_of,
    rows,
    source_of,
)
from zammad_plugin.text import variables
from zammad_plugin.text.identifiers import contacts
from zammad_plugin.text.safe_words import NO_RULES, Around, Objection, SafeWords, objections

A_YEAR = datetime.timedelta(days=365)


def none_read(_: Desired) -> bool:
    """Every text is to be read."""
    return False


def lint(
    desired: Iterable[Desired],
    native: bool = False,
    was_read: Callable[[Desired], bool] = none_read,
) -> Iterator[DeskError]:
    """One problem an objection. `native`: a native speaker has read all of them just now.
    `was_read`: the text has passed before, its words are not read again."""
    items = list(desired)
    replies = replies_of(items)
    ours = _our_variables(items)
    for languages in replies.values():
        facts = " ".join(fact.source for fact in source_of(languages).about["facts"])
        for item in (one for one in languages.values() if not was_read(one)):
            around = Around(item.about["channels"], _sourced(item, facts), ours)
            yield from _unsafe(item, around, native)
            yield from gaps_in(item)
            for why in misdirected(item, read_services().services):
                yield DeskError(why, where=item.where, hint="name another service")
    yield from differences(replies)
    for item in items:
        yield from _lost_html(item)


def _unsafe(item: Desired, around: Around, native: bool) -> Iterator[DeskError]:
    body, lang, audience = (str(item.about[name]) for name in ("body", "lang", "audience"))
    text = re.sub(r"<[^>]*>", " ", body) if item.about["html"] else body
    # A reader stands in for rules that there are not.
    native = native or item.about["native_reader"] != "none"
    for one in objections(text, lang, audience, _named(), around):
        if one.rule == NO_RULES and native:
            continue
        what = f"{one.rule}: '{one.found}' ({one.why})"
        place = of_offset(item.where.path, text, one.start)
        yield DeskError(what, where=place, hint=_better(one, item))


@cache
def _named() -> SafeWords:
    """What patterns name. Files are read by people before they are sent: what the trained part
    takes for unsafe in them is told by `lint`, and would be wrong in one sentence of ten."""
    return replace(rules(), judge=None)


def _better(one: Objection, item: Desired) -> str:
    if one.rule == NO_RULES:
        key, _, lang = item.key.rpartition("/")
        return f"zammad-plugin templates accept {key} --lang {lang} --by NAME --native"
    return f"for example: {one.instead}" if one.instead else "reword the text"


def _sourced(item: Desired, facts: str) -> list[str]:
    """Contacts that a placeholder put in, and pages that a fact rests on."""
    written = {found for found, _ in contacts.unknown(str(item.about["raw"]), ())}
    filled = {found for found, _ in contacts.unknown(str(item.about["body"]), ())}
    return [*(filled - written), *(found for found, _ in contacts.unknown(facts, ()))]


def _our_variables(items: Iterable[Desired]) -> list[str]:
    """As texts call them."""
    return [f"ticket.{plain_name(item)}" for item in items if item.kind.name == "attributes"]


def unknown_to(attributes: Collection[str], desired: Iterable[Desired]) -> Iterator[DeskError]:
    """Variables of tickets' attributes that a server with these attributes would not fill in."""
    known = {*rules().variables, *(f"ticket.{name}" for name in attributes)}
    for item in desired:
        if item.kind.name == "text_modules":
            for found, _, near in variables.unknown(str(item.about["raw"]), known):
                hint = f"did you mean #{{{near}}}?" if near else "zammad-plugin apply"
                place = in_body(item.where.path, found)
                yield DeskError(f"this Zammad has no {found}", where=place, hint=hint)


def _lost_html(item: Desired) -> Iterator[DeskError]:
    """What the server would strip without a word."""
    for text in html_in(item.fields):
        for what, piece in stripped(text):
            hint = "write it without; Zammad keeps p, br, ul, li, b, a and such"
            place = of_text(item.where.path, piece)
            yield DeskError(f"Zammad would strip {what} on saving", where=place, hint=hint)
    if item.about.get("html") and "dir=" not in str(item.about["body"]):
        what = "direction: HTML without dir: the reader's programme guesses which way it runs"
        yield DeskError(what, where=in_body(item.where.path, "<"), hint='<div dir="rtl" lang="ar">')


def missing_languages(desired: list[Desired]) -> dict[str, list[str]]:
    """Language → replies that lack it and should have it."""
    replies: Replies = replies_of(desired)
    missing: dict[str, list[str]] = {}
    for row in rows(replies):
        if row.state == "missing":
            missing.setdefault(row.lang, []).append(row.key)
    return dict(sorted(missing.items()))


def old_facts(desired: Iterable[Desired], today: datetime.date) -> Iterator[tuple[str, Fact]]:
    """(reply, fact) of those that nobody has compared with their source for a year."""
    for key, fact in checked_facts(replies_of(desired)):
        if today - fact.checked_at > A_YEAR:
            yield key, fact
