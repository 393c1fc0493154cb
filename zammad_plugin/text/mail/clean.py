"""An article → who wrote what in it: the person, a quoted letter, a footer. Never raises.

Nothing is cut: what a client added is told apart and weighs nothing, but stays to be read. Rules of
quotations and signatures are for mail alone. A person's words taken for a quotation are lost to
whoever weighs the text; a quotation taken for a person's words costs little: in doubt it is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from zammad_plugin.text.mail.blocks import Blocks, Kind, joined
from zammad_plugin.text.mail.earlier import Earlier
from zammad_plugin.text.mail.footers import SENTENCE_END, footers
from zammad_plugin.text.mail.headers import SPREAD, header_at, is_forward, shape, shared
from zammad_plugin.text.mail.lines import LONGEST, Line, lines_of
from zammad_plugin.text.mail.signatures import is_device, signature_at

NOTHING = "no visible content"  # what Zammad writes for a mail without a text
MAIL = "email"
WRAPPED = range(55, 100)  # characters of a line that a client broke
RULE_ONLY = re.compile(r"\s*[-_=*]{4,}\s*$")
COPIED = 0.5  # share of a quotation's lines from which it was said before


@dataclass(frozen=True)
class Around:
    """What is known beside an article. `channel`: as zammad/articles names it; `first`: nobody
    answered before, so nothing quoted is the desk's; `earlier`: what was said before, None where
    nobody knows, then a reply's quotation is taken for the desk's."""

    channel: str = MAIL
    first: bool = False
    earlier: Earlier | None = None


UNKNOWN = Around()
FIRST = Around(first=True)


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


def _chat(
    body: str, content_type: str, _subject: str, _around: Around
) -> Iterator[tuple[Kind, str]]:
    lines = lines_of(body, content_type, marks=False)
    yield from _pieces(lines, ["added" if one.added else "words" for one in lines])


def _mail(body: str, content_type: str, subject: str, around: Around) -> Iterator[tuple[Kind, str]]:
    lines = list(_unshared(lines_of(body, content_type)))
    kinds = _Reader(lines, is_forward(subject), around).kinds()
    html = "html" in content_type.lower()
    return _without_footers(lines, _with_words(lines, kinds, around), html)


def plain_text(body: str, content_type: str) -> str:
    """All of an article's text, whoever wrote it."""
    return "\n".join(line.text for line in lines_of(body, content_type, marks=False))


