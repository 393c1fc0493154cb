"""What the server makes of HTML that it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3

TAGS = {
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
}
ATTRIBUTES = {
    "*": {"dir", "class", "title", "lang", "align", "style"},
    "a": {"href", "name", "data-mention-user-id"},
    "img": {"src", "alt", "width", "height"},
}
# Other classes go when a mail or a text is stored: a client's own marks of quotations with them.
CLASSES = {"js-signatureMarker", "yahoo_quoted", "zammad-table"}
# A text outside links becomes one where it holds an address: Ruby's URI.extract, some schemes.
TOKEN = re.compile(r"(<[^>]*>)")
ADDRESS = re.compile(
    r"\b(?:https?|ftp|ldaps?|wss?|file|tel):(?:&amp;|[A-Za-z0-9._~:/?#\[\]@!$'()*+,;=%-])+", re.I
)
BLOCKS = re.compile(r"(?<=>)(?=</?(?:blockquote|div|ol|p|table|ul)[ >]|<li[ >])")
NO_LINK = re.compile(r"<a\b(?:(?! href=)[^>])*>((?:(?!</a>).)*)</a>", re.S)
HREF = re.compile(r'<a [^>]*href="(?:https?|ftp|//)[^>]*(?=>)')
REL = "nofollow noreferrer noopener"
DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object"}


def sanitised(html: str) -> str:
    """Scripts go with their content, other unknown tags go and leave their text.

    Bare addresses become links, and each block begins a line of its own.
    """
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=DROPPED_WITH_CONTENT,
        link_rel=None,
        attribute_filter=_attribute,
    )
    clean = NO_LINK.sub(r"\1", clean)
    clean = HREF.sub(rf'\g<0> rel="{REL}" target="_blank"', clean)
    return BLOCKS.sub("\n", "".join(_linked(clean)))


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name != "class":
        return value
    return " ".join(one for one in value.split() if one in CLASSES) or None


def _linked(html: str) -> Iterator[str]:
    inside = 0  # of elements whose text is left as it is
    for part in TOKEN.split(html):
        if re.match(r"<(a|pre)\b", part):
            inside += 1
        elif re.match(r"</(a|pre)>", part):
            inside -= 1
        yield part if inside or part.startswith("<") else ADDRESS.sub(_link, part)


def _link(found: re.Match[str]) -> str:
    address = re.sub(r"[,.]$", "", found[0])
    if address.endswith(":"):
        return found[0]
    link = f'<a href="{address}" rel="{REL}" target="_blank">{address}</a>'
    return link + found[0][len(address) :]
