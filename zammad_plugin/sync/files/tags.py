"""Tags and attributes in a desk's objects by the names that the desk chose (config/taxonomy.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from zammad_plugin.config.renamed import Renamed, for_files, for_server
from zammad_plugin.config.taxonomy import TagNames
from zammad_plugin.sync.model import About, Desired, Kind, Record
from zammad_plugin.sync.server.inverse import listed


def tagged(desired: Iterable[Desired], names: TagNames) -> list[Desired]:
    """Every object as the server gets it."""
    if not names.neutral:
        return list(desired)
    turn = for_server(names)
    return [replace(item, **_turned(item, turn)) for item in desired]


def _turned(item: Desired, turn: Renamed) -> Record:
    if item.kind.name != "attributes":
        return {"fields": _fields(item.kind, item.fields, turn)}
    about: About = {"plain_name": str(item.fields["name"]), **item.about}
    return {"fields": turn.attribute(item.fields), "about": about}


def plain_name(item: Desired) -> str:
    """Of an attribute, whatever the server calls it."""
    return str(item.about.get("plain_name") or item.fields["name"])


def untagged(kind: Kind, row: Record, names: TagNames) -> Record:
    """A row of the server as the files speak of it."""
    return _fields(kind, row, for_files(names))


def tags_in(desired: Iterable[Desired]) -> Iterator[str]:
    """Every tag that the objects name."""
    for item in desired:
        found: list[str] = []

        def keep(tags: str, found: list[str] = found) -> str:
            found.extend(listed(tags))
            return tags

        _fields(item.kind, item.fields, Renamed(keep, str, lambda _, value: value))
        yield from found


def _fields(kind: Kind, fields: Record, turn: Renamed) -> Record:
    if kind.name == "tags":
        return {**fields, "name": turn.tags(str(fields["name"]))}
    if kind.name == "attributes":
        return turn.attribute(fields)
    return {name: turn.inside(value) for name, value in fields.items()}
