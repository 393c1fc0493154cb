"""With neutral names: what would show what it means all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zammad_plugin.config.desk import Desk
from zammad_plugin.config.taxonomy import TagNames, without_code
from zammad_plugin.sync.files.tags import plain_name, tags_in
from zammad_plugin.sync.model import Desired
from zammad_plugin.tickets.desk_routing import routing_of


def names_left(desk: Desk | None, desired: Iterable[Desired]) -> list[str]:
    """With neutral names: tags and attributes that would show what they mean all the same."""
    if desk is None:
        return []
    items, names = list(desired), desk.tag_names
    routed = (tag for then in routing_of(desk).thens for tag in then.tags)
    tags = (
        tag
        for tag in without_code([*tags_in(items), *routed], names)
        if tag not in set(names.shown.values())
    )
    return [*tags, *_attributes_left(items, names)]


def groups_shown(desk: Desk | None) -> list[str]:
    """With neutral names: groups that routing moves tickets to, whose names a customer who logs in
    reads all the same, beside the priority."""
    if desk is None or not desk.tag_names.neutral:
        return []
    return sorted({then.group for then in routing_of(desk).thens if then.group})


def _attributes_left(items: list[Desired], names: TagNames) -> Iterator[str]:
    """Names, and values as `NAME: value`."""
    for item in items:
        known = names.fields.of(str(item.fields.get("name")))
        if not names.neutral or item.kind.name != "attributes":
            continue
        if known is None:
            yield plain_name(item)
            continue
        options, coded = item.fields["data_option"].get("options"), set(known.values.values())
        if isinstance(options, dict):
            yield from (f"{known.name}: {value}" for value in options if value not in coded)
