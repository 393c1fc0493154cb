"""What other packages add: entry points `zammad_plugin.kinds` and `zammad_plugin.signals`."""

from __future__ import annotations

import logging
from importlib.metadata import EntryPoint, entry_points
from typing import Literal

Group = Literal["zammad_plugin.kinds", "zammad_plugin.signals"]
KINDS: Group = "zammad_plugin.kinds"
SIGNALS: Group = "zammad_plugin.signals"

log = logging.getLogger(__name__)


def points(group: Group) -> list[EntryPoint]:
    """In the order of their names; of two of one name the first that is found."""
    found: dict[str, EntryPoint] = {}
    for one in entry_points(group=group):
        found.setdefault(one.name, one)
    return [found[name] for name in sorted(found)]


def version_of(point: EntryPoint) -> str:
    """`NAME VERSION` of the package that brings it."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else ""


def loaded(group: Group) -> list[tuple[str, object]]:
    """(name, what it stands for). One that can't be imported is logged and left out: nothing that
    somebody installed beside the plugin stops it."""
    found: list[tuple[str, object]] = []
    for point in points(group):
        try:
            found.append((point.name, point.load()))
        except Exception as error:
            log.error("%s %s can't be loaded: %s", group, point.name, type(error).__name__)
    return found
