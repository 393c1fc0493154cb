"""Markdown-like replies to the HTML that Zammad keeps, and HTML in one comparable form."""

from __future__ import annotations

import html
import re

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from zammad_plugin.text.bidi import LRI, PDI, begins_rtl, from_the_right, left_to_right
from zammad_plugin.text.languages import direction, is_rtl
from zammad_plugin.vocabulary import MAIN

POINT = "• "
BOLD = re.compile(r"\*\*(.+?)\*\*")
KEPT = {"*": {"dir", "lang"}, "a": {"href"}}
# Zammad makes links of bare addresses on saving; made here already, nothing differs afterwards.
ADDRESS = re.compile(r"\bhttps?://(?:&amp;|[A-Za-z0-9._~:/?#@!$*+=%-])*[A-Za-z0-9/]")
LINK = re.compile(r"""<a [^>]*?href="([^"]*)"[^>]*>\1</a>""")
WORD = r"[@+]?[A-Za-z0-9](?:[A-Za-z0-9@:/._%?=&~+-]*[A-Za-z0-9/])?"
# What stands isolated already and Zammad's variables are left as they are.
RUN = re.compile(rf"({LRI}[^{PDI}]*{PDI}|#\{{[^{{}}]*\}})|({WORD}(?:\.? {WORD})*)")


def isolated(text: str, lang: str) -> str:
    """Numbers, handles and addresses keep their order inside text that runs from the right.

    Without it +961 1 … and 01-… are shown with their parts swapped (the bidi algorithm makes
    European digits after Arabic letters Arabic ones). The characters survive Zammad's cleaning.
    """
    if not is_rtl(lang):
        return text
    return RUN.sub(lambda run: run[1] or _one_run(run[2]), text)


def _one_run(run: str) -> str:
    return run if run.isalpha() else left_to_right(run)


def _inline(line: str) -> str:
    if "://" in line:
        line = ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', line)
    return BOLD.sub(r"<b>\1</b>", line) if "**" in line else line


def _block(block: str, way: str) -> str:
    lines = [line.strip() for line in html.escape(block, quote=False).splitlines()]
    if all(line.startswith("- ") for line in lines):
        return _listed([_inline(line[2:]) for line in lines], way)
    return f'<p dir="{way}">' + "<br>".join(map(_inline, lines)) + "</p>"


def _listed(items: list[str], way: str) -> str:
    """Zammad's new interface keeps the direction of a paragraph and drops a list's (seen on 6.5):
    its points would stand on the wrong side, and go out so."""
    if way == "rtl":
        return f'<p dir="{way}">' + "<br>".join(f"{POINT}{item}" for item in items) + "</p>"
    return f'<ul dir="{way}">' + "".join(f'<li dir="{way}">{one}</li>' for one in items) + "</ul>"


def directed(text: str) -> str:
    """A text for agents whose first letter runs from the right says so."""
    return f'<div dir="rtl">{text}</div>' if begins_rtl(text) else text


def undirected(text: str) -> str:
    """The inverse of `directed`."""
    inner = text.removeprefix('<div dir="rtl">').removesuffix("</div>")
    return inner if directed(inner) == text else text


def to_html(body: str, lang: str) -> str:
    """Paragraphs, lists of `- `, **bold** and web addresses; everything else is text.

    Each block says which way it runs: the editor of Zammad's new interface drops the outer element,
    and what it sends has no other direction than that of its paragraphs.
    """
    blocks = [block for block in re.split(r"\n\s*\n", body.strip()) if block.strip()]
    way = direction(lang)
    inner = "".join(_block(isolated(block, lang), way) for block in blocks)
    return f'<div dir="{way}" lang="{lang}">{inner}</div>'


def to_plain(body: str, lang: str = MAIN) -> str:
    """For Signal, WhatsApp and SMS: no marks, lists with bullets, numbers isolated."""
    plain = re.sub(r"^- ", POINT, BOLD.sub(r"\1", body), flags=re.MULTILINE).strip()
    told = isolated(plain, lang)
    return "\n".join(map(from_the_right, told.split("\n"))) if is_rtl(lang) else told


def to_body(content: str) -> str:
    """HTML → what `to_html` would make it of, as near as may be; the caller compares."""
    blocks = []
    for one in LexborHTMLParser(content).css("p, ul"):
        if one.tag == "ul":
            blocks.append("\n".join(f"- {_marked(item)}" for item in one.css("li")))
        else:
            blocks.append(_unlisted(_marked(one)))
    return "\n\n".join(blocks)


def _unlisted(block: str) -> str:
    """A paragraph that is a list in a language written from the right."""
    lines = block.split("\n")
    listed = all(line.startswith(POINT) for line in lines)
    return "\n".join(f"- {line[len(POINT) :]}" for line in lines) if listed else block


def _marked(node: LexborNode) -> str:
    inner = (node.inner_html or "").replace("<br>", "\n")
    inner = LINK.sub(r"\1", re.sub(r"</?b>", "**", inner))
    return html.unescape(inner).strip()


def canonical(text: str) -> str:
    """HTML with what no reader sees removed: two texts that look alike compare equal."""
    clean = nh3.clean(text, attributes=KEPT, link_rel=None)
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", re.sub(r"\s+", " ", clean)).strip()
