"""What an object names and no server will know: then it is blocked before anything is written."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from functools import cached_property

from zammad_plugin.errors import ZammadError
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.model import Desired, Record, same_name
from zammad_plugin.sync.refs import Ref, refs_in
from zammad_plugin.sync.server.inventory import Inventory


class Needs:
    """Of `desired`, all files. `unread`: kinds whose objects may not be read, filled meanwhile."""

    def __init__(
        self,
        desired: list[Desired],
        inventory: Inventory,
        ledger: Ledger,
        unread: Collection[str],
    ) -> None:
        self.desired, self.inventory, self.ledger = desired, inventory, ledger
        self.unread = unread
        self.coming = {(item.kind.resource, same_name(item.name)) for item in desired}

    def unmet(self, item: Desired) -> str:
        """Why `item` can't be written; empty when nothing is missing."""
        return self._unset(item) or self._lacks(item)

    @staticmethod
    def _unset(item: Desired) -> str:
        unset = item.about.get("unset")
        return f"${unset[0]} is not set: the secret would be missing" if unset else ""

    def _lacks(self, item: Desired) -> str:
        """The first name that neither the server nor the files know, or that the server will not
        know any more."""
        needed: list[Ref] = [*refs_in(item.fields), *item.about.get("needs", ())]
        for ref in needed:
            if (ref.resource, same_name(ref.name)) in self.coming:
                continue
            if self.inventory.id_of(ref) is None:
                return f"no '{ref.name}' among {ref.resource}{self._near(ref)}"
            if now := self.going.get((ref.resource, same_name(ref.name))):
                return f"'{ref.name}' is called '{now}' from now on: name it so here too"
        return ""

    def _near(self, ref: Ref) -> str:
        names = [str(row.get("name", "")) for row in self.inventory.rows(ref.resource)]
        near = difflib.get_close_matches(ref.name, names, n=1)
        return f", did you mean '{near[0]}'?" if near else ""

    @cached_property
    def going(self) -> dict[tuple[str, str], str]:
        """(resource, name on the server) → the name that a file of ours gives it: what still uses
        the old one would be refused next time."""
        found = {}
        for item in self.desired:
            if not item.kind.has_note or item.kind.name in self.unread:
                continue
            row = self._marked(item)
            old = same_name(row.get("name", "")) if row else ""
            if old and old != same_name(item.name):
                found[(item.kind.resource, old)] = item.name
        return found

    def _marked(self, item: Desired) -> Record | None:
        base = self.ledger.get(item.address)
        try:
            return self.inventory.find(item, base.id if base else 0)
        except ZammadError:
            return None  # told where the object itself is looked at
