"""Desired × server → the ordered list of changes. Reads only; `apply` alone writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from zammad_plugin.errors import NotFound, NotPermitted
from zammad_plugin.sync.diff import differing, drifted, meant
from zammad_plugin.sync.inventory import Ambiguous, Api, Inventory
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.model import Desired, Kind, Record, Ref, marked_key, refs_in, resolve

Action = Literal["create", "update", "migrate", "drift", "conflict", "blocked", "orphan"]
WRITES = ("create", "update", "migrate")
PENDING = ("to_create", "to_migrate", "to_config")


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


@dataclass
class Plan:
    """`unchanged`: equal objects with their row, remembered as ours by `apply`."""

    changes: list[Change]
    unchanged: list[tuple[Desired, Record]]
    inventory: Inventory
    problems: list[str] = field(default_factory=list)

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


class _Planner:
    def __init__(
        self,
        desired: list[Desired],
        inventory: Inventory,
        ledger: Ledger,
        adopt: bool,
        overwrite: bool,
    ) -> None:
        self.desired, self.inventory, self.ledger = desired, inventory, ledger
        self.adopt, self.overwrite = adopt, overwrite
        self.unchanged: list[tuple[Desired, Record]] = []
        self.matched: set[tuple[str, int]] = set()  # rows that a file stands for
        self.coming = {
            (item.kind.resource, str(item.fields["name"]).casefold()) for item in desired
        }

    def change(self, item: Desired) -> Change | None:
        if item.held:
            self._hold(item)
            return None
        missing = self._missing(item)
        if missing:
            why = f"no '{missing.name}' among {missing.resource}"
            return Change("blocked", item.address, why=why, item=item)
        wanted = resolve(item.fields, self.inventory.lookup(lambda ref: ref))
        base = self.ledger.get(item.address)
        try:
            row = self.inventory.find(item, base.id if base else 0)
        except Ambiguous as error:
            why = f"{error.what}; {error.hint}"
            return Change("blocked", item.address, why=why, item=item)
        if row is None:
            return Change("create", item.address, {}, wanted, item=item)
        return self._existing(item, wanted, current(row))

    def _missing(self, item: Desired) -> Ref | None:
        """The first name that neither the server nor the files know."""
        for ref in refs_in(item.fields):
            ours = (ref.resource, ref.name.casefold()) in self.coming
            if not ours and self.inventory.id_of(ref) is None:
                return ref
        return None

    def _ours(self, item: Desired, row: Record) -> bool:
        base = self.ledger.get(item.address)
        prefix = item.kind.our_prefix
        return bool(
            self.adopt
            or marked_key(row)
            or (prefix and str(row["name"]).startswith(prefix))
            or (base and base.id == row["id"])
        )

    def _existing(self, item: Desired, wanted: Record, row: Record) -> Change | None:
        base = self.ledger.get(item.address)
        self.matched.add((item.kind.resource, row["id"]))
        names = differing(item.kind, wanted, row, base)
        ours = self._ours(item, row)
        if "note" in names and not self.adopt and not marked_key(row):
            names.remove("note")  # a person's note stays; equal otherwise: adopted silently
        if not names:
            return self._equal(item, row)
        before = {name: row.get(name) for name in names}
        after = {name: wanted[name] for name in names}
        if not ours:
            why = "somebody else's object has this name; --adopt takes it over"
            return Change("conflict", item.address, before, after, why, item, row["id"])
        drift = tuple(drifted(names, row, base))
        action, why = self._three_way(drift, meant(names, wanted, row, base))
        return Change(action, item.address, before, after, why, item, row["id"], drift)

    def _three_way(self, drift: tuple[str, ...], changed: list[str]) -> tuple[Action, str]:
        """Files × server since our last write. A colleague's work is never lost unasked."""
        if not drift or self.overwrite:
            return "update", ""
        if changed:
            return "conflict", "changed here and in Zammad; --overwrite takes what the files say"
        return "drift", "changed in Zammad; put it into the file, or --overwrite undoes it"

    def _hold(self, item: Desired) -> None:
        """What an earlier apply wrote stays as it is."""
        base = self.ledger.get(item.address)
        try:
            row = self.inventory.find(item, base.id if base else 0)
        except Ambiguous:
            return
        if row:
            self.matched.add((item.kind.resource, row["id"]))

    def _equal(self, item: Desired, row: Record) -> Change | None:
        self.unchanged.append((item, row))
        if any(row.get(name) for name in PENDING):
            why = "saved, but not yet in the database"
            return Change("migrate", item.address, why=why, item=item, id=row["id"])
        return None

    def orphans(self, resources: set[str]) -> Iterator[Change]:
        """Objects of ours that no file stands for. Told, and removed by `prune` alone."""
        why = "no file stands for it; zammad-plugin prune removes it"
        for kind in REGISTRY.values():
            if kind.resource in resources:
                for address, row in self._without_file(kind):
                    yield Change("orphan", address, why=why, id=row["id"])

    def _without_file(self, kind: Kind) -> Iterator[tuple[str, Record]]:
        """By the marker in the note; where there is no note, by what the ledger remembers."""
        known = {item.address for item in self.desired}
        ids = {
            base.id: address
            for address in self.ledger.addresses()
            if address.startswith(f"{kind.name}/") and address not in known
            if (base := self.ledger.get(address))
        }
        for row in self.inventory.rows(kind.resource):
            if (kind.resource, row["id"]) in self.matched:
                continue
            if kind.has_note and marked_key(row):
                yield f"{kind.name}/{marked_key(row)}", row
            elif not kind.has_note and row["id"] in ids:
                yield ids[row["id"]], row


def current(row: Record) -> Record:
    """A row with an attribute's pending options in the place of the old ones."""
    return {**row, "data_option": row["data_option_new"]} if row.get("data_option_new") else row


def make_plan(
    source_desired: list[Desired],
    client: Api,
    base: Ledger,
    adopt: bool = False,
    overwrite: bool = False,
) -> Plan:
    """What `apply` would do. A kind that may not be read is a problem, the others go on.

    `adopt` takes over objects of the same name, `overwrite` undoes what was changed in Zammad.
    """
    claimed = {(item.kind.resource, item.key) for item in source_desired}
    planner = _Planner(source_desired, Inventory(client, claimed), base, adopt, overwrite)
    changes: list[Change] = []
    problems: dict[str, str] = {}
    for item in source_desired:
        if item.kind.name in problems:
            continue
        try:
            change = planner.change(item)
        except NotPermitted as error:
            problems[item.kind.name] = f"{item.kind.name}: {error.what}"
            continue
        except NotFound:
            kind = item.kind
            problems[kind.name] = f"{kind.name}: this Zammad has none (since {kind.since})"
            continue
        if change:
            changes.append(change)
    kinds = {item.kind.name: item.kind for item in source_desired} | _remembered(base)
    read = {kind.resource for kind in kinds.values() if kind.name not in problems}
    changes.extend(planner.orphans(read))
    return Plan(changes, planner.unchanged, planner.inventory, list(problems.values()))


def _remembered(base: Ledger) -> dict[str, Kind]:
    """Kinds of what we wrote once, though no file of them is left."""
    names = {address.partition("/")[0] for address in base.addresses()}
    return {name: REGISTRY[name] for name in names if name in REGISTRY}
