"""A plan: the ordered list of changes, and what stays as it is."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Literal

from zammad_plugin.errors import PluginError
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.model import Desired, Record
from zammad_plugin.sync.server.inventory import Inventory

Action = Literal["create", "update", "adopt", "migrate", "drift", "conflict", "blocked", "orphan"]
WRITES = ("create", "update", "adopt", "migrate")


@dataclass(frozen=True)
class Change:
    """One object that is not as the files want it; `before`/`after` hold what differs."""

    action: Action
    address: str
    before: Record = field(default_factory=dict)
    after: Record = field(default_factory=dict)
    why: str = ""
    item: Desired | None = None
    id: int = 0
    drift: tuple[str, ...] = ()


def _is_named(address: str, patterns: Iterable[str]) -> bool:
    return any(
        address.partition("/")[0] == one
        or fnmatchcase(address, one)
        or address.startswith(one.rstrip("/") + "/")
        for one in patterns
    )


@dataclass
class Plan:
    """`unchanged`: equal objects with their row, remembered as ours by `apply`.

    `left_out`: address or kind → why this server can't have it; `unmanaged`: kind → how many
    objects nobody's file stands for.
    """

    changes: list[Change]
    unchanged: list[tuple[Desired, Record]]
    inventory: Inventory
    problems: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    unmanaged: dict[str, int] = field(default_factory=dict)

    def only(self, patterns: Collection[str]) -> Plan:
        """Of the changes those that one of `patterns` names: a kind, an address, `macros/in-*`.
        All of them when there is none."""
        if not patterns:
            return self
        self._refuse_unknown(patterns)
        wanted = [one for one in self.changes if _is_named(one.address, patterns)]
        return replace(self, changes=wanted)

    def _refuse_unknown(self, patterns: Iterable[str]) -> None:
        """Raises PluginError for what names nothing: `0 to write` would look like done."""
        known = {one.address for one in self.changes} | {*self.left_out}
        known |= {item.address for item, _ in self.unchanged}
        for one in patterns:
            if one not in REGISTRY and not any(_is_named(name, [one]) for name in known):
                near = difflib.get_close_matches(one, sorted({*known, *REGISTRY}), n=1)
                meant = f", did you mean '{near[0]}'?" if near else ""
                what = f"--only: no kind and no object '{one}'{meant}"
                raise PluginError(what, hint="zammad-plugin plan names them")

    @property
    def writes(self) -> list[Change]:
        return [change for change in self.changes if change.action in WRITES]

    @property
    def refused(self) -> list[Change]:
        return [change for change in self.changes if change.action in ("conflict", "blocked")]

    @property
    def drifted(self) -> list[Change]:
        """Changed in Zammad only: left as they are, and told."""
        return [change for change in self.changes if change.action == "drift"]

    @property
    def orphans(self) -> list[Change]:
        return [change for change in self.changes if change.action == "orphan"]
