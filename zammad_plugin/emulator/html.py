"""What the server makes of HTML that it is given."""

from __future__ import annotations

import nh3

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "center", "cite", "code", "dd", "del", "details", "div",
    "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li",
    "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"dir", "class", "title", "lang", "align", "style"},
    "a": {"href", "name", "data-mention-user-id"},
    "img": {"src", "alt", "width", "height"},
}
DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object"}


def sanitised(html: str) -> str:
    """Scripts go with their content, other unknown tags go and leave their text."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=DROPPED_WITH_CONTENT,
        link_rel=None,
    )
