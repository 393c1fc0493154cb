"""How agents see what a machine heard: marked as such, with its doubt in words, set by its own
direction, the words that decided in bold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

from zammad_plugin.text.bidi import has_rtl, isolated
from zammad_plugin.tickets.voice.spoken import BLOCK, Heard
from zammad_plugin.voice.limits import MINUTES

Word = Callable[[str], str]  # a word of rules/note.yml → in the agent's language, escaped
DOUBT = {"judged": "transcript_sure", "shown": "transcript_unsure", "silent": "transcript_silent"}


def transcripts_html(heard: Iterable[Heard], passage: str, word: Word, side: str) -> str:
    """A paragraph and a block for each recording; a block without its text for none that is silent.
    `passage`: the words that decided; `side`: the agent's own direction."""
    return "".join(_one(one, passage, word, side) for one in heard)


def _one(one: Heard, passage: str, word: Word, side: str) -> str:
    said = [word(DOUBT[one.verdict])]
    if one.transcript.cut:
        said.append(word("transcript_cut").format(minutes=MINUTES))
    if one.verdict == "silent":
        return f'<p dir="{side}">{" ".join(said)}</p>'
    head = f'<p dir="{side}"><b>{word("transcript")}</b> {" ".join(said)}</p>'
    text = one.transcript.text
    way = "rtl" if has_rtl(text) else "ltr"
    return f'{head}<{BLOCK} dir="{way}">{isolated(_marked(text, passage))}</{BLOCK}>'


def _marked(text: str, passage: str) -> str:
    """Escaped, with the passage in bold where it stands word by word."""
    words = list(map(re.escape, passage.split()))
    found = re.search(r"\s+".join(words), text) if words else None
    if found is None:
        return escape(text)
    before, after = text[: found.start()], text[found.end() :]
    return f"{escape(before)}<b>{escape(found[0])}</b>{escape(after)}"
