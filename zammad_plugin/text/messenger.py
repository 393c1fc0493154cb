"""An agent's HTML → the plain text of a messenger, in parts that it takes. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from zammad_plugin.text.bidi import from_the_right

# What is meant for colleagues or for a browser. A mention would show a colleague's name.
NOT_SENT = "script, style, head, img, [data-signature], .js-signatureMarker, [data-mention-user-id]"
BLOCKS = {"p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "blockquote"}
SPACES = re.compile(r"[ \t\r\n\f]+")
# After the end of a sentence, in the scripts that the desks write.
SENTENCE = re.compile(r"(?<=[.!?؟۔։…。])[\"'»”’)\]]*\s+")


def to_plain(body: str, content_type: str = "text/html") -> str:
    """Paragraphs, lists and links as text; what runs from the right keeps its direction."""
    if "html" not in content_type.lower():
        return _tidy(body.replace("\r\n", "\n").replace("\0", ""))
    tree = LexborHTMLParser(body.replace("\0", ""))
    for node in tree.css(NOT_SENT):
        node.decompose()
    return _tidy("".join(_walk(tree.body, False))) if tree.body else ""


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


def _walk(node: LexborNode, rtl: bool) -> Iterator[str]:
    direction = (node.attributes or {}).get("dir")
    rtl = direction == "rtl" if direction in ("rtl", "ltr") else rtl
    child = node.child
    while child is not None:
        yield from _node(child, rtl)
        child = child.next


def _node(node: LexborNode, rtl: bool) -> Iterator[str]:
    tag = node.tag or ""
    if tag == "-text":
        yield SPACES.sub(" ", node.text_content or "")
    elif tag == "br":
        yield "\n"
    elif tag == "hr":
        yield "\n\n"
    elif tag == "a":
        yield _link(node, "".join(_walk(node, rtl)))
    elif tag in ("li", "tr"):
        mark = "• " if tag == "li" else ""
        yield "\n" + _directed(node, rtl, mark + "".join(_walk(node, rtl)).strip())
    elif tag in ("td", "th"):
        yield "".join(_walk(node, rtl)).strip() + " "
    elif tag == "blockquote":
        inside = _tidy("".join(_walk(node, rtl)))
        yield "\n\n" + "\n".join(f"> {line}" for line in inside.split("\n")) + "\n\n"
    elif tag in BLOCKS:
        inside = _lines("".join(_walk(node, rtl)))
        gap = "\n\n" if tag != "div" else "\n"
        yield gap + _directed(node, rtl, inside) + gap
    else:
        yield from _walk(node, rtl)


def _lines(text: str) -> str:
    """Without the spaces that a browser would not show at the ends of lines."""
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n")


def _link(node: LexborNode, text: str) -> str:
    href = html.unescape((node.attributes or {}).get("href") or "")
    shown = text.strip()
    bare = href.removeprefix("mailto:").removeprefix("tel:").rstrip("/")
    return text if not bare or bare in shown or shown.rstrip("/") in href else f"{text} ({bare})"


def _directed(node: LexborNode, rtl: bool, text: str) -> str:
    """A messenger takes each line's direction from its first letter: where that would turn a line
    around, an invisible mark goes before it."""
    direction = (node.attributes or {}).get("dir")
    if direction in ("rtl", "ltr"):
        rtl = direction == "rtl"
    if any(one.mem_id != node.mem_id for one in node.css("[dir]")):
        return text  # parts of it have a direction of their own, and were marked by it
    return "\n".join(map(from_the_right, text.split("\n"))) if rtl else text


def split(text: str, most: int = 2000) -> list[str]:
    """Parts of at most `most` characters, cut at paragraphs, else sentences, else words."""
    parts = []
    rest = text.strip()
    while len(rest) > most:
        end = _end(rest[: most + 1], most)
        parts.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [part for part in [*parts, rest] if part]


def _end(head: str, most: int) -> int:
    """Where to cut; never between a letter and its marks."""
    for found in (head.rfind("\n\n"), _last(SENTENCE, head), head.rfind("\n"), head.rfind(" ")):
        if found > most // 4:  # a cut near the beginning makes a part of two words
            return found
    end = most
    while end > most // 2 and _joins(head[end - 1], head[end]):
        end -= 1
    return end


def _last(pattern: re.Pattern[str], text: str) -> int:
    ends = [found.end() for found in pattern.finditer(text)]
    return ends[-1] if ends else -1


def _joins(before: str, after: str) -> bool:
    """Whether `after` belongs to the same character as people see it: marks, joiners, emoji."""
    joiners = "\u200d\ufe0f"
    return bool(unicodedata.combining(after)) or after in joiners or before == "\u200d"
