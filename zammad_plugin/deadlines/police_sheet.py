"""The text-only sheet for the police: what to ask a platform for, and never any content. Its PDF
is made of the same rows (police_pdf.py)."""

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


@dataclass(frozen=True)
class Row:
    """`label` may be empty; `exact`: a name, a number or a date, which keeps its own order."""

    label: str
    value: str
    exact: bool = True


@dataclass(frozen=True)
class Section:
    heading: str
    rows: tuple[Row, ...]


def sections(known: Known, lang: str) -> tuple[Section, ...]:
    """What the sheet says, in its order, in `lang` (en, ar, fr); the last is about handing over."""
    last = (Row("", word(_consent(known.tags), lang), False), Row("", word("never", lang), False))
    return (
        Section("", tuple(_platform(known.platform, lang))),
        Section(word("accounts", lang), tuple(_accounts(known.identifiers, lang))),
        Section(word("give", lang), tuple(Row("", one) for one in known.platform.give)),
        Section("", tuple(_times(known, lang))),
        Section("", last),
    )


def sheet(known: Known, lang: str) -> str:
    """Plain text in `lang` (en, ar, fr)."""
    return "\n".join(_lines(known, lang)) + "\n"


def heading(known: Known, lang: str) -> str:
    return f"{word('title', lang)} · {known.number}"


def _lines(known: Known, lang: str) -> Iterator[str]:
    yield heading(known, lang)
    yield word("draft", lang)
    for section in sections(known, lang):
        yield ""
        if section.heading:
            yield f"{section.heading}:"
        for row in section.rows:
            shown = isolated(row.value) if row.exact else row.value
            yield f"{'- ' if section.heading else ''}{row.label}{': ' if row.label else ''}{shown}"


def _platform(platform: Platform, lang: str) -> Iterator[Row]:
    yield Row(word("platform", lang), platform.name)
    yield Row(word("ask", lang), platform.ask)
    if platform.days:
        yield Row(word("period", lang), _period(platform, lang), exact=False)
    yield Row(word("source", lang), f"{platform.source.title}, {platform.source.date}")
    if platform.unverified:
        yield Row("", f"! {word('unverified', lang)}", exact=False)


def _times(known: Known, lang: str) -> Iterator[Row]:
    yield Row(word("first_heard", lang), known.first_heard)
    yield Row(word("last_heard", lang), known.last_heard)
    yield from (Row(word(name, lang), day) for name, day in known.dates.items())
    for one in known.deadlines:
        yield Row(word(f"step_{one.step}", lang), one.day.isoformat())
    yield Row("", word("cannot_see", lang), exact=False)


def _consent(tags: frozenset[str]) -> str:
    if CONSENT_GIVEN in tags:
        return "consent_given"
    return "consent_refused" if CONSENT_REFUSED in tags else "consent_missing"


def _accounts(identifiers: tuple[Identifier, ...], lang: str) -> Iterator[Row]:
    for one in identifiers:
        yield Row(_kind(one), f"@{one.value}" if one.kind == "handle" else one.value)
    if not identifiers:
        yield Row("", word("none_named", lang), exact=False)


def _kind(one: Identifier) -> str:
    """Which kind of number or name it is, and of which service as far as anybody said."""
    if one.service and one.kind == "handle":
        return one.service
    return f"{one.service} {one.kind}".strip()
