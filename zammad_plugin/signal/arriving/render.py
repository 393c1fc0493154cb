"""An event as the article that agents read. Pure.

What the person wrote is the article's text. What the bridge adds, and what is quoted, stands in
a <blockquote> that bears our name: triage never reads it, so a placeholder for a picture is no word
of the child's, not even where it is all that there is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from zammad_plugin.config.settings.signal import Documents
from zammad_plugin.signal import files
from zammad_plugin.signal.wire.shapes import (
    Attachment,
    Call,
    Contact,
    Content,
    Deletion,
    Edit,
    Reaction,
    Text,
    TimerChange,
    Unknown,
    Unreadable,
)
from zammad_plugin.signal.words import say, size, span, stamp
from zammad_plugin.text.bidi import begins_rtl
from zammad_plugin.text.mail.lines import ADDED
from zammad_plugin.vocabulary import MEDIA, VOICE

LONGEST_QUOTE = 300  # characters of a message that is answered


@dataclass(frozen=True)
class Wanted:
    """A file that may be copied."""

    attachment: Attachment
    voice: bool


@dataclass
class Rendered:
    """`own`: what the person wrote; `added`: lines of the bridge; `held`: pictures and others that
    nobody copied; `timer`: seconds until messages vanish, None when the event says nothing."""

    own: str = ""
    added: list[str] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    held: list[Attachment] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    timer: int | None = None

    def html(self) -> str:
        own = [f"<div{direction(self.own)}>{_lines(self.own)}</div>"] if self.own.strip() else []
        opens = f'<blockquote title="{ADDED}"'
        added = [f"{opens}{direction(one)}>{_lines(one)}</blockquote>" for one in self.added]
        return "".join([*own, *added]) or "<div></div>"


def direction(text: str) -> str:
    """` dir="rtl"` where the first letter runs from the right."""
    return ' dir="rtl"' if begins_rtl(text) else ""


def _lines(text: str) -> str:
    """Escaped; line ends kept, control characters that a database refuses taken out."""
    clean = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) != "Cc")
    return escape(clean, quote=False).replace("\n", "<br>")


def render(content: Content, lang: str, documents: Documents) -> Rendered | None:
    """None for what needs no article: typing, stories, what other devices of the desk do."""
    made = Rendered()
    if isinstance(content, Edit):
        made.added.append(say("edit", lang, time=stamp(content.target)))
        content = content.text
    if isinstance(content, Text):
        _text(content, made, lang, documents)
        return made
    line = _line(content, made, lang)
    if line is None:
        return None
    made.added.append(line)
    return made


def _line(content: Content, made: Rendered, lang: str) -> str | None:
    match content:
        case Deletion(target):
            return say("deletion", lang, time=stamp(target))
        case Reaction(emoji, _, target, removed):
            code = "reaction_gone" if removed else "reaction"
            return say(code, lang, emoji=emoji[:20], time=stamp(target))
        case TimerChange(seconds):
            made.timer = seconds
            return timer_line(seconds, lang)
        case Call(kind="offer"):
            return say("call", lang)
        case Unreadable(reason):
            return say("unknown", lang, name=reason)
        case Unknown(kind) if kind != "empty":  # a new key of the person's, and no word
            return say("unknown", lang, name=kind)
    return None


def timer_line(seconds: int, lang: str) -> str:
    return say("timer", lang, span=span(seconds)) if seconds else say("timer_off", lang)


def _text(text: Text, made: Rendered, lang: str, documents: Documents) -> None:
    made.own, made.timer = text.text, text.expires_in
    if text.quote:
        head = f"{say('quote', lang)} {stamp(text.quote.timestamp)}:"
        made.added.append(f"{head} {text.quote.text[:LONGEST_QUOTE]}".rstrip(": "))
    if text.view_once:
        made.added.append(say("view_once", lang))
    if text.sticker:
        made.added.append(f"[{say('sticker', lang)}]")
    made.added += [_contact(one, lang) for one in text.contacts]
    for attachment in text.attachments:
        if attachment.caption:
            made.own = f"{made.own}\n{attachment.caption}".strip()
        _file(attachment, made, lang, documents)


def _contact(contact: Contact, lang: str) -> str:
    parts = (contact.name, *contact.phones, *contact.emails, contact.organization or "")
    return f"[{say('contact', lang)}] " + ", ".join(filter(None, parts))


def _file(attachment: Attachment, made: Rendered, lang: str, documents: Documents) -> None:
    kind = attachment.content_type
    found = files.verdict(kind, attachment.filename, attachment.size, documents)
    if attachment.held or found == "held":
        made.held.append(attachment)
        # A voice message beyond the allowed size must be heard all the same.
        made.tags.append(VOICE if attachment.voice and not attachment.held else MEDIA)
        return
    voice = found == "voice"
    made.wanted.append(Wanted(attachment, voice))
    made.tags += [VOICE] if voice else []
    code = "voice" if voice else "document"
    made.added.append(say(code, lang, size=size(attachment.size)))


def held_lines(held: list[tuple[Attachment, str]], code: str, lang: str) -> Iterator[str]:
    """A line for each file that stays where it is, with the key that two persons need."""
    for attachment, key in held:
        kind = attachment.content_type or "?"
        yield say(code, lang, type=kind[:60], size=size(attachment.size), key=key)
