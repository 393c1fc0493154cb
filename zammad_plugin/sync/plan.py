"""Desired × server → the ordered list of changes. Reads only; `apply` alone writes."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.errors import NotFound, NotPermitted
from zammad_plugin.sync.changes import Action, Change, Plan
from zammad_plugin.sync.diff import current, differing, drifted, meant
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.marks import marked, marked_key, marker
from zammad_plugin.sync.model import Desired, Kind, Record
from zammad_plugin.sync.needs import Needs
from zammad_plugin.sync.refs import named_keys, resolve
from zammad_plugin.sync.server.inventory import Ambiguous, Api, Inventory
from zammad_plugin.sync.server.rest import Rest
from zammad_plugin.sync.server.versions import OLDEST, Unsupported, fitted, words

PENDING = ("to_create", "to_migrate", "to_config")


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
        self.problems: dict[str, str] = {}
        self.left_out: dict[str, str] = {}
        self.needs = Needs(desired, inventory, ledger, self.problems)

    def changes(self) -> Iterator[Change]:
        """A kind that may not be read is a problem, one that isn't there left out."""
        for item in self.desired:
            kind = item.kind
            if kind.name in self.problems or kind.name in self.left_out:
                continue
            try:
                change = self.change(item)
            except NotPermitted as error:
                self._refused(kind, error)
                continue
            except NotFound as error:
                self._not_there(kind, error)
                continue
            if change:
                yield change

    def _refused(self, kind: Kind, error: NotPermitted) -> None:
        """An older server may refuse before it looks whether it has such a thing."""
        if kind.since > OLDEST and kind.since > self.inventory.version():
            self._not_there(kind, NotFound(error.what))
        else:
            self.problems[kind.name] = f"{kind.name}: {error.what}"

    def _not_there(self, kind: Kind, error: NotFound) -> None:
        """What every Zammad has and this one hasn't: then it is no Zammad's URL."""
        if kind.since > OLDEST:
            self.left_out[kind.name] = f"this Zammad has none (since {words(kind.since)})"
        else:
            self.problems[kind.name] = f"{kind.name}: {error.what}"

    def change(self, item: Desired) -> Change | None:
        if item.held:
            self._hold(item)
            return None
        if why := self.needs.unmet(item):
            self._hold(item)  # what is there is ours all the same: no orphan
            return Change("blocked", item.address, why=why, item=item)
        wanted = named_keys(resolve(item.fields, self.inventory.lookup(lambda ref: ref)))
        try:
            return self._compared(item, wanted)
        except Ambiguous as error:
            why = f"{error.what}; {error.hint}"
        except Unsupported as error:
            why = str(error)
        return Change("blocked", item.address, why=why, item=item)

    def _compared(self, item: Desired, wanted: Record) -> Change | None:
        base = self.ledger.get(item.address)
        row = self.inventory.find(item, base.id if base else 0)
        if row is None:
            return self._new(item, wanted)
        return self._existing(item, wanted, current(row))

    def _new(self, item: Desired, wanted: Record) -> Change | None:
        reserved = item.kind.reserved
        if reserved and reserved(self.inventory.get, wanted):
            self.left_out[item.address] = "Zammad has this word itself"
            return None
        after = fitted(item.kind, wanted, self.inventory.version)
        return Change("create", item.address, {}, after, item=item)

    def _ours(self, item: Desired, row: Record) -> bool:
        """By the mark, the prefix, the ledger, or a create of ours whose answer was lost. What
        another desk has marked is that desk's, also where both want the same."""
        mark, base = marked(row), self.ledger.get(item.address)
        if mark and mark[0] != self.ledger.desk:
            return False
        prefix = item.kind.our_prefix
        return bool(
            mark
            or (prefix and str(row["name"]).startswith(prefix))
            or (base and base.id in (0, row["id"]))
        )

    def _existing(self, item: Desired, wanted: Record, row: Record) -> Change | None:
        base = self.ledger.get(item.address)
        self.matched.add((item.kind.resource, row["id"]))
        names = differing(item.kind, wanted, row, base)
        ours = self._ours(item, row)
        if "note" in names and not self.adopt and not marked_key(row, self.ledger.desk):
            names.remove("note")  # a person's note stays; equal otherwise: adopted silently
        if not names:
            return self._equal(item, row)
        sent = fitted(item.kind, {name: wanted[name] for name in names}, self.inventory.version)
        before = {name: row.get(name) for name in sent}
        if not ours:
            return self._somebody_elses(item, before, sent, row)
        drift = tuple(drifted(item.kind, names, row, base))
        action, why = self._three_way(drift, meant(item.kind, names, wanted, row, base))
        return Change(action, item.address, before, sent, why, item, row["id"], drift)

    def _somebody_elses(self, item: Desired, before: Record, sent: Record, row: Record) -> Change:
        if self.adopt:
            if "note" in sent:
                sent["note"] = marker(item.key, self.ledger.desk, adopted=True)
            why = "somebody else's until now"
            return Change("adopt", item.address, before, sent, why, item, row["id"])
        mark = marked(row)
        desk = f"the desk '{mark[0]}'" if mark and mark[0] else "the desk without a name"
        what = f"an object of {desk}" if mark else "somebody else's object"
        why = f"{what} has this name; --adopt takes it over"
        return Change("conflict", item.address, before, sent, why, item, row["id"])

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
    planner = _Planner(
        source_desired, Inventory(client, claimed, base.desk), base, adopt, overwrite
    )
    changes = list(planner.changes())
    leave = {*planner.problems, *planner.left_out}
    rest = Rest(source_desired, planner.inventory, base, leave, planner.matched)
    changes.extend(rest.orphans())
    return Plan(
        changes,
        planner.unchanged,
        planner.inventory,
        list(planner.problems.values()),
        planner.left_out,
        rest.unmanaged,
    )