def _unshared(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        both = shared(line.text) if ":" in line.text else None
        yield from (line._replace(text=one) for one in both) if both else (line,)


class _Reader:
    """One mail's lines from top to bottom: which zone each is in."""

    def __init__(self, lines: Sequence[Line], forwarded: bool, around: Around) -> None:
        self.lines, self.around = lines, around
        self.shapes = [shape(line.text) for line in lines]
        self.depths = [line.depth for line in lines]
        # In a first mail and in a forward whatever is quoted is meant to be read.
        self.told = forwarded or around.first
        self.out: list[Kind] = ["words"] * len(lines)
        self.announced: set[int] = set()  # lines below a client's header

    def kinds(self) -> list[Kind]:
        at, header_end, zone, base, marked = 0, -SPREAD, "own", 0, False
        while at < len(self.lines):
            header = header_at(self.shapes, at, self.depths)
            if header:
                begin = self._ruled(at)
                self.out[begin : header.end] = ["header"] * (header.end - begin)
                forward = header.forward and (zone != "quoted" or at - header_end <= SPREAD)
                if zone == "own" or forward:
                    base = self.depths[at]
                    marked = self._deeper(header.end, base)
                    zone = "told" if forward or self.told else "quoted"
                    marked = marked and not forward
                at = header_end = header.end
                continue
            self.out[at] = self._kind(at, zone, base, marked)
            if zone != "own":
                self.announced.add(at)
            at += 1
        self._compare()
        self._ends()
        return self.out

    def _ruled(self, at: int) -> int:
        """A line of dashes above a header is the client's too."""
        last = self._last(max(0, at - SPREAD), at)
        return last if last is not None and RULE_ONLY.match(self.shapes[last]) else at

    def _deeper(self, at: int, base: int) -> bool:
        """Whether the quotation that begins at line `at` is marked as one, line by line."""
        following = (
            self.depths[one] for one in range(at, len(self.lines)) if self.shapes[one].strip()
        )
        return next(following, base) > base

    def _kind(self, at: int, zone: str, base: int, marked: bool) -> Kind:
        if self.lines[at].added:
            return "added"
        deep = self.depths[at] > base
        if zone == "own" or (marked and not deep):
            return ("told" if self.told else "quoted") if deep else "words"
        return "told" if zone == "told" else "quoted"

    def _compare(self) -> None:
        """Where it is known what was said before, only that is a quotation."""
        earlier = self.around.earlier
        if earlier is None or self.told:
            return
        start = 0
        for kind, run in groupby(list(self.out)):
            end = start + len(list(run))
            # An answer that never passed through the ticket can't be compared with.
            if kind == "quoted" and (earlier.answered or start not in self.announced):
                self._told_apart(earlier, start, end)
            start = end

    def _told_apart(self, earlier: Earlier, start: int, end: int) -> None:
        said = [earlier.holds(line.text) for line in self.lines[start:end]]
        known, new = said.count(True), said.count(False)
        copied = known >= COPIED * (known + new)
        short = [earlier.is_line(line.text) for line in self.lines[start:end]]
        within = _within([bool(one) or also for one, also in zip(said, short, strict=True)])
        previous = copied
        for at, one in enumerate(said):
            # What a copied quotation marks as its own is part of it, new to us or not: but not
            # between two of its lines, where people write their answers in another colour.
            part = copied and self.depths[start + at] > 0 and (short[at] or not within[at])
            previous = previous if one is None and not part else one or part
            self.out[start + at] = "quoted" if previous else "told"

    def _ends(self) -> None:
        """Signatures and devices' lines, at the ends of what a person wrote."""
        start = 0
        for kind, run in groupby(list(self.out)):
            end = start + len(list(run))
            if kind in ("words", "told"):
                self._end(start, end, kind == "words")
            start = end

    def _end(self, start: int, end: int, own: bool) -> None:
        last = self._last(start, end)
        if last is not None and is_device(self.shapes[last]):
            self.out[last] = "device"
            end, last = last, self._last(start, last)
        if last is None or not own:
            return
        begin = start + signature_at([line.text for line in self.lines[start:end]])
        self.out[begin:end] = ["signature"] * (end - begin)

    def _last(self, start: int, end: int) -> int | None:
        filled = (at for at in range(end - 1, start - 1, -1) if self.shapes[at].strip())
        return next(filled, None)


def _within(known: Sequence[bool]) -> list[bool]:
    """Of each line whether a known one stands on both sides."""
    first = known.index(True) if True in known else len(known)
    last = len(known) - known[::-1].index(True) if True in known else 0
    return [first < at < last for at in range(len(known))]


def _with_words(lines: Sequence[Line], kinds: Sequence[Kind], around: Around) -> list[Kind]:
    """A mail that is nothing but a quotation or a signature has its words there."""

    def has(*wanted: Kind) -> bool:
        return any(
            kind in wanted and line.text.strip() for line, kind in zip(lines, kinds, strict=True)
        )

    if has("words", "told"):
        return list(kinds)
    if has("signature"):
        return ["words" if kind == "signature" else kind for kind in kinds]
    if around.earlier is None and has("quoted"):
        return ["told" if kind == "quoted" else kind for kind in kinds]
    return list(kinds)


def _pieces(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[tuple[Kind, str]]:
    return [(kind, f"{line.text}\n") for line, kind in zip(lines, kinds, strict=True)]


def _without_footers(
    lines: Sequence[Line], kinds: Sequence[Kind], html: bool
) -> Iterator[tuple[Kind, str]]:
    """Footers are told sentence by sentence: people write in the same paragraph."""
    for kind, run in groupby(_pieces(lines, kinds), key=lambda one: one[0]):
        text = "".join(piece for _, piece in run)
        if kind not in ("words", "told", "signature"):
            yield kind, text
            continue
        at = 0
        for footer in footers(text, _sentences(text, html)):
            yield from ((kind, text[at : footer.start]),) if at < footer.start else ()
            yield footer.kind, text[footer.start : footer.end]
            at = footer.end
        yield from ((kind, text[at:]),) if at < len(text) else ()


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
