"""Tags in a desk's objects by the names that the desk chose (config/taxonomy.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from zammad_plugin.config.taxonomy import TagNames
from zammad_plugin.sync.model import Desired, Kind, Record

FIELDS = {"ticket.tags", "x-zammad-ticket-tags"}  # conditions and actions; a mail filter's action
Lists = Callable[[str], str]  # `a,b` → `c,d`


def tagged(desired: Iterable[Desired], names: TagNames) -> list[Desired]:
    """Every object as the server gets it."""
    if not names.neutral:
        return list(desired)
    return [
        replace(item, fields=_fields(item.kind, item.fields, names.show_list)) for item in desired
    ]


def untagged(kind: Kind, row: Record, names: TagNames) -> Record:
    """A row of the server as the files speak of it."""
    return _fields(kind, row, names.read_list)


def tags_in(desired: Iterable[Desired]) -> Iterator[str]:
    """Every tag that the objects name."""
    for item in desired:
        found: list[str] = []

        def keep(tags: str, found: list[str] = found) -> str:
            found.extend(one.strip() for one in tags.split(","))
            return tags

        _fields(item.kind, item.fields, keep)
        yield from found


def _fields(kind: Kind, fields: Record, lists: Lists) -> Record:
    if kind.name == "tags":
        return {**fields, "name": lists(str(fields["name"]))}
    return {name: _inside(value, lists) for name, value in fields.items()}


def _inside(value: Any, lists: Lists) -> Any:
    if isinstance(value, list):
        return [_inside(one, lists) for one in value]
    if not isinstance(value, dict):
        return value
    made = {
        name: _test(one, lists) if name in FIELDS else _inside(one, lists)
        for name, one in value.items()
    }
    # A test in a tree carries its own name.
    return _test(made, lists) if value.get("name") in FIELDS else made


def _test(test: Any, lists: Lists) -> Any:
    if isinstance(test, dict) and isinstance(test.get("value"), str):
        return {**test, "value": lists(test["value"])}
    return test
