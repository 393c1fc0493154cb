"""An article's body as lines, each with how deep it is quoted. HTML and plain text alike. Pure.

Zammad strips every class of a mail's HTML but a few when it stores it, so a client's own marks of
quotations are gone: `blockquote` and the text itself are what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
HEADINGS = "h1, h2, h3, h4, h5, h6, th, dt, label, b, strong"
# Private signs that stand in the parsed text for where an element began and ended.
OPEN, SHUT, ADD, DONE, BOLD, THIN = map(chr, range(0xF7F0, 0xF7F6))
MARKS = re.compile(f"[{OPEN}-{THIN}]")
HEADED = re.compile(f"^{BOLD}+([^{BOLD}{THIN}]+)(?:{THIN}+[ :*?؟]*)+")
# "What happened? <b>he wrote again</b>": some forms set the answer in bold, not the question.
ANSWERED = re.compile(f"^{BOLD}?([^{BOLD}{THIN}]+[:?؟]\\s*){BOLD}+[^{BOLD}{THIN}]+{THIN}+\\s*$")
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
    """`text` without its marks of quoting; `depth`: how many; `added` by a bridge, not a person;
    `head`: how many of its characters HTML sets apart at its beginning, in bold or as the first of
    two cells, which forms do with their questions."""

    text: str
    depth: int = 0
    added: bool = False
    head: int = 0


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
            head, bare = _head(line.strip()), MARKS.sub("", line).strip()
            own = _plain(bare) if marks else Line(bare)
            yield Line(own.text, depth + own.depth if marks else 0, added, head)


def _head(line: str) -> int:
    """How many of the line's characters stand at its head."""
    if BOLD not in line:
        return 0
    found, answered = HEADED.match(line), ANSWERED.match(line)
    head = answered[1] if answered else found[0] if found else ""
    return len(MARKS.sub("", head).lstrip())


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
    for node in [*tree.css(HEADINGS), *_first_cells(tree)]:
        node.insert_before(BOLD)
        node.insert_after(THIN)
    for node in tree.css(CELLS):
        node.insert_after(" ")
    for node in tree.css(QUOTES):
        ours = (node.attributes or {}).get("title") == ADDED
        node.insert_before(f"\n{ADD if ours else OPEN}\n")
        node.insert_after(f"\n{DONE if ours else SHUT}\n")
    return tree.body.text(separator="") if tree.body else ""


def _first_cells(tree: LexborHTMLParser) -> list[LexborNode]:
    """Of the rows that have two cells of their own."""
    rows = ([one for one in row.iter() if one.tag in ("td", "th")] for row in tree.css("tr"))
    return [cells[0] for cells in rows if len(cells) == 2 and cells[0].tag == "td"]
