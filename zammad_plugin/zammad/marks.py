"""Keys of ours in the preferences of articles: what is ours is known again by them; the note with
them.

A customer reads the preferences of public articles, and may write some into articles of his or her
own: a mark there says nothing of what we concluded, and on a customer's article it is not ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zammad_plugin.zammad.client import Record

RELEASED = "zammad_plugin_released"  # id of the newest article that two persons released
REPLY = "zammad_plugin_reply"  # first words that triage sends
TURN = "zammad_plugin_turn"  # id of the note whose answer its writer is about to send
SIGNAL = "zammad_plugin_signal"  # everything that the Signal bridge writes


def marked(article: Mapping[str, Any], key: str) -> Any:
    """What stands under a key of ours; None on an article without it, and on a customer's."""
    preferences = article.get("preferences")
    if article.get("sender") == "Customer" or not isinstance(preferences, Mapping):
        return None
    return preferences.get(key)


def internal_note(body: str, marks: Mapping[str, Any] | None = None, plain: bool = False) -> Record:
    """An article that agents see and no customer. Without a subject: it would stand in the place of
    the ticket's title wherever Zammad tells what happened. `plain`: the body is no HTML."""
    return {
        "body": body,
        "content_type": "text/plain" if plain else "text/html",
        "type": "note",
        "internal": True,
        **({"preferences": dict(marks)} if marks else {}),
    }
