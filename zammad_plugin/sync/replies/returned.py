"""What a translator's gettext file changes in the desk.

Only whole texts are written, and only such as the desk can read: half a text, a lost slot or a
title of two lines would reach somebody, or stop every command. The rest is left and named.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zammad_plugin.sync.replies.paragraphs import BLANK, Pair, Work
from zammad_plugin.sync.replies.po import Entry, Said
from zammad_plugin.sync.replies.review import translate
from zammad_plugin.sync.replies.tidy import tidy
from zammad_plugin.sync.replies.translations import PLACEHOLDER, apart
from zammad_plugin.text.languages import ENOUGH, LANGUAGES, share_in_script

LONGEST = 200  # letters of a title
LEAST = 24  # letters; less may be a name, the same in both languages
SHOWN = 40  # letters of a paragraph, by which it is found
GONE = "its source has changed since; export again"


@dataclass(frozen=True)
class Back:
    """`written`: files that were changed; `left`: replies that were not, and why."""

    written: tuple[Path, ...]
    left: tuple[str, ...]


def take_back(
    said: Said, works: Sequence[Work], lang: str, by: str, today: datetime.date, desk: Path
) -> Back:
    """Write every whole text that the file changes, into the folder `desk`."""
    written = list[Path]()
    left = [*_not_ours(said, works)]
    for work in works:
        told = _told(said, work)
        if not _says_more(told, work):
            continue
        if why := next(_against(said, told, work, lang), ""):
            left.append(f"{work.key}: {why}")
        else:
            title, *body = [one.said for one in told]
            text = "\n\n".join(body)
            written.append(translate(work.source, work.item, lang, title, text, by, today, desk))
    return Back(tuple(written), tuple(sorted(left)))


def _not_ours(said: Said, works: Sequence[Work]) -> Iterator[str]:
    """What is in the file and in no reply of the desk."""
    for key in said.keys() - {work.key for work in works}:
        if key:
            yield f"{key}: the desk has no such reply"
    for one in said.get("", {}).get(0, ()):
        if one.said or one.open_:
            yield f"'{one.source[:SHOWN]}': its msgctxt is gone, which says where it belongs"


def _told(said: Said, work: Work) -> list[Entry]:
    """An entry a paragraph of the source; of a paragraph that stands there twice the last."""
    here = said.get(work.key, {})
    return [here.get(pair.number, [Entry("", "")])[-1] for pair in work.pairs]


def _says_more(told: Sequence[Entry], work: Work) -> bool:
    """Whether something was changed, or an outdated text confirmed as it is."""
    changed = any(_is_changed(one, pair) for one, pair in zip(told, work.pairs, strict=True))
    return changed or (work.outdated and all(one.said for one in told))


def _is_changed(one: Entry, pair: Pair) -> bool:
    """Words that are there now and stand in the file empty were taken out; a paragraph that is
    not in the file at all was not sent back."""
    now, words = tidy(pair.translated, pair.source), one.said or one.open_
    return words != now if words else bool(one.source and now)


def _against(said: Said, told: Sequence[Entry], work: Work, lang: str) -> Iterator[str]:
    """Why the text can't be taken; the first reason is told."""
    here = said[work.key]
    if open_ := [_place(number) for number, one in enumerate(told) if not one.said]:
        yield f"not whole yet, or still fuzzy: {', '.join(open_)}"
    if set(here) - set(range(len(told))):
        yield GONE
    if [one.source for one in told] != [tidy(pair.source) for pair in work.pairs]:
        yield GONE
    for number, entries in here.items():
        if len({one.said for one in entries}) > 1:
            yield f"{_place(number)} stands there twice, with different words"
    for one, pair in zip(told, work.pairs, strict=True):
        if _is_changed(one, pair) and one.said == one.source and len(one.said) >= LEAST:
            yield f"{_place(pair.number)} is its source word for word"
    yield from _forms([one.said for one in told], lang)
    body, theirs = ("\n\n".join(said) for said in zip(*_bodies(told, work), strict=True))
    for what, _ in apart(body, theirs, work.source.key):
        yield what


def _place(number: int) -> str:
    return f"paragraph {number}" if number else "title"


def _bodies(told: Sequence[Entry], work: Work) -> Iterator[tuple[str, str]]:
    """(translated, source) of every paragraph but the title."""
    for one, pair in zip(told[1:], work.pairs[1:], strict=True):
        yield one.said, pair.source


def _forms(said: Sequence[str], lang: str) -> Iterator[str]:
    if "\n" in said[0]:
        yield "the title has two lines"
    if len(said[0]) > LONGEST:
        yield f"the title is longer than {LONGEST} letters"
    for number, text in enumerate(said):
        if BLANK.search(text):
            yield f"{_place(number)} has an empty line in it"
    if share_in_script(PLACEHOLDER.sub("", "".join(said)), lang) < ENOUGH:
        yield f"most letters are not those of {LANGUAGES[lang].name}"
