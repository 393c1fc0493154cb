"""Smaller parts of an event, read leniently: what makes no sense is left out, files are held."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from zammad_plugin.errors import MalformedEvent
from zammad_plugin.signal.wire.shapes import Attachment, Contact, Preview, Quote, Sticker

Json = dict[str, Any]
LATEST = 2**63 - 1  # what SQLite keeps
# What pictures and videos are called, beyond what Python knows of them on every machine.
PICTURES = {"heic", "heif", "webp", "avif", "jxl", "webm", "mkv", "3gp", "3g2", "m4v", "flv", "wmv"}
_types = mimetypes.MimeTypes().types_map[True]


def attachment(one: Any, once: bool) -> Attachment:
    part: Json = one if isinstance(one, dict) else {}
    kind = text(part.get("contentType")).split(";")[0].strip().lower()
    filename = text(part.get("filename")) or None
    return Attachment(
        id=text(part.get("id")),
        content_type=kind,
        filename=filename,
        size=count(part.get("size")) or None,
        caption=text(part.get("caption")) or None,
        voice=kind.startswith("audio/") or kind == "application/ogg",
        held=once or "/" not in kind or _pictured(kind) or _named(filename or ""),
    )


def _pictured(kind: str) -> bool:
    return kind.startswith(("image/", "video/"))


def _named(filename: str) -> bool:
    ending = PurePosixPath(filename).suffix.lower()
    return ending.removeprefix(".") in PICTURES or _pictured(_types.get(ending, ""))


def quote(part: Any) -> Quote | None:
    if not isinstance(part, dict) or not time(part.get("id")):
        return None
    kinds = (text(one.get("contentType")) for one in objects(part, "attachments"))
    author = uuid(part.get("authorUuid")) or text(part.get("authorNumber"))
    return Quote(time(part.get("id")), author, text(part.get("text")), tuple(kinds))


def contact(part: Json) -> Contact:
    name = part.get("name")
    names = name if isinstance(name, dict) else {}
    keys = ("prefix", "given", "middle", "family", "suffix")
    full = " ".join(filter(None, (text(names.get(key)) for key in keys)))
    phones = (text(one.get("value")) for one in objects(part, "phone"))
    emails = (text(one.get("value")) for one in objects(part, "email"))
    return Contact(
        name=full or text(names.get("nickname")),
        phones=tuple(filter(None, phones)),
        emails=tuple(filter(None, emails)),
        organization=text(part.get("organization")) or None,
    )


def sticker(part: Json) -> Sticker:
    return Sticker(text(part.get("packId")), count(part.get("stickerId")))


def preview(part: Json) -> Preview:
    return Preview(text(part.get("url")), text(part.get("title")), text(part.get("description")))


def text(value: Any) -> str:
    """A string that SQLite, JSON and PostgreSQL take: no NUL, no half of a pair."""
    if not isinstance(value, str):
        return ""
    whole = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


def number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def count(value: Any) -> int:
    """0 for what is no number of things."""
    found = number(value)
    return found if found is not None and 0 <= found <= LATEST else 0


def time(value: Any) -> int:
    return count(value)


def needed(part: Json, key: str) -> int:
    """A time. Raises MalformedEvent."""
    stamp = time(part.get(key))
    if not stamp:
        raise MalformedEvent(f"an event without {key}")
    return stamp


def uuid(value: Any) -> str:
    """In its usual form; "" for none."""
    try:
        return str(UUID(value)) if isinstance(value, str) else ""
    except ValueError:
        return ""


def listed(part: Json, key: str) -> Iterator[Any]:
    value = part.get(key)
    return iter(value) if isinstance(value, list) else iter(())


def objects(part: Json, key: str) -> Iterator[Json]:
    return (one for one in listed(part, key) if isinstance(one, dict))
