"""Replies as a gettext file, for translators who use neither git nor YAML, and back.

One entry a paragraph, `msgctxt` says which: `KEY 0` is the title. A paragraph whose source has
changed since is marked fuzzy. Only whole texts come back: half a text would reach a reader.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polib

from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.replies.paragraphs import Work
from zammad_plugin.sync.replies.review import translate


@dataclass(frozen=True)
class Back:
    """`written`: files that were changed; `left`: replies that are not whole, and why."""

    written: tuple[Path, ...]
    left: tuple[str, ...]


def export(works: Sequence[Work], lang: str) -> str:
    """The file's text, those of the first hour first."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Language": lang, "Content-Type": "text/plain; charset=UTF-8"}
    for work in works:
        for pair in work.pairs:
            entry = polib.POEntry(
                msgctxt=f"{work.key} {pair.number}",
                msgid=pair.source,
                msgstr=pair.translated,
                comment=_note(work) if pair.number == 0 else "",
                flags=["fuzzy"] if work.outdated and pair.translated else [],
            )
            file.append(entry)
    return str(file)


def _note(work: Work) -> str:
    """Above its first entry."""
    about = work.source.about
    note = f"for: {about['audience']}. {about['when']}"
    if work.loose:
        note += f"\nThe text as it is now, in other paragraphs:\n{work.loose}"
    return note.strip()


def read_back(path: Path, works: Sequence[Work], lang: str, by: str, today: datetime.date) -> Back:
    """Write every whole text that the file changes. Raises DeskError for a file that is none."""
    said = _entries(path)
    written, left = list[Path](), list[str]()
    for work in works:
        told = [said.get(f"{work.key} {pair.number}", Entry("", "")) for pair in work.pairs]
        if not _says_more(told, work):
            continue
        if not all(one.said for one in told):
            left.append(f"{work.key}: not whole yet, or still fuzzy")
        elif [one.source for one in told] != [pair.source for pair in work.pairs]:
            left.append(f"{work.key}: its source has changed since; export again")
        else:
            title, *body = [one.said for one in told]
            item = work.item.where.path if work.item else None
            written.append(translate(work.source, item, lang, title, "\n\n".join(body), by, today))
    return Back(tuple(written), tuple(left))


def _says_more(told: Sequence[Entry], work: Work) -> bool:
    """Whether something was changed, or an outdated text confirmed as it is."""
    both = zip(told, work.pairs, strict=True)
    same = all(one.said in ("", pair.translated) for one, pair in both)
    return not same or (work.outdated and all(one.said for one in told))


class Entry(NamedTuple):
    """A paragraph as it comes back; `said` is '' where it is missing or fuzzy."""

    source: str
    said: str


def _entries(path: Path) -> Mapping[str, Entry]:
    try:
        file = polib.pofile(str(path), encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise _no_file(path) from error
    found = {
        str(one.msgctxt): Entry(str(one.msgid), "" if one.fuzzy else str(one.msgstr).strip())
        for one in file
        if one.msgctxt and not one.obsolete
    }
    if not found:
        raise _no_file(path)
    return found


def _no_file(path: Path) -> DeskError:
    what = "no gettext file with our paragraphs"
    return DeskError(what, where=Where(path), hint="zammad-plugin templates export")
