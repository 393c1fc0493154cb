"""What the plugin last did to a ticket, kept in the preferences of its own internal note.

There a customer who logs in can't read it (ticket preferences, attributes and tags they can).
It holds codes and ids, never a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

KEY = "zammad_plugin"
VERSION = 1


@dataclass(frozen=True)
class Memory:
    """`article`: the newest customer article that was judged; `fields`: what was written.

    `refused`: names of fields that the server did not take; `kept`: tags of ours that a person
    took away; `drop`: tags of an earlier judgement to take away; `said`: codes of what the notes
    told so far; `same`: keyed hashes of accounts and numbers that the messages name; `reply`:
    key/language of the auto-reply that is to go out.
    """

    article: int
    fields: dict[str, Any]
    tags: list[str]
    ruleset: str
    refused: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    reply: str = ""

    def preferences(self) -> dict[str, Any]:
        known = {name: _listed(value) for name, value in asdict(self).items()}
        return {KEY: {"v": VERSION, **known}}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def recall(articles: Iterable[Mapping[str, Any]]) -> Memory | None:
    """The newest memory, or None. One that can't be read counts as none."""
    for article in sorted(articles, key=lambda one: -int(one["id"])):
        if not article.get("internal"):
            continue  # only our own internal note is believed, never a customer's article
        preferences = article.get("preferences")
        kept = preferences.get(KEY) if isinstance(preferences, Mapping) else None
        if isinstance(kept, Mapping) and kept.get("v") == VERSION:
            return _from(kept)
    return None


def _from(kept: Mapping[str, Any]) -> Memory | None:
    try:
        return Memory(
            int(kept["article"]),
            dict(kept["fields"]),
            [str(tag) for tag in kept["tags"]],
            str(kept.get("ruleset", "")),
            **{name: _words(kept, name) for name in ("refused", "kept", "drop", "said", "same")},
            reply=str(kept.get("reply") or ""),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _words(kept: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(one) for one in kept.get(name) or ())
