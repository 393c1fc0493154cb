"""Rows of the server that travel far, by the keys that we read. Every key may be missing: what a
bridge or an old version leaves out is no error. Tickets stay plain records: their attributes have
names that a desk chooses.
"""

from __future__ import annotations

from typing import Any, TypedDict


class Attachment(TypedDict, total=False):
    """A file of an article, by what is told of it; its content is asked for apart."""

    id: int
    filename: str
    size: str | int  # bytes; versions differ in the type
    preferences: dict[str, Any]


# `from` is a word of Python's. `created_at`: as `times.read_time` reads it; `preferences`: marks of
# Zammad's own, of bridges and of ours.
Article = TypedDict(
    "Article",
    {
        "id": int,
        "ticket_id": int,
        "type": str,
        "sender": str,
        "internal": bool,
        "from": str,
        "subject": str,
        "body": str,
        "content_type": str,
        "preferences": dict[str, Any],
        "attachments": list[Attachment],
        "created_at": str,
        "created_by_id": int,
    },
    total=False,
)


class Event(TypedDict, total=False):
    """A line of a ticket's history; tags, attributes and values by their plain names."""

    id: int
    type: str  # added, created, removed, updated …
    attribute: str
    value_from: str
    value_to: str
    created_at: str
    created_by_id: int
