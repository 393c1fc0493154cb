"""A plan → writes. An object that fails is told; the others go on."""

from __future__ import annotations

from collections.abc import Callable

from zammad_plugin.errors import (
    NotAuthenticated,
    Unavailable,
    Untrusted,
    ZammadError,
)
from zammad_plugin.sync.changes import Change, Plan
from zammad_plugin.sync.diff import Base, base_of, current, same
from zammad_plugin.sync.files.located import located
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.marks import is_adopted, marked
from zammad_plugin.sync.model import Desired, Record
from zammad_plugin.sync.refs import resolve
from zammad_plugin.sync.result import Failure, Result
from zammad_plugin.sync.server.inventory import Api, Missing, refuse
from zammad_plugin.sync.server.migration import migrate
from zammad_plugin.sync.server.restart import USUAL, Patience
from zammad_plugin.sync.server.versions import fitted
from zammad_plugin.sync.server.writer import Writer, refuse_dropped

PATIENCE = 3  # failures in a row for want of an answer, then the server counts as down
FIRST = "mend that one first, then: zammad-plugin apply"
MEND = "mend the file, then: zammad-plugin plan"


class _Applier:
    def __init__(
        self,
        plan: Plan,
        client: Api,
        ledger: Ledger,
        told: Callable[[], None],
        patience: Patience,
    ) -> None:
        self.patience = patience
        self.plan, self.client, self.ledger, self.told = plan, client, ledger, told
        self.inventory = plan.inventory
        self.writer = Writer(client, self.inventory)
        self.result = Result()
        self.silent = 0
        self.pending: list[Change] = []  # attributes that wait for their migration

    def run(self) -> Result:
        for item, row in self.plan.unchanged:
            self._remember(item, self._wanted(item), row, _is_made(item, row))
        for change in self.plan.refused:
            self._fail(change, f"{change.action}: {change.why}")
        self._intend()
        for change in self.plan.writes:
            if self.pending and not change.address.startswith("attributes/"):
                self._migrate()  # before anything that names the new attributes
            self._try(change)
            self.told()
        if self.pending:
            self._migrate()
        return self.result

    def _intend(self) -> None:
        """What keeps no note is written down before it is made: killed in between, it is ours."""
        creates = [change for change in self.plan.writes if change.action == "create"]
        for change in creates:
            if change.item and not change.item.kind.has_note:
                self.ledger.put(change.address, Base())
        if creates:
            self.ledger.save()

    def _wanted(self, item: Desired) -> Record:
        wanted: Record = resolve(item.fields, self.inventory.lookup(lambda ref: str(ref)))
        return wanted

    def _remember(self, item: Desired, sent: Record, row: Record, made: bool) -> None:
        known = self.ledger.get(item.address)
        base = base_of(item.kind, sent, current(row), known.made if known else made)
        if base != known:
            self.ledger.put(item.address, base)

    def _try(self, change: Change) -> None:
        if self.silent >= PATIENCE:
            self._fail(change, "not tried: the server gives no answer", "try again later")
            return
        try:
            self._write(change)
            self.silent = 0
        except (NotAuthenticated, Untrusted):
            raise
        except ZammadError as error:
            self.silent = self.silent + 1 if isinstance(error, Unavailable) else 0
            self.result.unavailable |= isinstance(error, Unavailable)
            if change.action == "create" and not isinstance(error, Unavailable):
                self.ledger.drop(change.address)  # refused: nothing of ours is there
            self._fail(change, *self._why(error))

    def _why(self, error: ZammadError) -> tuple[str, str]:
        """(what, what to do): an object that names one that failed is mended with it."""
        if isinstance(error, Missing):
            key = (error.ref.resource, error.ref.name.casefold())
            for change in self.plan.writes:
                item = change.item
                if item and (item.kind.resource, item.name.casefold()) == key:
                    return f"waits for {change.address}, which failed", FIRST
        return error.what, error.hint

    def _fail(self, change: Change, why: str, hint: str = "") -> None:
        item = change.item
        where = located(item.where, why, *item.fields) if item else None
        self.result.failed.append(Failure(change.address, why, hint or MEND, where))

    def _write(self, change: Change) -> None:
        item = change.item
        if item is None:
            return
        if change.action != "migrate":
            wanted: Record = resolve(item.fields, self.inventory.lookup(refuse))
            sent = {**fitted(item.kind, wanted, self.inventory.version), **_notes(change)}
            if not self.writer.proven(item, sent):
                note = f"{item.address}: condition not tried, the token may not search tickets"
                self.result.notes.append(note)
            self._done(change, item, wanted, sent, self.writer.send(change, item, sent))
        if item.kind.name == "attributes":
            self.pending.append(change)

    def _done(
        self, change: Change, item: Desired, wanted: Record, sent: Record, row: Record
    ) -> None:
        self.result.written += 1
        # What the answer leaves out is taken as it was sent, until the next list says otherwise.
        row = {**{name: sent[name] for name in item.kind.unanswered if name in sent}, **row}
        self.inventory.put(item.kind.resource, row)
        self._remember(item, wanted, row, change.action == "create" or _is_made(item, row))
        refuse_dropped(item, sent, row)
        for name, value in sent.items():
            if name in row and not same(item.kind, name, value, current(row)[name]):
                self.result.notes.append(f"{item.address}: the server keeps '{name}' otherwise")

    def _migrate(self) -> None:
        waiting, self.pending = self.pending, []
        try:
            note = migrate(self.client, self.inventory.version, self.patience)
        except (NotAuthenticated, Untrusted):
            raise
        except ZammadError as error:
            for change in waiting:
                self._fail(change, f"saved, but not yet in the database: {error.what}", error.hint)
        else:
            self.result.notes += [note] if note else []


def _is_made(item: Desired, row: Record) -> bool:
    """Whether an equal object that the ledger does not know is one that we made."""
    kind = item.kind
    ours = kind.has_note and marked(row) == marked(item.fields) and not is_adopted(row)
    return bool(ours or (kind.our_prefix and str(row["name"]).startswith(kind.our_prefix)))


def _notes(change: Change) -> Record:
    """The mark of an adopted object is another than that of one that we made."""
    return {"note": change.after["note"]} if "note" in change.after else {}


def apply(
    plan: Plan,
    client: Api,
    ledger: Ledger,
    told: Callable[[], None] = lambda: None,
    patience: Patience = USUAL,
) -> Result:
    """Carry out `plan`; `told` is called after each write, `patience` is for a restart of Zammad.

    Raises NotAuthenticated, Untrusted; every other failure is in the result.
    """
    try:
        return _Applier(plan, client, ledger, told, patience).run()
    finally:
        ledger.save()
