"""The page for a translator: paragraph beside paragraph, those of the first hour first.

No script and nothing from the network; on a telephone the two stand below each other. Who reads
it knows no commands: what to do stands above in plain words, what is still to be read is listed,
and a text that a native speaker has read says so.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from html import escape

from zammad_plugin.sync.kinds.text_modules import NOBODY
from zammad_plugin.sync.replies.html import isolated
from zammad_plugin.sync.replies.paragraphs import Work
from zammad_plugin.sync.replies.translations import PLACEHOLDER
from zammad_plugin.text.languages import LANGUAGES, direction

STYLE = """
body { font: 16px/1.6 system-ui, "Noto Sans", "Noto Sans Arabic", "DejaVu Sans", sans-serif;
       margin: 1rem auto; max-width: 70rem; padding: 0 0.8rem;
       background: #f4f4f2; color: #1c1c1c; }
section, .how { background: #fff; border: 1px solid #ccc; border-radius: 6px;
                padding: 0.2rem 1rem 1rem; margin: 1.5rem 0; overflow-wrap: anywhere; }
h2, summary { margin: 0.8rem 0 0.3rem; }
summary { font-size: 1.2rem; font-weight: bold; cursor: pointer; }
nav ul { columns: 16rem; padding-left: 1.2rem; }
nav a { display: inline-block; padding: 0.15rem 0; overflow-wrap: anywhere; }
.about, .file, .label, .count { color: #555; font-size: 0.9rem; margin: 0.2rem 0; }
.count { font-weight: normal; white-space: nowrap; }
.first { background: #1c4f8a; color: #fff; font-size: 0.8rem; font-weight: normal;
         border-radius: 4px; padding: 0.1rem 0.4rem; white-space: nowrap; }
.pair { display: grid; gap: 0 1.5rem; grid-template-columns: 1fr 1fr;
        border-top: 1px solid #e3e3e0; padding: 0.5rem 0; }
.pair p { margin: 0; white-space: pre-wrap; min-width: 0; }
.pair .label { grid-column: 1 / -1; }
.pair [dir="rtl"] { font-size: 1.15em; }
.none { color: #a40000; }
.done { color: #14602a; }
bdi { border: 1px dotted #777; border-radius: 3px; padding: 0 0.15rem; }
code { background: #eee; padding: 0 0.3rem; }
code span { display: inline-block; max-width: 100%; overflow-wrap: anywhere; }
.printed { display: none; }
@media (max-width: 40rem) { .pair { grid-template-columns: 1fr; gap: 0.6rem; }
  .ours { border-inline-start: 3px solid #1c4f8a; padding-inline-start: 0.6rem; } }
@media print { body { background: #fff; max-width: none; font-size: 11pt; }
  nav, .all, .untranslated { display: none; } .printed { display: inline; }
  .first { background: none; color: #000; border: 1px solid #777; } code { background: none; }
  .pair, .file { break-inside: avoid; } .file { break-before: avoid; }
  h2, .about { break-after: avoid; } }
"""
HOW = """<ol><li>On the left (on a telephone: above) stands the text that the translation follows,
beside it the one in {name}. Somebody in distress, often a child, reads it on a telephone. Is it
right, kind and clear? Would somebody say it like this?</li>
<li>You need no program. Tell the desk which texts are good, by their names, such as
<i>{example}</i>. Is something wrong? Send the name of the text and your sentence.</li>
<li>What is framed stays as it is: <bdi>{{{{…}}}}</bdi> is filled in by the desk,
<bdi>[NAME]</bdi> by whoever sends the text. A hyphen begins a line of a list, <b>**</b> stands
around bold words.</li>
<li>The lines below each text are for the desk: the file, and the command that says that you have
read it, with your name or initials for NAME.</li></ol>"""
NOT_PRINTED = '<span class="printed"> and stand in the file, not here</span>'
# Who reads a text, in words; the files say it in one.
READERS = {
    "child": "a child",
    "guardian": "a parent or another adult who looks after a child",
    "teacher": "somebody at a school",
    "bystander": "somebody who writes for another",
    "partner": "another organisation or a professional",
    "anyone": "anybody",
}
# What nobody translates: slots, variables, what the agent fills in.
KEPT = re.compile(rf"({PLACEHOLDER.pattern}|#\{{[^{{}}\n]*\}}|\[[A-Z][A-Z -]*\])")


def render(works: Sequence[Work], lang: str, today: datetime.date, desk: str = "") -> str:
    """The page for one language; each reply once. `desk`: words for it in commands."""
    name = LANGUAGES[lang].name
    title = escape(f"Replies in {name}")
    how = HOW.format(name=escape(name), example=escape(works[0].key) if works else "")
    inner = "".join(
        _section(work, lang, f"{number} of {len(works)}", desk)
        for number, work in enumerate(works, 1)
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>"
        f'<p>As of {today}. {_counted(works)}</p><div class="how"><h2>How to read</h2>{how}</div>'
        f'<nav id="all-texts">{"".join(_contents(works, lang, desk))}</nav>'
        f"<main>{inner}</main></body></html>"
    )


def _is_read(work: Work) -> bool:
    """By a native speaker, as it stands now, beside its source as it stands now."""
    item = work.item
    return item is not None and not work.outdated and item.about["native_reader"] != NOBODY


def _counted(works: Sequence[Work]) -> str:
    read = sum(map(_is_read, works))
    missing = sum(work.item is None for work in works)
    old = sum(work.outdated for work in works)
    if read == len(works):
        return f"A native speaker has read all {read} texts. Nothing is left to read."
    more = f" {missing} are not translated yet{NOT_PRINTED}." if missing else ""
    more += f" The source of {old} has changed since." if old else ""
    return f"A native speaker has read {read} of {len(works)} texts.{more}"


def _contents(works: Sequence[Work], lang: str, desk: str) -> Iterator[str]:
    """What is to be read first, and links to it."""
    due = [work for work in works if work.item and not _is_read(work)]
    first = [work for work in due if work.source.about["first_hour"]]
    export = f"zammad-plugin templates export texts.po --lang {lang}{desk}"
    yield _links("To read first: texts of the first hour", first, is_open=True)
    yield _links("To read then", [work for work in due if work not in first])
    missing = [work for work in works if work.item is None]
    yield _links("Not translated yet", missing, f"To translate them: {_command(export)}")
    yield _links("Read by a native speaker", [work for work in works if _is_read(work)])


def _links(head: str, works: Sequence[Work], more: str = "", is_open: bool = False) -> str:
    """Folded, for on a telephone a hundred links stand above the first text."""
    if not works:
        return ""
    keys = [escape(work.key) for work in works]
    links = "".join(f'<li><a href="#{key}">{key}</a></li>' for key in keys)
    said = f'<p class="about">{more}</p>' if more else ""
    summary = f"<summary>{escape(head)} ({len(works)})</summary>"
    return f"<details{' open' if is_open else ''}>{summary}{said}<ul>{links}</ul></details>"


def _section(work: Work, lang: str, count: str, desk: str) -> str:
    about = work.source.about
    first = ' <span class="first">first hour</span>' if about["first_hour"] else ""
    told = f"Written to {READERS[about['audience']]}. {about['purpose']}. {about['when']}"
    key = escape(work.key)
    there = "" if work.item else ' class="untranslated"'
    return (
        f'<section id="{key}"{there}><h2>{key}{first} <span class="count">{count}'
        '<span class="all">, <a href="#all-texts">all</a></span></span></h2>'
        f'<p class="about">{escape(told)}</p>{_state(work)}{"".join(_pairs(work, lang))}'
        f"{''.join(_file(work, lang, desk))}</section>"
    )


def _state(work: Work) -> str:
    """What is known of the translation, in words."""
    if work.item is None:
        return '<p class="file none">Not translated yet.</p>'
    if work.outdated:
        return '<p class="file none">The source has changed since it was translated.</p>'
    about = work.item.about
    if _is_read(work):
        said = f"Read by a native speaker: {about['native_reader']}, {about['date']}."
        return f'<p class="file done">{escape(said)}</p>'
    changed = about["status"] == "reviewed" and not about["accepted"]
    more = "It was changed after it was read." if changed else "No native speaker has read it yet."
    return f'<p class="file none">{more}</p>'


def _pairs(work: Work, lang: str) -> Iterator[str]:
    source = str(work.source.about["lang"])
    for pair in work.pairs:
        label = "" if pair.number else '<p class="label">Title, which only the desk sees:</p>'
        ours = _ours(pair.translated, lang) if pair.translated else '<p class="none"></p>'
        yield f'<div class="pair">{label}{_paragraph(pair.source, source)}{ours}</div>'
    if work.loose:
        label = '<p class="label">The translation has other paragraphs than its source:</p>'
        yield f'<div class="pair">{label}<p></p>{_ours(work.loose, lang)}</div>'


def _ours(text: str, lang: str) -> str:
    """On a telephone both stand below each other: a line says which is the translation."""
    return _paragraph(text, lang, ' class="ours"')


def _paragraph(text: str, lang: str, kind: str = "") -> str:
    """As its reader sees it: numbers keep their order, slots run from the left."""
    parts = KEPT.split(text)
    for number, part in enumerate(parts):
        said = escape(part if number % 2 else isolated(part, lang), quote=False)
        parts[number] = f'<bdi dir="ltr">{said}</bdi>' if number % 2 else said
    return f'<p{kind} lang="{lang}" dir="{direction(lang)}">{"".join(parts)}</p>'


def _file(work: Work, lang: str, desk: str) -> Iterator[str]:
    """Where the text stands, and what is typed once it is good."""
    yield f'<p class="file">templates/replies/{escape(work.key)}/{lang}.md</p>'
    words = f"{work.key} --lang {lang} --by NAME"
    if work.outdated:
        follow = _command(f"zammad-plugin templates follow {words}{desk}")
        yield f'<p class="file">Brought up to its source: {follow}</p>'
    if work.item and not _is_read(work):
        accept = _command(f"zammad-plugin templates accept {words} --native{desk}")
        yield f'<p class="file">Read and good: {accept}</p>'


def _command(words: str) -> str:
    """A command that breaks between its words only: half an option would be typed as it looks."""
    parts = " ".join(f"<span>{escape(word)}</span>" for word in words.split(" "))
    return f"<code>{parts}</code>"
