"""Which channel an article came by, told from its type's name and preferences, never from an id.

Bridges bring types of their own (CDR Link: `cdr_signal`, `cdr_whatsapp`, `cdr_voice`), and a
bridge that can't add types leaves its mark in the article's preferences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from zammad_plugin.zammad.marks import SIGNAL
from zammad_plugin.zammad.rows import Article, Attachment
from zammad_plugin.zammad.times import read_time

# Order matters: "whatsapp message" and "cdr_whatsapp" before the plain words.
NAMES = (
    ("signal", "signal"),
    ("whatsapp", "whatsapp"),
    ("cdr_voice", "phone"),
    ("telegram", "telegram"),
    ("email", "email"),
    ("sms", "sms"),
    ("phone", "phone"),
    ("web", "web"),
    ("chat", "chat"),
    ("facebook", "facebook"),
    ("twitter", "twitter"),
)

MESSENGERS = {"signal", "whatsapp", "telegram", "sms", "facebook", "twitter"}


def _named(words: str) -> str | None:
    low = words.casefold()
    return next((channel for part, channel in NAMES if part in low), None)


def channel_of(article: Article) -> str:
    """`signal`, `whatsapp`, `email`, `web`, `phone`, `sms`, … or `other`."""
    by_type = _named(str(article.get("type") or ""))
    if by_type:
        return by_type
    preferences = article.get("preferences")
    keys = " ".join(preferences) if isinstance(preferences, Mapping) else ""
    return _named(keys) or "other"


def other_bridge(kind: object) -> bool:
    """Whether an article's type is one that a messenger's own bridge or channel made: its tickets
    are left to it. Ours are plain notes."""
    name = str(kind or "")
    return _named(name) in MESSENGERS or name.casefold().startswith("cdr_")


def is_voice(article: Article) -> bool:
    """A voice message, by MIME type or file name; the file itself is never opened."""
    return any(is_audio(one) for one in article.get("attachments") or [])


def is_audio(attachment: Attachment) -> bool:
    name = str(attachment.get("filename") or "").lower()
    return mime(attachment).startswith("audio/") or name.endswith(AUDIO_ENDINGS)


MIME_KEYS = {"content-type", "mime-type"}  # Zammad uses both, by channel
AUDIO_ENDINGS = (".ogg", ".oga", ".opus", ".aac", ".m4a", ".mp3", ".amr", ".wav")


def is_auto(article: Article) -> bool:
    """An automatic mail (out of office, bounce, list, loop): Zammad reads the mail's headers
    (Auto-Submitted, Precedence, List-Unsubscribe, X-Loop, …) and marks the article.

    Only that mark and a mail server's own address count: words of a text could be a child's.
    """
    preferences = article.get("preferences")
    marks = preferences if isinstance(preferences, Mapping) else {}
    if marks.get("is-auto-response") is True or marks.get("send-auto-response") is False:
        return True
    return bool(MAILER.search(str(article.get("from") or "")))


MAILER = re.compile(r"(^|[<\s\"'])(mailer-daemon|postmaster|bounces?)(\+[^@]*)?@", re.I)
PICTURES = ("image/", "video/")
PICTURE_ENDINGS = (
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".heic",
    ".heif",
    ".bmp",
    ".tif",
    ".tiff",
    ".svg",
    ".mp4",
    ".mov",
    ".3gp",
    ".avi",
    ".mkv",
    ".webm",
    ".m4v",
)
MEDIA = {"image", "audio", "video", "document", "sticker"}  # WhatsApp's types with a file
WINDOW = timedelta(hours=24)  # after a customer's message; then only the customer may write
LATE = timedelta(minutes=5)  # a file that has not come by then is not waited for


def mime(attachment: Attachment) -> str:
    preferences = attachment.get("preferences") or {}
    return next((str(v) for k, v in preferences.items() if k.lower() in MIME_KEYS), "").lower()


def pictures_in(article: Article) -> int:
    """How many images and videos came with it, by type and name; none is ever opened.

    A bridge that holds them back says in the article's preferences how many there were.
    """
    return held_in(article) + sum(map(is_picture, article.get("attachments") or []))


def is_picture(attachment: Attachment) -> bool:
    name = str(attachment.get("filename") or "").lower()
    return mime(attachment).startswith(PICTURES) or name.endswith(PICTURE_ENDINGS)


def held_in(article: Article) -> int:
    preferences = article.get("preferences")
    mark = preferences.get(SIGNAL) if isinstance(preferences, Mapping) else None
    held = mark.get("held") if isinstance(mark, Mapping) else None
    return held if isinstance(held, int) and held > 0 else 0


def _whatsapp(article: Article) -> Mapping[str, Any]:
    preferences = article.get("preferences")
    mark = preferences.get("whatsapp") if isinstance(preferences, Mapping) else None
    return mark if isinstance(mark, Mapping) else {}


def file_is_coming(article: Article, now: datetime) -> bool:
    """WhatsApp's articles are there before their file is: seen too early, a voice message looks
    like an empty text."""
    if _whatsapp(article).get("type") not in MEDIA or article.get("attachments"):
        return False
    created = read_time(article.get("created_at"))
    failed = _whatsapp(article).get("media_error") is True
    return not failed and created is not None and now - created < LATE


def window_ends(articles: Sequence[Article]) -> datetime | None:
    """Until when WhatsApp lets the desk answer; None on other channels."""
    theirs = [one for one in articles if _named(str(one.get("type") or "")) == "whatsapp"]
    times = [created for one in theirs if (created := read_time(one.get("created_at")))]
    return max(times) + WINDOW if times else None
