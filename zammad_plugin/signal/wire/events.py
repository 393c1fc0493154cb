"""The daemon's JSON → an Event. Pure; raises MalformedEvent and nothing else.

The wire: signal-cli's manual page signal-cli-jsonrpc(5). What a message says is kept even when
a smaller part of it makes no sense: that part is left out, or held if it is a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from zammad_plugin.errors import MalformedEvent
from zammad_plugin.signal.wire import parts
from zammad_plugin.signal.wire.shapes import (
    Call,
    Content,
    Deletion,
    Edit,
    Event,
    GroupMessage,
    Reaction,
    Receipt,
    Story,
    Sync,
    Text,
    TimerChange,
    Typing,
    Unknown,
    Unreadable,
)

Json = dict[str, Any]
LONGEST_KIND = 40  # characters of a key of the wire that is told


def parse(raw: str) -> Event:
    """The event that `raw` tells. Raises MalformedEvent; unknown kinds become Unknown."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise MalformedEvent("an event is cut or no JSON") from None
    envelope = body.get("envelope") if isinstance(body, dict) else None
    failed = body.get("exception") if isinstance(body, dict) else None
    if not isinstance(envelope, dict) and isinstance(failed, dict):
        envelope = {}  # signal-cli could not even open it
    if not isinstance(envelope, dict):
        raise MalformedEvent("an event without an envelope")
    content = _failed(failed) if isinstance(failed, dict) else _content(envelope)
    return _event(parts.text(body.get("account")), envelope, content)


def _event(account: str, envelope: Json, content: Content) -> Event:
    uuid = parts.uuid(envelope.get("sourceUuid"))
    if not uuid and not isinstance(content, (Unreadable, Unknown, Sync)):
        raise MalformedEvent("an event without a sender")
    stamp = parts.time(envelope.get("timestamp"))
    if not stamp and not isinstance(content, Unreadable):
        raise MalformedEvent("an event without a time")
    return Event(
        account=account,
        sender_uuid=uuid,
        sender_number=parts.text(envelope.get("sourceNumber")) or None,
        sender_device=parts.number(envelope.get("sourceDevice")) or 0,
        timestamp=stamp,
        received_at=parts.time(envelope.get("serverDeliveredTimestamp")) or None,
        server_received_at=parts.time(envelope.get("serverReceivedTimestamp")) or None,
        content=content,
    )


def _failed(failed: Json) -> Unreadable:
    return Unreadable(parts.text(failed.get("type"))[:LONGEST_KIND] or "unknown")


def _content(envelope: Json) -> Content:
    for key, read in READERS.items():
        part = envelope.get(key)
        if isinstance(part, dict):
            return read(part)
        if part is not None:
            raise MalformedEvent(f"an event whose {key} is no object")
    return Unknown(_kind_of(envelope))


def _kind_of(part: Json) -> str:
    """The first key with an object that we do not know."""
    unknown = (key for key, value in part.items() if isinstance(value, dict))
    return next(unknown, "empty")[:LONGEST_KIND]


def _data(part: Json) -> Content:
    group = part.get("groupInfo")
    if isinstance(group, dict):
        return GroupMessage(parts.text(group.get("groupId")), group.get("type") != "UPDATE")
    if isinstance(deleted := part.get("remoteDelete"), dict):
        return Deletion(parts.needed(deleted, "timestamp"))
    if isinstance(reaction := part.get("reaction"), dict):
        return _reaction(reaction)
    if part.get("isExpirationUpdate") is True:
        return TimerChange(parts.count(part.get("expiresInSeconds")))
    text = _message(part)
    said = text.text or text.attachments or text.contacts or text.sticker
    return text if said else Unknown(_kind_of(part))


def _edit(part: Json) -> Content:
    data = part.get("dataMessage")
    if not isinstance(data, dict):
        raise MalformedEvent("an edit without a message")
    content = _data(data)
    if isinstance(content, Text):
        return Edit(parts.needed(part, "targetSentTimestamp"), content)
    return content


def _message(part: Json) -> Text:
    message = part.get("message")
    if message is not None and not isinstance(message, str):
        raise MalformedEvent("a message whose text is no text")
    once = part.get("viewOnce") is True
    sticker = part.get("sticker")
    return Text(
        text=parts.text(message),
        attachments=tuple(parts.attachment(one, once) for one in parts.listed(part, "attachments")),
        quote=parts.quote(part.get("quote")),
        contacts=tuple(parts.contact(one) for one in parts.objects(part, "contacts")),
        sticker=parts.sticker(sticker) if isinstance(sticker, dict) else None,
        previews=tuple(parts.preview(one) for one in parts.objects(part, "previews")),
        expires_in=parts.count(part.get("expiresInSeconds")),
        view_once=once,
        answers_story=isinstance(part.get("storyContext"), dict),
    )


def _reaction(part: Json) -> Reaction:
    author = parts.uuid(part.get("targetAuthorUuid")) or parts.text(part.get("targetAuthorNumber"))
    removed = part.get("isRemove") is True
    target = parts.needed(part, "targetSentTimestamp")
    return Reaction(parts.text(part.get("emoji")), author, target, removed)


def _call(part: Json) -> Call:
    for kind in ("offer", "answer", "busy", "hangup"):
        one = part.get(f"{kind}Message")
        if isinstance(one, dict):
            video = one.get("type") == "VIDEO_CALL"
            return Call(kind, str(parts.number(one.get("id")) or ""), video)
    return Call("ice", "")


def _receipt(part: Json) -> Receipt:
    kinds = {"isRead": "read", "isViewed": "viewed"}
    kind = next((word for key, word in kinds.items() if part.get(key) is True), "delivered")
    stamps = (parts.time(one) for one in parts.listed(part, "timestamps"))
    return Receipt(kind, tuple(filter(None, stamps)))


def _typing(part: Json) -> Typing:
    return Typing(part.get("action") == "STARTED")


def _story(_: Json) -> Story:
    return Story()


def _sync(part: Json) -> Sync:
    return Sync(_kind_of(part))


READERS: dict[str, Callable[[Json], Content]] = {
    "dataMessage": _data,
    "editMessage": _edit,
    "storyMessage": _story,
    "syncMessage": _sync,
    "callMessage": _call,
    "receiptMessage": _receipt,
    "typingMessage": _typing,
}
