"""Every kind of object, in the order in which they need each other: each module of this folder that
has a `KIND` is one, and is found here by itself; so are those of other packages, by their entry
point `zammad_plugin.kinds` (docs/extending.md)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from zammad_plugin.config.extensions import KINDS, loaded
from zammad_plugin.sync.model import Kind

log = logging.getLogger(__name__)


def _found() -> Iterator[Kind]:
    for module in iter_modules(__path__):
        kind = getattr(import_module(f"{__name__}.{module.name}"), "KIND", None)
        if kind is not None:
            yield kind


def _of_others(known: set[str]) -> Iterator[Kind]:
    """One that is none, takes a name of ours or waits for one that is not there is left out."""
    for name, kind in loaded(KINDS):
        if isinstance(kind, Kind) and kind.name not in known and known.issuperset(kind.after):
            known.add(kind.name)
            yield kind
        else:
            log.error("%s %s is no kind of object that can be taken", KINDS, name)


def _every() -> list[Kind]:
    ours = list(_found())
    return [*ours, *_of_others({kind.name for kind in ours})]


def _ordered() -> dict[str, Kind]:
    """By dependency, then by name. Raises ValueError for kinds that wait for each other."""
    left, done = sorted(_every(), key=lambda kind: kind.name), dict[str, Kind]()
    while left:
        ready = next((kind for kind in left if all(name in done for name in kind.after)), None)
        if ready is None:
            raise ValueError(f"kinds wait for each other: {', '.join(one.name for one in left)}")
        done[ready.name] = ready
        left.remove(ready)
    return done


REGISTRY = _ordered()
