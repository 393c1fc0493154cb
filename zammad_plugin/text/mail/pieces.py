"""A mail's lines in pieces: what a form, a server or a sender's office added is set apart. Pure.

Footers are told sentence by sentence, for people write in the same paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from zammad_plugin.text.mail.blocks import PERSONS, Kind
from zammad_plugin.text.mail.footers import SENTENCE_END, Footer, footers
from zammad_plugin.text.mail.forms import asked
from zammad_plugin.text.mail.lines import Line

WRAPPED = range(55, 100)  # characters of a line that a client broke
LIST = re.compile(r"^(?:\s*\[[^\]]{1,60}\])+\s*")  # "[Example School] New entry"
HEADED = 3  # lines that are set apart, from which a mail with a machine's notice is a form
# A part of a line and what it is, None for what is of the line's own kind.
Piece = tuple[Kind | None, str]


def pieces_of(
    lines: Sequence[Line], kinds: Sequence[Kind], html: bool, subject: str = ""
) -> list[list[Piece]]:
    """Each line's pieces in order, the last one ends in a line feed; `subject`: of the mail."""
    runs = list(_runs(lines, kinds, html))
    title = LIST.sub("", subject)
    kinds_found = {one.kind for run in runs for one in run.found}
    kinds_found |= {one.kind for one in footers(title, [(0, len(title))])}
    headed = sum(line.head > 0 for run in runs if run.persons for line in run.lines)
    is_form = "form" in kinds_found or ("notice" in kinds_found and headed >= HEADED)
    return [pieces for run in runs for pieces in _cut(run.texts, _found(run, is_form))]


class _Run(NamedTuple):
    """Lines of one kind, each with its line feed, and the footers `found` in them."""

    lines: Sequence[Line]
    texts: list[str]
    persons: bool
    found: list[Footer]


def _runs(lines: Sequence[Line], kinds: Sequence[Kind], html: bool) -> Iterator[_Run]:
    start = 0
    for kind, run in groupby(kinds):
        end = start + len(list(run))
        texts = [f"{line.text}\n" for line in lines[start:end]]
        persons = kind in PERSONS
        text = "".join(texts) if persons else ""
        found = list(footers(text, _sentences(text, html)))
        yield _Run(lines[start:end], texts, persons, found)
        start = end


def _found(run: _Run, is_form: bool) -> list[Footer]:
    """What is no person's, in order: footers, and where a form sent the mail its questions."""
    if not (is_form and run.persons):
        return run.found
    starts = accumulate(map(len, run.texts), initial=0)
    heads = zip(starts, asked(run.lines), strict=False)
    questions = [Footer("form", start, start + length) for start, length in heads if length]
    return sorted([*run.found, *questions], key=lambda one: one.start)


def _cut(texts: Sequence[str], found: Sequence[Footer]) -> Iterator[list[Piece]]:
    """Each text in pieces; `found`: in order, their places are those of the joined texts."""
    begin, first = 0, 0
    for text in texts:
        end = begin + len(text)
        while first < len(found) and found[first].end <= begin:
            first += 1
        yield list(_pieces(text, begin, _from(found, first, end)))
        begin = end


def _from(found: Sequence[Footer], first: int, end: int) -> Iterator[Footer]:
    while first < len(found) and found[first].start < end:
        yield found[first]
        first += 1


def _pieces(text: str, begin: int, found: Iterator[Footer]) -> Iterator[Piece]:
    at = 0
    for one in found:
        start, end = max(at, one.start - begin), min(len(text), one.end - begin)
        if end <= start:  # a question that is part of a footer
            continue
        if at < start:
            yield None, text[at:start]
        yield one.kind, text[start:end]
        at = end
    if at < len(text):
        yield None, text[at:]


def _sentences(text: str, html: bool) -> Iterator[tuple[int, int]]:
    """(start, end); a line ends one, but where a client broke the line of a plain mail."""
    start = at = 0
    lines = text.splitlines(keepends=True)
    for index, line in enumerate(lines):
        for found in SENTENCE_END.finditer(line.rstrip("\n")):
            yield start, at + found.end()
            start = at + found.end()
        at += len(line)
        if html or not _goes_on(line, lines[index + 1] if index + 1 < len(lines) else ""):
            yield start, at
            start = at


def _goes_on(line: str, following: str) -> bool:
    first = following[:1]
    return len(line) in WRAPPED and bool(first.strip()) and not first.isupper()
