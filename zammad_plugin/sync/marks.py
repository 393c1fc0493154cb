"""The mark in an object's note by which we know it as ours, and of which desk."""

from __future__ import annotations

import re

from zammad_plugin.sync.model import Record

# The desk's name stands in the mark where several desks share one Zammad.
MARKED = re.compile(r"zammad-plugin(?:@(?P<desk>[a-z0-9-]+))?(?P<adopted> adopted)?: (?P<key>.*)")


def marker(key: str, desk: str = "", adopted: bool = False) -> str:
    """The note by which we know an object as ours, of the desk of that name; an adopted one was
    there before us."""
    return f"zammad-plugin{f'@{desk}' if desk else ''}{' adopted' if adopted else ''}: {key}"


def marked(row: Record) -> tuple[str, str] | None:
    """(desk, key) in a row's note; None when no desk's plugin wrote it."""
    found = MARKED.match(str(row.get("note") or ""))
    return (found["desk"] or "", found["key"].strip()) if found else None


def marked_key(row: Record, desk: str) -> str:
    """The key in a row's note; empty when the object isn't of this desk."""
    mark = marked(row)
    return mark[1] if mark and mark[0] == desk else ""


def is_adopted(row: Record) -> bool:
    found = MARKED.match(str(row.get("note") or ""))
    return bool(found and found["adopted"])
