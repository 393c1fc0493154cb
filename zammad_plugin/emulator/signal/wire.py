"""JSON as signal-cli 0.13.19 writes it: envelopes of every kind, answers, failures. Pure."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

Json = dict[str, Any]
# A result of a send → the code of the error when nobody got it.
CODES = {"IDENTITY_FAILURE": -4, "RATE_LIMIT_FAILURE": -5}
WORDS = {
    -1: "Failed to send message",
    -4: "Failed to send message due to untrusted identities",
    -5: "Failed to send message due to rate limiting",
}


@dataclass(frozen=True)
class Person:
    """Somebody with a phone. `number` None: hidden, as most people's is."""

    uuid: str
    number: str | None = None
    name: str | None = None

    @classmethod
    def made(cls, n: int, *, hidden: bool = False) -> Person:
        """The n-th invented person, always the same one."""
        number = None if hidden else f"+9617{n:07d}"
        return cls(str(uuid5(NAMESPACE_URL, f"person-{n}")), number, f"Person {n}")

    def hide(self) -> Person:
        return replace(self, number=None)

    @property
    def address(self) -> Json:
        return {"uuid": self.uuid, "number": self.number, "username": None}


@dataclass(frozen=True)
class File:
    """An attachment; its bytes stay with the daemon until somebody asks for `id`."""

    id: str
    content_type: str
    data: bytes = b""
    filename: str | None = None
    caption: str | None = None

    @property
    def wire(self) -> Json:
        return {
            "contentType": self.content_type,
            "filename": self.filename,
            "id": self.id,
            "size": len(self.data),
            "width": None,
            "height": None,
            "caption": self.caption,
            "uploadTimestamp": None,
        }


@dataclass(frozen=True)
class SentFile:
    """A file that the desk sent; `data` is None when it was named by its path."""

    name: str
    content_type: str = ""
    data: bytes | None = None

    @classmethod
    def of(cls, told: str) -> SentFile:
        """A path or a data URI (RFC 2397)."""
        head, comma, data = told.partition(";base64,")
        if not comma:
            return cls(told)
        kind, _, name = head.removeprefix("data:").partition(";filename=")
        return cls(unquote(name), kind, base64.b64decode(data))


def event(account: str, who: Person, timestamp: int, part: Json) -> str:
    envelope = {
        "source": who.number or who.uuid,
        "sourceNumber": who.number,
        "sourceUuid": who.uuid,
        "sourceName": who.name,
        "sourceDevice": 1,
        "timestamp": timestamp,
        "serverReceivedTimestamp": timestamp + 20,
        "serverDeliveredTimestamp": timestamp + 40,
        **part,
    }
    return json.dumps({"envelope": envelope, "account": account}, ensure_ascii=False)


def unreadable(account: str, who: Person, timestamp: int, reason: str) -> str:
    whole = json.loads(event(account, who, timestamp, {}))
    whole["exception"] = {"message": f"{reason} of {who.number}", "type": reason}
    return json.dumps(whole)


def data(timestamp: int, message: str | None = None, **parts: Any) -> Json:
    """A dataMessage. `parts` as on the wire: quote, contacts, sticker, previews, groupInfo …"""
    usual = {
        "timestamp": timestamp,
        "message": message,
        "expiresInSeconds": 0,
        "isExpirationUpdate": False,
        "viewOnce": False,
    }
    return {"dataMessage": {**usual, **parts}}


def edit(timestamp: int, target: int, message: str) -> Json:
    inner = data(timestamp, message)["dataMessage"]
    return {"editMessage": {"targetSentTimestamp": target, "dataMessage": inner}}


def quote(author: Person, timestamp: int, text: str, *kinds: str) -> Json:
    attachments = [{"contentType": kind, "filename": None} for kind in kinds]
    return {
        "id": timestamp,
        "author": author.number or author.uuid,
        "authorNumber": author.number,
        "authorUuid": author.uuid,
        "text": text,
        "attachments": attachments,
    }


def reaction(author: Person, timestamp: int, emoji: str, removed: bool) -> Json:
    return {
        "emoji": emoji,
        "targetAuthor": author.number or author.uuid,
        "targetAuthorNumber": author.number,
        "targetAuthorUuid": author.uuid,
        "targetSentTimestamp": timestamp,
        "isRemove": removed,
    }


def card(given: str, family: str, phone: str) -> Json:
    name = {
        "nickname": None,
        "given": given,
        "family": family,
        "prefix": None,
        "suffix": None,
        "middle": None,
    }
    return {
        "name": name,
        "phone": [{"value": phone, "type": "MOBILE", "label": None}],
        "organization": None,
    }


def call(kind: str, number: int = 1) -> Json:
    """`kind`: offer, answer, busy, hangup."""
    return {"callMessage": {f"{kind}Message": {"id": number, "type": "AUDIO_CALL", "opaque": ""}}}


def receipt(kind: str, when: int, timestamps: list[int]) -> Json:
    """`kind`: delivered, read, viewed."""
    return {
        "receiptMessage": {
            "when": when,
            "isDelivery": kind == "delivered",
            "isRead": kind == "read",
            "isViewed": kind == "viewed",
            "timestamps": timestamps,
        }
    }


def typing(timestamp: int) -> Json:
    return {"typingMessage": {"action": "STARTED", "timestamp": timestamp}}


def story() -> Json:
    return {"storyMessage": {"allowsReplies": True, "textAttachment": {"text": "a story"}}}


def own(timestamp: int, to: Person, message: str) -> Json:
    """What the desk wrote on another device."""
    inner = data(timestamp, message)["dataMessage"]
    sent = {
        "destination": to.number,
        "destinationNumber": to.number,
        "destinationUuid": to.uuid,
        **inner,
    }
    return {"syncMessage": {"sentMessage": sent}}


def sent(to: Person, timestamp: int, kind: str, extra: Json) -> Json:
    """The answer of a send to one person; `kind` SUCCESS or a failure."""
    one = {"recipientAddress": to.address, "type": kind, **extra}
    return {"timestamp": timestamp, "results": [one]}


def error(code: int, message: str, response: Json | None = None) -> Json:
    carried = {"response": response} if response else None
    return {"code": code, "message": message, "data": carried}


def send_error(kind: str, response: Json) -> Json:
    code = CODES.get(kind, -1)
    return error(code, WORDS[code], response)
