"""Replies as a gettext file, for translators who use neither git nor YAML.

One entry a paragraph, `msgctxt` says which: `KEY 0` is the title. The paragraphs of a text whose
source has changed since are marked fuzzy. How it comes back: returned.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polib

from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.replies.paragraphs import Pair, Work
from zammad_plugin.sync.replies.tidy import tidy
from zammad_plugin.text.languages import LANGUAGES

HEAD = """\
Somebody in distress, often a child, reads these texts on a telephone.
Leave as they are: {{…}}, #{…} and what stands in brackets, such as [NAME].
A line that begins with "- " is a line of a list; keep their number.
An entry is one paragraph: no empty line in it. Fuzzy: the English text has changed since."""
PLAIN = {"MIME-Version": "1.0", "Content-Transfer-Encoding": "8bit"}
LINE = re.compile(r"line (\d+)")


def export(works: Sequence[Work], lang: str) -> str:
    """The file's text, those of the first hour first."""
    file = polib.POFile(wrapwidth=0)
    file.header = HEAD
    file.metadata = {"Language": lang, **PLAIN, "Content-Type": "text/plain; charset=UTF-8"}
    for work in works:
        file.extend(_entry(work, pair) for pair in work.pairs)
    return str(file)


def _entry(work: Work, pair: Pair) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=f"{work.key} {pair.number}",
        msgid=pair.source,
        msgstr=pair.translated,
        comment="" if pair.number else "\n".join(_notes(work)),
        flags=["fuzzy"] if work.outdated and pair.translated else [],
    )


def _notes(work: Work) -> Iterator[str]:
    """Above the title."""
    about = work.source.about
    yield f"The title, which only the desk sees. For: {about['audience']}. {about['when']}"
    if work.loose:
        yield f"The text as it is now, in other paragraphs:\n{work.loose}"


class Entry(NamedTuple):
    """A paragraph as it comes back; `said` is '' where it is missing, empty or not finished, and
    `open_` what stands there unfinished: fuzzy, or set aside by a tool."""

    source: str
    said: str
    open_: str = ""


# Key → number of the paragraph → what stands there, each wording once. '' for what a tool has
# taken our mark from (msgctxt).
Said = Mapping[str, Mapping[int, Sequence[Entry]]]


def read(path: Path, lang: str) -> Said:
    """What stands in the file, whatever an editor did to line ends and marks of byte order.
    Raises DeskError for one that is no such file, or one in another language."""
    file = _parsed(path)
    _same_language(path, str(file.metadata.get("Language", "")), lang)
    said: dict[str, dict[int, list[Entry]]] = {}
    for one in file:
        key, _, number = str(one.msgctxt or "").rpartition(" ")
        ours = key and number.isdecimal()
        place = (key, int(number)) if ours else ("", 0)
        kept = said.setdefault(place[0], {}).setdefault(place[1], [])
        if (entry := _read(one)) not in kept:
            kept.append(entry)
    if not said.keys() - {""}:
        raise _no_file(Where(path), "none of our paragraphs is in it")
    return said


def _read(one: polib.POEntry) -> Entry:
    words = tidy(one.msgstr, one.msgid)
    unfinished = one.fuzzy or one.obsolete
    return Entry(tidy(one.msgid), "" if unfinished else words, words if unfinished else "")


def _parsed(path: Path) -> polib.POFile:
    text = read_text(path)
    try:
        return polib.pofile(text)
    except (OSError, ValueError, IndexError) as error:
        line = LINE.search(str(error))
        raise _no_file(Where(path, int(line[1]), 1) if line else Where(path)) from error


def _same_language(path: Path, named: str, lang: str) -> None:
    """Editors write `fr_FR` for fr, `ar@latin` for ar-Latn; a file that names none is believed."""
    name = named.strip().replace("_", "-").replace("@latin", "-Latn")
    plain = name.partition("-")[0]
    theirs = name if name in LANGUAGES else plain
    if named.strip() and theirs != lang:
        hint = f"--lang {theirs}" if theirs in LANGUAGES else "zammad-plugin templates export"
        raise DeskError(f"this file is in '{named.strip()}'", where=Where(path), hint=hint)


def _no_file(where: Where, why: str = "") -> DeskError:
    what = "no gettext file with our paragraphs" + (f": {why}" if why else "")
    hint = "save it as PO, or begin anew: zammad-plugin templates export"
    return DeskError(what, where=where, hint=hint)
