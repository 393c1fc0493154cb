"""The page for a translator: paragraph beside paragraph, those of the first hour first.

No script and nothing from the network; on a telephone the two stand below each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from zammad_plugin.sync.replies.paragraphs import Work
from zammad_plugin.text.languages import LANGUAGES, direction

STYLE = """
body { font: 16px/1.6 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; margin: 1rem auto;
       max-width: 70rem; padding: 0 0.8rem; background: #f4f4f2; color: #1c1c1c; }
section { background: #fff; border: 1px solid #ccc; border-radius: 6px; padding: 0.2rem 1rem 1rem;
          margin: 1.5rem 0; overflow-wrap: anywhere; }
.about, .file { color: #555; font-size: 0.9rem; margin: 0.2rem 0; }
.pair { display: grid; gap: 0 1.5rem; grid-template-columns: 1fr 1fr;
        border-top: 1px solid #e3e3e0; padding: 0.5rem 0; }
.pair p { margin: 0; white-space: pre-wrap; min-width: 0; }
.none { color: #a40000; }
code { background: #eee; padding: 0 0.3rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) { .pair { grid-template-columns: 1fr; gap: 0.6rem; } }
"""


def render(works: Sequence[Work], lang: str, today: str = "") -> str:
    """The page for one language; each reply once."""
    title = f"Replies in {LANGUAGES[lang].name}"
    inner = "".join(_section(work, lang) for work in works)
    done = sum(work.item is not None and not work.outdated for work in works)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
        f"<h1>{escape(title)}</h1><p>{escape(today)}. {done} of {len(works)} texts follow their "
        f"source. Texts of the first hour come first.</p>{_index(works)}{inner}</body></html>"
    )


def _index(works: Sequence[Work]) -> str:
    """Every key, in the order of the page; what is still to be done stands out."""
    links = (
        f'<a href="#{escape(work.key)}"{_to_do(work)}>{escape(work.key)}</a>' for work in works
    )
    return f"<details><summary>All texts</summary><p>{' · '.join(links)}</p></details>"


def _to_do(work: Work) -> str:
    return ' class="none"' if work.item is None or work.outdated else ""


def _section(work: Work, lang: str) -> str:
    about = work.source.about
    first = "first hour. " if about["first_hour"] else ""
    told = f"{first}for: {about['audience']}. For what: {about['purpose']}. When: {about['when']}"
    return (
        f'<section id="{escape(work.key)}"><h2>{escape(work.key)}</h2>'
        f'<p class="about">{escape(told)}</p>{"".join(_pairs(work, lang))}{_file(work, lang)}'
        "</section>"
    )


def _pairs(work: Work, lang: str) -> Iterator[str]:
    here = f'lang="{lang}" dir="{direction(lang)}"'
    there = str(work.source.about["lang"])
    for pair in work.pairs:
        said = escape(pair.translated, quote=False)
        missing = '<p class="none">…</p>'
        ours = f"<p {here}>{said}</p>" if said else missing
        source = escape(pair.source, quote=False)
        yield f'<div class="pair"><p lang="{there}" dir="ltr">{source}</p>{ours}</div>'
    if work.loose:
        yield f'<div class="pair"><p></p><p {here}>{escape(work.loose, quote=False)}</p></div>'


def _file(work: Work, lang: str) -> str:
    """Where the text stands, and what is typed once it is good."""
    if work.item is None:
        return f'<p class="file none">missing: templates/replies/{escape(work.key)}/{lang}.md</p>'
    command = f"zammad-plugin templates accept {work.key} --lang {lang} --by NAME --native"
    follow = f"zammad-plugin templates follow {work.key} --lang {lang} --by NAME"
    old = f'<p class="file none">its source has changed since: <code>{escape(follow)}</code></p>'
    return (
        f'{old if work.outdated else ""}<p class="file">templates/replies/{escape(work.key)}/'
        f"{lang}.md · <code>{escape(command)}</code></p>"
    )
