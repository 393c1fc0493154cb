"""A plan → writes. An object that fails is told; the others go on."""

from __future__ import annotations

from dataclasses import dataclass, field

from zammad_plugin.errors import (
    NotAuthenticated,
    NotPermitted,
    OutcomeUnknown,
    Unavailable,
    ZammadError,
)
from zammad_plugin.sync.diff import base_of, differing, same
from zammad_plugin.sync.inventory import Api, refuse
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.model import Desired, Record, resolve
from zammad_plugin.sync.plan import Change, Plan, current

MIGRATE = "object_manager_attributes_execute_migrations"
PATIENCE = 3  # failures in a row for want of an answer, then the server counts as down
RESTART = "a Zammad of several processes must be restarted before new attributes can be written"


@dataclass(frozen=True)
class Failure:
    address: str
    why: str
    hint: str = ""


@dataclass
class Result:
    """`written`: objects created or changed. `notes`: what a person should know."""

    written: int = 0
    failed: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unavailable: bool = False


class _Applier:
    def __init__(self, plan: Plan, client: Api, ledger: Ledger) -> None:
        self.plan, self.client, self.ledger = plan, client, ledger
        self.inventory = plan.inventory
        self.result = Result()
        self.silent = 0
        self.pending: list[str] = []  # attributes that wait for their migration

    def run(self) -> Result:
        for item, row in self.plan.unchanged:
            self._remember(item, self._wanted(item), row)
        for change in self.plan.refused:
            self.result.failed.append(Failure(change.address, f"{change.action}: {change.why}"))
        for change in self.plan.writes:
            if self.pending and not change.address.startswith("attributes/"):
                self._migrate()  # before anything that names the new attributes
            self._try(change)
        if self.pending:
            self._migrate()
        return self.result

    def _wanted(self, item: Desired) -> Record:
        wanted: Record = resolve(item.fields, self.inventory.lookup(lambda ref: str(ref)))
        return wanted

    def _remember(self, item: Desired, sent: Record, row: Record) -> None:
        base = base_of(sent, current(row))
        if base != self.ledger.get(item.address):
            self.ledger.put(item.address, base)

    def _try(self, change: Change) -> None:
        if self.silent >= PATIENCE:
            self._fail(change.address, "not tried: the server gives no answer", "try again later")
            return
        try:
            self._write(change)
            self.silent = 0
        except NotAuthenticated:
            raise
        except ZammadError as error:
            self.silent = self.silent + 1 if isinstance(error, Unavailable) else 0
            self.result.unavailable |= isinstance(error, Unavailable)
            self._fail(change.address, error.what, error.hint)

    def _fail(self, address: str, why: str, hint: str = "") -> None:
        self.result.failed.append(Failure(address, why, hint))

    def _write(self, change: Change) -> None:
        item = change.item
        if item is None:
            return
        if change.action != "migrate":
            wanted: Record = resolve(item.fields, self.inventory.lookup(refuse))
            self._prove(item, wanted)
            self._done(item, wanted, self._send(change, item, wanted))
        if item.kind.name == "attributes":
            self.pending.append(item.address)

    def _send(self, change: Change, item: Desired, wanted: Record) -> Record:
        if change.action == "create":
            return self._create(item, wanted)
        return self._update(item, wanted, change.id, list(change.after))

    def _update(self, item: Desired, wanted: Record, id: int, names: list[str]) -> Record:
        fields = wanted if item.kind.full_update else {name: wanted[name] for name in names}
        return self.client.update(item.kind.resource, id, fields)

    def _create(self, item: Desired, wanted: Record) -> Record:
        """After a lost answer: look first; only what isn't there is sent once more."""
        try:
            made = self.client.create(item.kind.resource, wanted)
            if item.kind.answers_id:
                return made
        except OutcomeUnknown:
            pass
        self.inventory.refresh(item.kind.resource)
        row = self.inventory.find(item)
        if row is None:
            return self.client.create(item.kind.resource, wanted)
        names = differing(item.kind, wanted, current(row), None)
        return self._update(item, wanted, row["id"], names) if names else row

    def _done(self, item: Desired, wanted: Record, row: Record) -> None:
        self.result.written += 1
        self.inventory.put(item.kind.resource, row)
        self._remember(item, wanted, row)
        for name, value in wanted.items():
            if name in row and not same(item.kind, name, value, current(row)[name]):
                self.result.notes.append(f"{item.address}: the server keeps '{name}' otherwise")

    def _prove(self, item: Desired, wanted: Record) -> None:
        """Try a condition: a wrong one would be accepted and break every later trigger."""
        tests = wanted.get(item.kind.prove) if item.kind.prove else None
        tests = {name: test for name, test in (tests or {}).items() if name != "ticket.action"}
        if not tests:
            return
        try:
            self.client.search_tickets(tests, limit=1)
        except NotPermitted:
            note = f"{item.address}: condition not tried, the token may not search tickets"
            self.result.notes.append(note)

    def _migrate(self) -> None:
        waiting, self.pending = self.pending, []
        try:
            self.client.post(MIGRATE, {})
            self.result.notes.append(RESTART)
        except NotAuthenticated:
            raise
        except ZammadError as error:
            for address in waiting:
                self._fail(address, f"saved, but not yet in the database: {error.what}", error.hint)


def apply(plan: Plan, client: Api, ledger: Ledger) -> Result:
    """Carry out `plan`. Raises NotAuthenticated; every other failure is in the result."""
    try:
        return _Applier(plan, client, ledger).run()
    finally:
        ledger.save()
