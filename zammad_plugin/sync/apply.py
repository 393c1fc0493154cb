"""A plan → writes. An object that fails is told; the others go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from zammad_plugin.errors import (
    NotAuthenticated,
    NotPermitted,
    OddAnswer,
    OutcomeUnknown,
    Rejected,
    Unavailable,
    Untrusted,
    Where,
    ZammadError,
)
from zammad_plugin.sync.changes import Change, Plan
from zammad_plugin.sync.diff import Base, base_of, differing, same
from zammad_plugin.sync.files.located import located
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.model import Desired, Record, is_adopted, marked, resolve
from zammad_plugin.sync.plan import current
from zammad_plugin.sync.server.conditions import without_actions
from zammad_plugin.sync.server.inventory import Api, Missing, refuse
from zammad_plugin.sync.server.restart import SINCE, USUAL, Patience, wait_for_restart
from zammad_plugin.sync.server.versions import fitted

MIGRATE = "object_manager_attributes_execute_migrations"
PATIENCE = 3  # failures in a row for want of an answer, then the server counts as down
NO_RESTART = (
    "Zammad did not restart itself: if it has several processes and the setting auto_shutdown is "
    "off, restart them before new attributes can be written"
)
RESTART = "a Zammad of several processes must be restarted before new attributes can be written"


FIRST = "mend that one first, then: zammad-plugin apply"
MEND = "mend the file, then: zammad-plugin plan"


@dataclass(frozen=True)
class Failure:
    """`where`: the place in our file, as near as the server's words tell."""

    address: str
    why: str
    hint: str = ""
    where: Where | None = None


@dataclass
class Result:
    """`written`: objects created or changed. `notes`: what a person should know."""

    written: int = 0
    failed: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unavailable: bool = False


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
            self._prove(item, sent)
            self._done(change, item, wanted, sent, self._send(change, item, sent))
        if item.kind.name == "attributes":
            self.pending.append(change)

    def _send(self, change: Change, item: Desired, sent: Record) -> Record:
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

    def _done(
        self, change: Change, item: Desired, wanted: Record, sent: Record, row: Record
    ) -> None:
        self.result.written += 1
        # What the answer leaves out is taken as it was sent, until the next list says otherwise.
        row = {**{name: sent[name] for name in item.kind.unanswered if name in sent}, **row}
        self.inventory.put(item.kind.resource, row)
        self._remember(item, wanted, row, change.action == "create" or _is_made(item, row))
        _refuse_dropped(item, sent, row)
        for name, value in sent.items():
            if name in row and not same(item.kind, name, value, current(row)[name]):
                self.result.notes.append(f"{item.address}: the server keeps '{name}' otherwise")

    def _prove(self, item: Desired, wanted: Record) -> None:
        """Try a condition: a wrong one would be accepted and break every later trigger."""
        tests = wanted.get(item.kind.prove) if item.kind.prove else None
        tests = without_actions(tests or {})
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
            version = self.inventory.version()  # asked now: it may be gone at once
            self.client.post(MIGRATE, {})
            if version < SINCE:
                self.result.notes.append(RESTART)
            elif not wait_for_restart(self.client, self.patience):
                self.result.notes.append(NO_RESTART)
        except (NotAuthenticated, Untrusted):
            raise
        except ZammadError as error:
            for change in waiting:
                self._fail(change, f"saved, but not yet in the database: {error.what}", error.hint)


def _is_made(item: Desired, row: Record) -> bool:
    """Whether an equal object that the ledger does not know is one that we made."""
    kind = item.kind
    ours = kind.has_note and marked(row) == marked(item.fields) and not is_adopted(row)
    return bool(ours or (kind.our_prefix and str(row["name"]).startswith(kind.our_prefix)))


def _notes(change: Change) -> Record:
    """The mark of an adopted object is another than that of one that we made."""
    return {"note": change.after["note"]} if "note" in change.after else {}


def _refuse_dropped(item: Desired, sent: Record, row: Record) -> None:
    """Raises Rejected when an older server dropped what the file depends on."""
    for name, (_, usual) in item.kind.newer.items():
        if name in sent and sent[name] != usual and name not in row:
            hint = f"take '{name}' out of the file, and look at the object in Zammad"
            raise Rejected(f"the server dropped '{name}' without a word", hint=hint)


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
