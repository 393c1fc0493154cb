"""Objects of the server that no file stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zammad_plugin.errors import NotFound, NotPermitted
from zammad_plugin.sync.changes import Change
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.marks import marked_key
from zammad_plugin.sync.model import Desired, Kind, Record
from zammad_plugin.sync.server.inventory import Inventory


@dataclass
class Rest:
    """What no file stands for: objects of ours (orphans) and of others (unmanaged).

    `leave`: names of kinds that can't be read; `matched`: (resource, id) that files stand for.
    """

    desired: list[Desired]
    inventory: Inventory
    ledger: Ledger
    leave: set[str]
    matched: set[tuple[str, int]]
    unmanaged: dict[str, int] = field(default_factory=dict)

    def orphans(self) -> Iterator[Change]:
        """Told, and removed by `prune` alone."""
        why = "no file stands for it; zammad-plugin prune removes it"
        for kind in self._kinds():
            for address, row in self._of(kind):
                yield Change("orphan", address, why=why, id=row["id"])

    def _kinds(self) -> list[Kind]:
        """Those with files, and those of which we wrote once though no file is left."""
        names = {item.kind.name for item in self.desired}
        names |= {address.partition("/")[0] for address in self.ledger.addresses()}
        return [kind for kind in REGISTRY.values() if kind.name in names - self.leave]

    def _of(self, kind: Kind) -> Iterator[tuple[str, Record]]:
        ours = owner_of(kind, self.ledger)
        known = {item.address for item in self.desired}
        for row in self._rows(kind):
            address = ours(row)
            if address and not (address in known and not kind.has_note):
                yield address, row
            else:
                self.unmanaged[kind.name] = self.unmanaged.get(kind.name, 0) + 1

    def _rows(self, kind: Kind) -> list[Record]:
        try:
            rows = self.inventory.rows(kind.resource)
        except (NotPermitted, NotFound):
            return []  # nothing of it is wanted: nothing to tell
        return [row for row in rows if (kind.resource, row["id"]) not in self.matched]


def owner_of(kind: Kind, ledger: Ledger) -> Callable[[Record], str]:
    """row → address when the row is ours: by its mark, without a note by what the ledger says."""
    ids = {
        base.id: address
        for address in ledger.addresses()
        if address.startswith(f"{kind.name}/") and (base := ledger.get(address))
    }

    def address(row: Record) -> str:
        if kind.has_note:
            key = marked_key(row, ledger.desk)
            return f"{kind.name}/{key}" if key else ""
        return ids.get(row["id"], "")

    return address
