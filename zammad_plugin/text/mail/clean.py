"""An article → who wrote what in it: the person, a quoted letter, a footer. Never raises.

Nothing is cut: what a client added is told apart and weighs nothing, but stays to be read. Rules of
quotations and signatures are for mail alone. A person's words taken for a quotation are lost to
whoever weighs the text; a quotation taken for a person's words costs little: in doubt it is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from zammad_plugin.text.mail.around import FIRST, MAIL, UNKNOWN, Around
from zammad_plugin.text.mail.blocks import PERSONS, Blocks, Kind, joined
from zammad_plugin.text.mail.headers import shared
from zammad_plugin.text.mail.lines import LONGEST, Line, lines_of
from zammad_plugin.text.mail.pieces import Piece, pieces_of
from zammad_plugin.text.mail.signatures import with_ends
from zammad_plugin.text.mail.subjects import is_forward
from zammad_plugin.text.mail.zones import zones

__all__ = ["FIRST", "MAIL", "UNKNOWN", "Around", "clean_article", "plain_text", "read_article"]

NOTHING = "no visible content"  # what Zammad writes for a mail without a text


def clean_article(body: str, content_type: str, subject: str = "", around: Around = UNKNOWN) -> str:
    """A person's words of an article's body; `content_type` as Zammad gives it (text/html, …).

    Of a forwarded mail, told by `subject` or by its own line, the quotation is kept.
    """
    return read_article(body, content_type, subject, around).words


def read_article(
    body: str, content_type: str, subject: str = "", around: Around = UNKNOWN
) -> Blocks:
    """The whole text, in blocks."""
    if body.strip() == NOTHING:
        return Blocks("", ())
    read = _mail if around.channel == MAIL else _chat
    blocks = joined(list(read(body, content_type, subject, around)))
    return replace(blocks, unread=max(0, len(body) - LONGEST))


def plain_text(body: str, content_type: str) -> str:
    """All of an article's text, whoever wrote it."""
    return "\n".join(line.text for line in lines_of(body, content_type, marks=False))


def _chat(
    body: str, content_type: str, _subject: str, _around: Around
) -> Iterator[tuple[Kind, str]]:
    for line in lines_of(body, content_type, marks=False):
        yield "added" if line.added else "words", f"{line.text}\n"


def _mail(body: str, content_type: str, subject: str, around: Around) -> Iterator[tuple[Kind, str]]:
    lines = list(_unshared(lines_of(body, content_type)))
    kinds = zones(lines, is_forward(subject), around)
    pieces = pieces_of(lines, kinds, "html" in content_type.lower(), subject)
    own = [_own(line) for line in pieces]
    kinds = _with_words(own, with_ends(own, kinds), around)
    said = (
        (apart or kind, text)
        for line, kind in zip(pieces, kinds, strict=True)
        for apart, text in line
    )
    for kind, run in groupby(said, key=lambda one: one[0]):
        yield kind, "".join(text for _, text in run)


def _unshared(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        both = shared(line.text) if ":" in line.text else None
        yield from (line._replace(text=one, head=0) for one in both) if both else (line,)


def _own(line: Sequence[Piece]) -> str:
    return "".join(text for apart, text in line if apart is None).rstrip("\n")


def _with_words(own: Sequence[str], kinds: list[Kind], around: Around) -> list[Kind]:
    """A mail that is nothing but a quotation or a signature has its words there."""
    there = {kind for text, kind in zip(own, kinds, strict=True) if text.strip()}
    if there & PERSONS:
        return kinds
    if "signature" in there:
        return ["words" if kind == "signature" else kind for kind in kinds]
    if around.earlier is None and "quoted" in there:
        return ["told" if kind == "quoted" else kind for kind in kinds]
    return kinds
