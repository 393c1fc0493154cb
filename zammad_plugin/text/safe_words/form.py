"""How a text may look: its length, its digits, the way it runs, its script. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from zammad_plugin.text.languages import ENOUGH, LANGUAGES, is_rtl, share_in_script
from zammad_plugin.text.safe_words.rules import Longest, Objection

SENTENCE = re.compile(r"[^.!?؟:;\n։]+")
LINE = re.compile(r"[^\n]+")
STRONG = re.compile(r"[^\W\d_]")  # the first letter decides which way a line of plain text runs
DIGITS = {"0-9": re.compile("[0-9]"), "٠-٩": re.compile("[٠-٩]"), "۰-۹": re.compile("[۰-۹]")}


def length(
    text: str, audience: str, rule: Longest, channels: Collection[str]
) -> Iterator[Objection]:
    words = len(text.split())
    if audience in rule.audiences and words > rule.words:
        yield Objection("too-long", rule.why, f"{words} words, at most {rule.words}")
    for one in SENTENCE.finditer(text) if audience in rule.audiences else ():
        words = len(re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", one.group()))
        if words > rule.sentence:
            found = f"{words} words, at most {rule.sentence}"
            yield Objection("long-sentence", rule.why, found, one.start())
    chats = [one for one in channels if one in rule.chats]
    if chats and len(text) > rule.letters:
        what = f"{len(text)} letters, at most {rule.letters} in {', '.join(chats)}"
        yield Objection("too-long", rule.why, what)


def digits(text: str) -> Iterator[Objection]:
    places = {kind: match.start() for kind, one in DIGITS.items() if (match := one.search(text))}
    if len(places) > 1:
        found = " and ".join(sorted(places, key=lambda kind: places[kind]))
        yield Objection("mixed-digits", "one text, one kind of digits", found, max(places.values()))


def direction(text: str, lang: str) -> Iterator[Objection]:
    """A chat has no `dir`: each line runs as its first letter does (UAX #9, P2)."""
    if not is_rtl(lang):
        return
    for line in LINE.finditer(text):
        first = STRONG.search(line.group())
        mixed = share_in_script(line.group(), lang) > 0
        if first and mixed and not share_in_script(first.group(), lang):
            why = "a line that begins with Latin letters runs from the left in a chat"
            found = re.split(r"\s", line.group()[first.start() :])[0]
            yield Objection("direction", why, found, line.start() + first.start())


def script(text: str, lang: str) -> Iterator[Objection]:
    if lang in LANGUAGES and share_in_script(text, lang) < ENOUGH:
        why = f"most letters are not those of {LANGUAGES[lang].name}"
        yield Objection("wrong-script", why, text.strip()[:20])
