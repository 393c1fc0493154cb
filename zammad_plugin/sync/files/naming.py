"""Under which name an object of the server comes into a file."""

from __future__ import annotations

import re

from zammad_plugin.config.writing import safe_part
from zammad_plugin.sync.marks import marked_key
from zammad_plugin.sync.model import Kind, Record

LONGEST = 80  # letters of a file's name


def identity(kind: Kind, row: Record) -> tuple[str, ...]:
    return (kind.name, *(str(row.get(name, "")).casefold() for name in kind.same_object))


def key_in(row: Record, desk: str) -> str:
    """The key in its note, which anybody may have written there; empty for one that no file of a
    desk has: such as a path that leads elsewhere."""
    key = marked_key(row, desk)
    return key if all(map(safe_part, key.split("/"))) and key.count("/") < 3 else ""


def slug(name: str, id: int) -> str:
    """A file's name; one that is not written in Latin letters goes by its id, a very long one by
    its beginning and its id."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return (slug if len(slug) <= LONGEST else f"{slug[:LONGEST]}-{id}") or f"object-{id}"
