"""An article's blocks → the message that is judged: a person's words, and what is around them."""

from __future__ import annotations

from zammad_plugin.text.mail.blocks import PERSONS, Blocks, Kind
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.unclear import MIDDLE

# The desk's own or older words, and what no person wrote.
LEFT_OUT: frozenset[Kind] = frozenset({"quoted", "header", "added", "machine"})


def message_of(blocks: Blocks, subject: str = "", created_at: str = "", heard: str = "") -> Message:
    """`heard`: a transcript, which is a person's words too."""
    parts, aside, at = list[str](), list[tuple[int, int]](), 0
    for kind, start, end in blocks.blocks:
        if kind in LEFT_OUT:
            continue
        text = blocks.text[start:end].strip("\n")
        if kind not in PERSONS:
            aside.append((at, at + len(text)))
        parts.append(text)
        at += len(text) + 1
    if heard:
        parts.append(heard)
    unread = (MIDDLE,) if blocks.unread else ()
    return Message("\n".join(parts), subject, created_at, tuple(aside), unread)
