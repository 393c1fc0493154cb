"""Which zone of a mail each line is in: the writer's own, a client's header, what follows it. Pure.

A person's words taken for a quotation are lost to whoever weighs the text; a quotation taken for a
person's words costs little: in doubt it is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from zammad_plugin.text.mail.around import Around
from zammad_plugin.text.mail.blocks import Kind
from zammad_plugin.text.mail.earlier import Earlier
from zammad_plugin.text.mail.headers import SPREAD, header_at
from zammad_plugin.text.mail.lines import Line, shape

RULE_ONLY = re.compile(r"\s*[-_=*]{4,}\s*$")
COPIED = 0.5  # share of a quotation's lines from which it was said before


def zones(lines: Sequence[Line], forwarded: bool, around: Around) -> list[Kind]:
    """Of each line: words, told, quoted, header or added; `forwarded` by the mail's subject."""
    return _Reader(lines, forwarded, around).kinds()


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

    def _last(self, start: int, end: int) -> int | None:
        filled = (at for at in range(end - 1, start - 1, -1) if self.shapes[at].strip())
        return next(filled, None)


def _within(known: Sequence[bool]) -> list[bool]:
    """Of each line whether a known one stands on both sides."""
    first = known.index(True) if True in known else len(known)
    last = len(known) - known[::-1].index(True) if True in known else 0
    return [first < at < last for at in range(len(known))]
