"""One object → the request that makes or changes it; after a lost answer nothing is made twice."""

from __future__ import annotations

from zammad_plugin.errors import NotPermitted, OddAnswer, OutcomeUnknown, Rejected
from zammad_plugin.sync.changes import Change
from zammad_plugin.sync.diff import current, differing
from zammad_plugin.sync.model import Desired, Record
from zammad_plugin.sync.server.conditions import without_actions
from zammad_plugin.sync.server.inventory import Api, Inventory


class Writer:
    """Every method raises ZammadError's children."""

    def __init__(self, client: Api, inventory: Inventory) -> None:
        self.client, self.inventory = client, inventory

    def send(self, change: Change, item: Desired, sent: Record) -> Record:
        """The row that the server answers."""
        if change.action == "create":
            return self._create(item, sent)
        return self._update(item, sent, change.id, list(change.after))

    def _update(self, item: Desired, sent: Record, id: int, names: list[str]) -> Record:
        fields = sent if item.kind.full_update else {name: sent[name] for name in names}
        return self.client.update(item.kind.resource, id, fields)

    def _create(self, item: Desired, sent: Record) -> Record:
        """After a lost answer: look first; only what isn't there is sent once more."""
        path = item.kind.creates or item.kind.resource
        try:
            made = self.client.create(path, sent)
            if item.kind.answers_id:
                return made
        except (OutcomeUnknown, OddAnswer):
            pass
        self.inventory.refresh(item.kind.resource)
        row = self.inventory.find(item)
        if row is None:
            return self.client.create(path, sent)
        names = differing(item.kind, sent, current(row), None)
        return self._update(item, sent, row["id"], names) if names else row

    def proven(self, item: Desired, wanted: Record) -> bool:
        """Try a condition: a wrong one would be accepted and break every later trigger. False
        where the token may not search."""
        tests = wanted.get(item.kind.prove) if item.kind.prove else None
        tests = without_actions(tests or {})
        if not tests:
            return True
        try:
            self.client.search_tickets(tests, limit=1)
        except NotPermitted:
            return False
        return True


def refuse_dropped(item: Desired, sent: Record, row: Record) -> None:
    """Raises Rejected when an older server dropped what the file depends on."""
    for name, (_, usual) in item.kind.newer.items():
        if name in sent and sent[name] != usual and name not in row:
            hint = f"take '{name}' out of the file, and look at the object in Zammad"
            raise Rejected(f"the server dropped '{name}' without a word", hint=hint)
