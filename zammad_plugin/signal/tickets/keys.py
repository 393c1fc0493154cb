"""Which message of whom an article of ours is."""

from __future__ import annotations

from collections.abc import Mapping

from zammad_plugin.zammad.marks import SIGNAL
from zammad_plugin.zammad.rows import Article


def key_of(article: Article) -> str:
    """The key that an article of ours carries; empty on others."""
    preferences = article.get("preferences")
    mark = preferences.get(SIGNAL) if isinstance(preferences, Mapping) else None
    key = mark.get("key") if isinstance(mark, Mapping) else None
    return str(key or "")


def author_of(article: Article) -> str:
    """The person whose message an article of ours is; empty on others."""
    parts = key_of(article).split(":")
    return parts[1] if len(parts) > 2 and parts[0] == "signal" else ""
