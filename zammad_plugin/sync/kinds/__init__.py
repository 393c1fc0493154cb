"""Every kind of object, in the order in which they need each other: each module of this folder that
has a `KIND` is one, and is found here by itself."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from zammad_plugin.sync.model import Kind


def _found() -> Iterator[Kind]:
    for module in iter_modules(__path__):
        kind = getattr(import_module(f"{__name__}.{module.name}"), "KIND", None)
        if kind is not None:
            yield kind


def _ordered() -> dict[str, Kind]:
    """By dependency, then by name. Raises ValueError for kinds that wait for each other."""
    left, done = sorted(_found(), key=lambda kind: kind.name), dict[str, Kind]()
    while left:
        ready = next((kind for kind in left if all(name in done for name in kind.after)), None)
        if ready is None:
            raise ValueError(f"kinds wait for each other: {', '.join(one.name for one in left)}")
        done[ready.name] = ready
        left.remove(ready)
    return done


REGISTRY = _ordered()
