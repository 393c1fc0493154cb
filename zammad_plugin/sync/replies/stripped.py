"""HTML that Zammad would strip from a text on saving, told before it is lost. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

# Zammad's config/initializers/html_sanitizer.rb, read on 6.5: what it does not name goes.
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
EVERYWHERE = {"class", "dir", "lang", "title", "translate"}
STYLED = {"img", "table", "td", "th", "tr", "span", "div", "p"}
OWN = {
    "a": {"href", "name", "rel", "target", "data-mention-user-id"},  # it sets the target itself
    "font": {"color", "face", "size"},
    "img": {"src", "alt", "width", "height", "align"},
    "table": {"align", "border", "cellpadding", "cellspacing", "width"},
    "td": {"align", "colspan", "rowspan", "valign", "width"},
    "th": {"align", "colspan", "rowspan", "valign", "width"},
}
LINKS = ("http:", "https:", "mailto:", "tel:", "#", "/")


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = self.get_starttag_text() or f"<{tag}>"
        if tag not in TAGS:
            self.found.append((f"<{tag}>", source))
            return
        allowed = EVERYWHERE | OWN.get(tag, set()) | ({"style"} if tag in STYLED else set())
        for name, value in attrs:
            if name not in allowed:
                self.found.append((f"{name} of <{tag}>", source))
            elif name == "href" and not str(value or "").lower().startswith(LINKS):
                self.found.append((f"the link of <{tag}>", source))

    def handle_comment(self, data: str) -> None:
        self.found.append(("a comment", f"<!--{data}-->"))


def stripped(html: str) -> list[tuple[str, str]]:
    """(what goes, the piece of `html` that holds it) in the order of the text."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return finder.found


def html_in(value: Any) -> Iterator[str]:
    """Every text with a tag in it, inside the payload of an object."""
    if isinstance(value, dict):
        for one in value.values():
            yield from html_in(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from html_in(one)
    elif isinstance(value, str) and "<" in value and ">" in value:
        yield value
