"""Take away what is ours: orphans (`prune`) or everything (`uninstall`). Tickets are untouched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from zammad_plugin.errors import NotAuthenticated, ZammadError
from zammad_plugin.sync.apply import MIGRATE, Failure
from zammad_plugin.sync.inventory import Api, Inventory
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.model import Kind, Record, marked_key


class Remover(Api, Protocol):
    def delete(self, resource: str, id: int) -> None: ...


@dataclass
class Removal:
    """Addresses by what became of them."""

    deleted: list[str] = field(default_factory=list)
    deactivated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


def ours(client: Api, ledger: Ledger) -> Iterator[tuple[Kind, str, Record]]:
    """(kind, address, row) of everything that carries our mark or that the ledger knows.

    In the reverse order of dependency: what names another object goes before it.
    """
    inventory = Inventory(client, set())
    for kind in reversed(REGISTRY.values()):
        known = {
            base.id: address
            for address in ledger.addresses()
            if address.startswith(f"{kind.name}/") and (base := ledger.get(address))
        }
        for row in inventory.rows(kind.resource):
            if kind.has_note and marked_key(row):
                yield kind, f"{kind.name}/{marked_key(row)}", row
            elif not kind.has_note and row["id"] in known:
                yield kind, known[row["id"]], row


def remove(client: Remover, ledger: Ledger, found: Iterator[tuple[Kind, str, Record]]) -> Removal:
    """Delete what may be deleted, deactivate the rest. One that fails stops no other."""
    removal = Removal()
    try:
        for kind, address, row in found:
            try:
                _one(client, kind, address, row, removal)
            except NotAuthenticated:
                raise
            except ZammadError as error:
                removal.failed.append(Failure(address, error.what, error.hint))
                continue
            ledger.drop(address)
        if any(address.startswith("attributes/") for address in removal.deleted):
            client.post(MIGRATE, {})
    finally:
        ledger.save()
    return removal


def _one(client: Remover, kind: Kind, address: str, row: Record, removal: Removal) -> None:
    if kind.deletable:
        client.delete(kind.resource, row["id"])
        removal.deleted.append(address)
    elif "active" in row:
        # The mark goes too: an object that somebody activates again is theirs.
        client.update(kind.resource, row["id"], {"active": False, "note": ""})
        removal.deactivated.append(address)
    else:
        removal.kept.append(address)
