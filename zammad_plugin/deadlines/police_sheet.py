"""The text-only sheet for the police: what to ask a platform for, and never any content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.deadlines.dates import Deadline
from zammad_plugin.deadlines.preservation import Platform
from zammad_plugin.text.bidi import isolated
from zammad_plugin.text.identifiers.find import Identifier
from zammad_plugin.text.languages import in_language
from zammad_plugin.vocabulary import CONSENT_GIVEN, CONSENT_REFUSED


class Words(Strict):
    """rules/sheet.yml: the sheet's words by language."""

    words: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Known:
    """What the ticket says: accounts and numbers, times with their zone,
    dates by attribute, tags."""

    number: str
    platform: Platform
    identifiers: tuple[Identifier, ...]
    first_heard: str
    last_heard: str
    dates: Mapping[str, str]
    tags: frozenset[str]
    deadlines: tuple[Deadline, ...]


@cache
def _words() -> Words:
    return load_fast(Words, file_of("sheet"))


def word(name: str, lang: str) -> str:
    return in_language(_words().words[name], lang)


def basis(one: Deadline, platform: Platform, day: object, lang: str) -> str:
    """Where a date comes from: from which day, by which rule of which guideline, from which text.
    `day`: what `one.since` says."""
    source = f"{platform.source.title}, {platform.source.date}"
    told = (
        ""
        if one.step in ("report", "filed")
        else f"; {platform.name}: {_period(platform, lang)}; {source}"
    )
    doubt = f"; {word('unverified', lang)}" if told and platform.unverified else ""
    return f"{word(one.since, lang)} {day} + {one.after} {word('days', lang)}{told}{doubt}"


def _period(platform: Platform, lang: str) -> str:
    return f"{platform.days} {word('days', lang)} × {1 + platform.extensions}"


def sheet(known: Known, lang: str) -> str:
    """Plain text in `lang` (en, ar, fr)."""
    return "\n".join(_lines(known, lang)) + "\n"


def _lines(known: Known, lang: str) -> Iterator[str]:
    def word(name: str) -> str:
        return in_language(_words().words[name], lang)

    platform = known.platform
    yield f"{word('title')} · {known.number}"
    yield word("draft")
    yield ""
    yield f"{word('platform')}: {platform.name}"
    yield f"{word('ask')}: {isolated(platform.ask)}"
    if platform.days:
        yield f"{word('period')}: {_period(platform, lang)}"
    source = f"{platform.source.title}, {platform.source.date}"
    yield f"{word('source')}: {isolated(source)}"
    if platform.unverified:
        yield f"! {word('unverified')}"
    yield ""
    yield f"{word('accounts')}:"
    yield from _accounts(known.identifiers, word("none_named"))
    yield f"{word('give')}:"
    yield from (f"- {isolated(one)}" for one in platform.give)
    yield ""
    yield f"{word('first_heard')}: {isolated(known.first_heard)}"
    yield f"{word('last_heard')}: {isolated(known.last_heard)}"
    for name, day in known.dates.items():
        yield f"{word(name)}: {isolated(day)}"
    for one in known.deadlines:
        yield f"{word(f'step_{one.step}')}: {isolated(one.day.isoformat())}"
    yield word("cannot_see")
    yield ""
    yield word(_consent(known.tags))
    yield word("never")


def _consent(tags: frozenset[str]) -> str:
    if CONSENT_GIVEN in tags:
        return "consent_given"
    return "consent_refused" if CONSENT_REFUSED in tags else "consent_missing"


def _accounts(identifiers: tuple[Identifier, ...], none: str) -> Iterator[str]:
    for one in identifiers:
        shown = f"@{one.value}" if one.kind == "handle" else one.value
        yield f"- {_kind(one)}: {isolated(shown)}"
    if not identifiers:
        yield f"- {none}"


def _kind(one: Identifier) -> str:
    """Which kind of number or name it is, and of which service as far as anybody said."""
    if one.service and one.kind == "handle":
        return one.service
    return f"{one.service} {one.kind}".strip()
