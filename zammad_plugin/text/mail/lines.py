"""An article's body as lines, each with how deep it is quoted. HTML and plain text alike. Pure.

Zammad strips every class of a mail's HTML but a few when it stores it, so a client's own marks of
quotations are gone: `blockquote` and the text itself are what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from zammad_plugin.text.mail.decoded import decoded

# Characters of one article that are read: of a longer one its head and its tail, where people
# write.
LONGEST = 200_000
MANY_TAGS = 5_000  # more are no mail: a parser's time grows with the square of their depth
TAG = re.compile(r"<[^<>]{0,2000}>")
BLOCKS = "p, div, li, tr, table, ul, ol, h1, h2, h3, h4, h5, h6, pre, dt, dd, article, section"
CELLS = "td, th"
ADDED = "zammad-plugin"  # title of what a bridge adds to a person's words; Zammad keeps titles
QUOTES = "blockquote, .yahoo_quoted, .gmail_quote_container > .gmail_quote"
# Private signs that stand in the parsed text for where an element began and ended.
OPEN, SHUT, ADD, DONE = "\uf7f0", "\uf7f1", "\uf7f2", "\uf7f3"
MARKS = re.compile(f"[{OPEN}{SHUT}{ADD}{DONE}]")
SOURCE_BREAK = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")
LONGEST_LINE = 400  # characters of a line that are looked at
# Marks that are in some copies of the same words only: harakat, tatweel, direction, hard spaces.
UNSEEN = (
    0x0640,
    *range(0x064B, 0x0653),
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
)
SHAPE = {**dict.fromkeys(UNSEEN, None), 0xA0: " ", 0x202F: " "}
ODD = re.compile("[\u00a0\u0640\u064b-\u0652\u200e\u200f\u202a-\u202f\u2066-\u2069\ufeff]")
QUOTED = re.compile(r"[ \t]{0,3}((?:>[ \t]?)+)(?!.*<<)(?![:;=]?[-(\[|/DPO3*c<>]{1,2}(?:\s|$))")


class Line(NamedTuple):
    """`text` without its marks of quoting; `depth`: how many; `added` by a bridge, not a person."""

    text: str
    depth: int = 0
    added: bool = False


def shape(line: str) -> str:
    """The line as it is looked at: bounded, without marks that only some clients set."""
    return unmarked(line[:LONGEST_LINE])


def unmarked(text: str) -> str:
    """`text` without the marks that only some clients set."""
    return text.translate(SHAPE) if ODD.search(text) else text


def lines_of(body: str, content_type: str, marks: bool = True) -> list[Line]:
    """`content_type` as Zammad gives it (text/html, …); `marks`: a leading > quotes, as in mail."""
    text = _bounded(MARKS.sub(" ", body.replace("\0", " ")))
    text = decoded(text.encode("utf-8", "replace").decode("utf-8"))
    if "html" not in content_type.lower():
        return [_plain(line) if marks else Line(line) for line in text.splitlines()]
    if text.count("<") > MANY_TAGS:
        return [Line(line) for line in TAG.sub(" ", text).splitlines()]
    return list(_of_html(text, marks))


def _plain(line: str) -> Line:
    quoted = QUOTED.match(line) if ">" in line[:4] else None
    return Line(line[quoted.end() :], quoted[1].count(">")) if quoted else Line(line)


def _bounded(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}\n{text[-half:]}"


def _of_html(markup: str, marks: bool) -> Iterator[Line]:
    """Lines as a reader sees them; elements that hold blocks never glue the words of two."""
    depth, added = 0, False
    for line in _shown(markup).splitlines():
        if line in (OPEN, SHUT):
            depth = depth + 1 if line == OPEN else max(0, depth - 1)
        elif line in (ADD, DONE):
            added = line == ADD
        else:
            own = _plain(line.strip()) if marks else Line(line.strip())
            yield Line(own.text, depth + own.depth if marks else 0, added)


def _shown(markup: str) -> str:
    source = markup if "<pre" in markup.lower() else SOURCE_BREAK.sub(" ", markup)
    tree = LexborHTMLParser(source)
    for node in tree.css("script, style, head"):
        node.decompose()
    for node in tree.css(BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    for node in tree.css("br, hr"):
        node.insert_before("\n")
    for node in tree.css(CELLS):
        node.insert_after(" ")
    for node in tree.css(QUOTES):
        ours = (node.attributes or {}).get("title") == ADDED
        node.insert_before(f"\n{ADD if ours else OPEN}\n")
        node.insert_after(f"\n{DONE if ours else SHUT}\n")
    return tree.body.text(separator="") if tree.body else ""
