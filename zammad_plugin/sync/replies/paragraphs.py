"""A reply paragraph by paragraph, beside its source: what translators work on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.replies.translations import Replies, source_of, state

BLANK = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True)
class Pair:
    """One paragraph; `number` 0 is the title. `translated` is '' where there is none yet."""

    number: int
    source: str
    translated: str


@dataclass(frozen=True)
class Work:
    """One reply for a translator. `loose`: the translation has other paragraphs than its source,
    so that none is set beside another."""

    key: str
    source: Desired
    item: Desired | None
    pairs: tuple[Pair, ...]
    outdated: bool
    loose: str = ""


def split(body: str) -> list[str]:
    """Paragraphs of a text as it stands in its file."""
    return [one.strip() for one in BLANK.split(body.strip()) if one.strip()]


def works(replies: Replies, lang: str) -> Iterator[Work]:
    """Every reply, each once: those of the first hour first, and what is there to be read before
    what is only in its source."""
    sources = {key: source_of(languages) for key, languages in replies.items()}

    def place(key: str) -> tuple[bool, bool, str]:
        return not sources[key].about["first_hour"], lang not in replies[key], key

    for key in sorted(sources, key=place):
        source = sources[key]
        if source.about["lang"] != lang and not source.about["html"]:
            yield _work(key, source, replies[key].get(lang))


def as_html(replies: Replies, lang: str) -> list[str]:
    """Keys of replies that are no paragraphs of ours, and that a translator does not get."""
    sources = {key: source_of(languages).about for key, languages in replies.items()}
    return [key for key, about in sources.items() if about["html"] and about["lang"] != lang]


def _work(key: str, source: Desired, item: Desired | None) -> Work:
    theirs = _parts(source)
    ours = _parts(item) if item else [""] * len(theirs)
    fits = len(ours) == len(theirs)
    told = ours if fits else [ours[0], *[""] * (len(theirs) - 1)]
    pairs = tuple(Pair(n, *both) for n, both in enumerate(zip(theirs, told, strict=True)))
    outdated = item is not None and state(item, source) == "outdated"
    return Work(key, source, item, pairs, outdated, "" if fits else "\n\n".join(ours[1:]))


def _parts(item: Desired) -> list[str]:
    return [item.about["title"], *split(item.about["raw"])]
