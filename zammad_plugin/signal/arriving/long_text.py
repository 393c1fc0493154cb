"""Texts over 2,000 bytes: phones send the whole as a file; signal-cli before 0.14 gives both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from zammad_plugin.signal.wire.shapes import Attachment, Content, Edit, Text

HEAD = 200  # characters that the whole and the cut text have in common


def whole(content: Content, fetch: Callable[[Attachment], bytes | None]) -> Content:
    """The content with its whole text. `fetch` may give None, and raise.

    Where the file can't be had, or begins otherwise than the text, it stays a file: nothing of
    it is hidden.
    """
    if isinstance(content, Edit):
        return replace(content, text=_text(content.text, fetch))
    return _text(content, fetch) if isinstance(content, Text) else content


def _text(text: Text, fetch: Callable[[Attachment], bytes | None]) -> Text:
    long = next((one for one in text.attachments if one.is_long_text and not one.held), None)
    data = fetch(long) if long else None
    if long is None or data is None:
        return text
    found = data.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
    if not found.startswith(text.text[:HEAD]):
        return text
    others = tuple(one for one in text.attachments if one is not long)
    longer = found if len(found) > len(text.text) else text.text
    return replace(text, text=longer, attachments=others)
