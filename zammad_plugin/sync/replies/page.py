"""Replies as one HTML page: what readers will see, language beside language, for translators.

No script and nothing from the network; the chat side shows each line as a chat does (UAX #9:
by its first strong letter).
"""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.replies.html import canonical, to_html, to_plain
from zammad_plugin.sync.replies.translations import Replies, Row, rows, source_of
from zammad_plugin.text.languages import LANGUAGES, direction

STYLE = """
body { font: 16px/1.6 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; margin: 1rem;
       background: #f4f4f2; color: #1c1c1c; }
h2 { margin: 2.5rem 0 0.3rem; overflow-wrap: anywhere; }
.about { color: #555; margin: 0.2rem 0; overflow-wrap: anywhere; }
.row { display: grid; gap: 1rem; align-items: start;
       grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); }
article { background: #fff; border: 1px solid #ccc; border-radius: 6px; padding: 0.8rem 1rem;
          min-width: 0; overflow-wrap: anywhere; }
.state { direction: ltr; unicode-bidi: isolate; font-size: 0.8rem; color: #555; }
.outdated .state, .changed .state, .missing .state { color: #a40000; font-weight: bold; }
.chat { white-space: pre-wrap; unicode-bidi: plaintext; text-align: start; font: inherit;
        background: #e9f3ea; border-radius: 6px; padding: 0.6rem 0.8rem; }
"""
BY_NATIVE = "read by a native speaker: {}"
BY_NOBODY = "no native speaker has read this"


def render(replies: Replies, languages: Collection[str] = (), today: str = "") -> str:
    """The page; `languages` beside the source of each reply, all without any."""
    by_key: dict[str, list[Row]] = {}
    for row in rows(replies):
        source = row.item is not None and row.item is source_of(replies[row.key])
        if source or not languages or row.lang in languages:
            by_key.setdefault(row.key, []).append(row)
    inner = "".join(_section(key, found, replies) for key, found in by_key.items())
    title = "Replies" + (f", {', '.join(languages)}" if languages else "")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><h1>{escape(title)}</h1><p>{escape(today)}</p>{inner}</body></html>"
    )


def _section(key: str, found: list[Row], replies: Replies) -> str:
    source = source_of(replies[key])
    cards = "".join(_card(row) for row in found)
    return (
        f'<section id="{escape(key)}"><h2>{escape(key)}</h2>{_about(source)}'
        f'<div class="row">{cards}</div></section>'
    )


def _about(source: Desired) -> str:
    about = source.about
    told = [
        about["purpose"],
        about["when"],
        f"for: {about['audience']}, ages: {about['ages']}",
        f"on: {', '.join(about['channels'])}",
    ]
    for one in about["facts"]:
        told.append(f"fact: {one.says} ({one.source}; compared {one.checked_at})")
    return "".join(f'<p class="about">{escape(str(one))}</p>' for one in told if one)


def _card(row: Row) -> str:
    name = LANGUAGES[row.lang].name
    if row.item is None:
        said = f'<p class="state">{escape(name)}: missing</p>'
        return f'<article class="missing" data-lang="{row.lang}">{said}</article>'
    about = row.item.about
    native = BY_NATIVE.format(row.native) if row.native else BY_NOBODY
    said = f"{name}: {row.state}, {about['by']}, {about['date']}; {native}"
    body = str(about["body"])
    mail = canonical(body) if about["html"] else to_html(body, row.lang)
    plain = "" if about["html"] else escape(to_plain(body, row.lang), quote=False)
    return (
        f'<article class="{row.state}" data-lang="{row.lang}" lang="{row.lang}" '
        f'dir="{direction(row.lang)}"><p class="state">{escape(said)}</p>'
        f'<h3>{escape(str(about["title"]))}</h3><div class="mail">{mail}</div>'
        + (f'<pre class="chat">{plain}</pre>' if plain else "")
        + "</article>"
    )
