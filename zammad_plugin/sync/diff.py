"""Desired × actual × base → the fields that differ. Pure."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zammad_plugin.sync.marks import marked
from zammad_plugin.sync.model import Kind, Record
from zammad_plugin.sync.replies.html import canonical


@dataclass(frozen=True)
class Base:
    """Digests of what we sent last and of what the server made of it, a field each.

    `id` 0: a create was begun, and its answer is not known. `made`: ours, not adopted.
    """

    id: int = 0
    made: bool = True
    sent: Mapping[str, str] = field(default_factory=dict)
    echo: Mapping[str, str] = field(default_factory=dict)


_as_text = json.JSONEncoder(sort_keys=True, default=str).encode  # made once: it costs as much


def digest(value: Any) -> str:
    return hashlib.sha256(_as_text(value).encode()).hexdigest()[:32]


def settled(kind: Kind, name: str, value: Any) -> Any:
    """A list that is a set, in one order: the server answers it in the order of its own."""
    if name not in kind.sets and not name.endswith("_ids"):
        return value
    if isinstance(value, dict):
        return {key: settled(kind, name, one) for key, one in value.items()}
    return sorted(value, key=str) if isinstance(value, list) else value


def base_of(kind: Kind, sent: Record, row: Record, made: bool = True) -> Base:
    """What to remember after a write (or of an equal object that we adopt)."""
    told = {name: digest(settled(kind, name, value)) for name, value in sent.items()}
    echo = {
        # Most texts come back as they were sent. (Of numbers equal is not alike: 1 and true.)
        name: told[name]
        if isinstance(value, str) and value == row.get(name)
        else digest(settled(kind, name, row.get(name)))
        for name, value in sent.items()
    }
    return Base(int(row["id"]), made, told, echo)


def _plain(value: Any) -> Any:
    """An absent text is an empty one; letters with accents have one form."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return "" if value is None else value


def _marked(note: Any) -> Any:
    """Adopted or made: one mark."""
    return marked({"note": note}) or note


def _within(wanted: Any, actual: Any) -> bool:
    """Every key that we set is there; the server's own keys don't count."""
    if not isinstance(wanted, dict) or not isinstance(actual, dict):
        return bool(wanted == actual)
    # What is empty may as well be absent.
    return all((actual.get(name) or None) == (value or None) for name, value in wanted.items())


def same(kind: Kind, name: str, wanted: Any, actual: Any) -> bool:
    """Whether the two values mean the same to a reader of this field."""
    if wanted == actual:
        return True
    if name == "note":
        wanted, actual = _marked(wanted), _marked(actual)
    if name in kind.normal and wanted is not None and actual is not None:
        wanted, actual = kind.normal[name](wanted), kind.normal[name](actual)
    if name in kind.html and isinstance(wanted, str) and isinstance(actual, str):
        return canonical(wanted) == canonical(actual)
    if name in kind.partly:
        return _within(wanted, actual)
    wanted, actual = settled(kind, name, wanted), settled(kind, name, actual)
    return bool(_plain(wanted) == _plain(actual))


def _known(kind: Kind, name: str, wanted: Any, row: Record, base: Base | None) -> bool:
    """The server made this of exactly what we want, and it hasn't changed since."""
    if base is None or base.id != row["id"]:
        return False
    sent, echo = base.sent.get(name), base.echo.get(name)
    same = sent == digest(settled(kind, name, wanted))
    return same and echo == digest(settled(kind, name, row.get(name)))


def _is_the_servers(kind: Kind, name: str, wanted: Any, row: Record, base: Base | None) -> bool:
    """Of what the server changes by itself only a change of the file counts."""
    if name not in kind.once:
        return False
    return base is None or base.id != row["id"] or base.sent.get(name) == digest(wanted)


def differing(kind: Kind, wanted: Record, row: Record, base: Base | None) -> list[str]:
    """Names of the fields to write. Fields that the files don't name are never touched."""
    return [
        name
        for name, value in wanted.items()
        if not (name in kind.newer and name not in row and value == kind.newer[name][1])
        and not _is_the_servers(kind, name, value, row, base)
        and not same(kind, name, value, row.get(name))
        and not _known(kind, name, value, row, base)
    ]


def drifted(kind: Kind, names: list[str], row: Record, base: Base | None) -> list[str]:
    """Those of `names` that somebody changed at the server since our last write."""
    if base is None or base.id != row["id"]:
        return []
    names = [name for name in names if name not in kind.once]
    return [name for name in names if base.echo.get(name, "") not in _digests(kind, name, row)]


def _digests(kind: Kind, name: str, row: Record) -> tuple[str, str]:
    """Of what stands there, also as an older ledger has it: in the server's order."""
    value = row.get(name)
    return digest(settled(kind, name, value)), digest(value)


def meant(
    kind: Kind, names: list[str], wanted: Record, row: Record, base: Base | None
) -> list[str]:
    """Those of `names` that the files changed since our last write."""
    if base is None or base.id != row["id"]:
        return list(names)
    return [name for name in names if base.sent.get(name, "") not in _digests(kind, name, wanted)]


def current(row: Record) -> Record:
    """A row with an attribute's pending options in the place of the old ones."""
    return {**row, "data_option": row["data_option_new"]} if row.get("data_option_new") else row
