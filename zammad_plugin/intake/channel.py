"""Which channel an article came by, told from its type's name and preferences, never from an id.

Bridges bring types of their own (CDR Link: `cdr_signal`, `cdr_whatsapp`, `cdr_voice`), and a
bridge that can't add types leaves its mark in the article's preferences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


def _named(words: str) -> str | None:
    low = words.casefold()
    return next((channel for part, channel in NAMES if part in low), None)


def channel_of(article: Mapping[str, Any]) -> str:
    """`signal`, `whatsapp`, `email`, `web`, `phone`, `sms`, … or `other`."""
    by_type = _named(str(article.get("type") or ""))
    if by_type:
        return by_type
    preferences = article.get("preferences")
    keys = " ".join(preferences) if isinstance(preferences, Mapping) else ""
    return _named(keys) or "other"


def is_voice(article: Mapping[str, Any]) -> bool:
    """A voice message, by MIME type or file name; the file itself is never opened."""
    return any(_is_audio(one) for one in article.get("attachments") or [])


def _is_audio(attachment: Mapping[str, Any]) -> bool:
    preferences = attachment.get("preferences") or {}
    mime = next((str(v) for k, v in preferences.items() if k.lower() in MIME_KEYS), "")
    name = str(attachment.get("filename") or "").lower()
    return mime.startswith("audio/") or name.endswith(AUDIO_ENDINGS)


MIME_KEYS = {"content-type", "mime-type"}  # Zammad uses both, by channel
AUDIO_ENDINGS = (".ogg", ".oga", ".opus", ".aac", ".m4a", ".mp3", ".amr", ".wav")


def is_auto(article: Mapping[str, Any]) -> bool:
    """An automatic mail (out of office, bounce, list): Zammad marks it by the mail's headers.

    Only Zammad's own mark counts: words of a text could be a child's.
    """
    preferences = article.get("preferences")
    return isinstance(preferences, Mapping) and preferences.get("is-auto-response") is True
