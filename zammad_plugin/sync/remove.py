"""Take away what is ours: orphans (`prune`) or everything (`uninstall`). Of tickets nothing is
taken but values of attributes, and those only when a person says so."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from zammad_plugin.errors import NotAuthenticated, NotFound, NotPermitted, Untrusted, ZammadError
from zammad_plugin.sync.diff import Base
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.marks import is_adopted
from zammad_plugin.sync.model import Kind, Record
from zammad_plugin.sync.result import Failure
from zammad_plugin.sync.server.inventory import Api, Inventory
from zammad_plugin.sync.server.migration import MIGRATE
from zammad_plugin.sync.server.rest import owner_of
from zammad_plugin.sync.server.versions import OLDEST
from zammad_plugin.sync.values import is_attribute, why_kept

log = logging.getLogger(__name__)


class Remover(Api, Protocol):
    def delete(self, resource: str, id: int) -> None: ...


@dataclass
class Removal:
    """Addresses by what became of them."""

    deleted: list[str] = field(default_factory=list)
    deactivated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)  # of `kept`, those with values: why


def ours(client: Api, ledger: Ledger) -> Iterator[tuple[Kind, str, Record]]:
    """(kind, address, row) of everything that carries our mark or that the ledger knows.

    In the reverse order of dependency: what names another object goes before it. A kind that
    this server has not has nothing of ours to give. Raises NotPermitted where the token may not
    read what the ledger knows.
    """
    inventory = Inventory(client, set())
    for kind in reversed(REGISTRY.values()):
        owner = owner_of(kind, ledger)
        for row in sorted(_rows(inventory, kind, ledger), key=kind.rank, reverse=True):
            if address := owner(row):
                yield kind, address, row


def _rows(inventory: Inventory, kind: Kind, ledger: Ledger) -> list[Record]:
    try:
        return inventory.rows(kind.resource)
    except NotFound:
        return []
    except NotPermitted as error:
        if any(address.startswith(f"{kind.name}/") for address in ledger.addresses()):
            raise
        # An older one refuses what it has not, before it looks.
        if kind.since == OLDEST or kind.since <= inventory.version():
            log.warning("%s: %s; if any of ours are there, they stay", kind.name, error.what)
        return []


def was_there(kind: Kind, row: Record, base: Base | None) -> bool:
    """Whether the object is older than our first apply: taken over, or equal from the start."""
    if kind.has_note:
        return is_adopted(row)
    prefixed = kind.our_prefix and str(row["name"]).startswith(kind.our_prefix)
    return not prefixed and base is not None and not base.made


def remove(
    client: Remover,
    ledger: Ledger,
    found: Iterator[tuple[Kind, str, Record]],
    release: bool = False,
    drop_values: bool = False,
) -> Removal:
    """Delete what may be deleted, deactivate the rest. One that fails stops no other.

    `release`: what was there before us stays as it is, without our mark. Attributes of which
    tickets hold values stay, unless `drop_values`.
    """
    removal = Removal()
    try:
        for kind, address, row in found:
            try:
                if release and was_there(kind, row, ledger.get(address)):
                    _release(client, kind, address, row, removal)
                elif not drop_values and is_attribute(kind) and (why := why_kept(client, row)):
                    removal.kept.append(address)
                    removal.held[address] = why
                    continue
                else:
                    _one(client, kind, address, row, removal)
            except (NotAuthenticated, Untrusted):
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


def _release(client: Remover, kind: Kind, address: str, row: Record, removal: Removal) -> None:
    if kind.has_note:
        client.update(kind.resource, row["id"], {"note": ""})
    removal.kept.append(address)
