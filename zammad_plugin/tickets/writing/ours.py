"""What of a ticket is ours to write, and what a person set and stays. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from zammad_plugin.routing.decision import Decision
from zammad_plugin.tickets.memory import Memory
from zammad_plugin.zammad.people import owner_id

Record = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """A ticket as it was read. `tags`: read at follow-ups only; `touched`: fields that a person
    set before the first triage; `judged`: ids of the customer's articles; `given`: attributes that
    the customer set, which is no person's word of the desk; `urgency`: of the messages alone that
    were not judged before."""

    ticket: Record
    memory: Memory | None
    judged: tuple[int, ...]
    tags: Collection[str] = ()
    touched: Collection[str] = ()
    given: Collection[str] = ()
    urgency: str = ""

    @property
    def owned(self) -> bool:
        return bool(owner_id(self.ticket))

    @property
    def fresh(self) -> bool:
        return self.memory is None or not set(self.judged) <= set(self.memory.judged)


def taken_away(seen: Seen) -> set[str]:
    """Tags of ours that a person took away: they are not set again."""
    if seen.memory is None:
        return set()
    return set(seen.memory.kept) | (set(seen.memory.tags) - set(seen.tags))


def wanted_of(seen: Seen, decision: Decision, fields: dict[str, str]) -> dict[str, Any]:
    """What may be written without undoing a person's decision."""
    wanted: dict[str, Any] = {name: value for name, value in fields.items() if is_ours(seen, name)}
    if decision.group and _untouched(seen, "group"):
        wanted["group"] = decision.group
    if decision.priority and "priority" not in seen.touched and _fits(seen, decision):
        wanted["priority"] = decision.priority
    if decision.state and seen.memory is None and seen.ticket.get("state") == "new":
        wanted["state"] = decision.state
    return wanted


def kept_fields(seen: Seen, decision: Decision, wanted: dict[str, Any]) -> tuple[str, ...]:
    """Names of fields that we would have set otherwise."""
    asked = {**decision.fields, "group": decision.group}
    if _by_a_person(seen, "priority"):
        asked["priority"] = decision.priority
    kept = [
        name
        for name, value in asked.items()
        if value and name not in wanted and seen.ticket.get(name) not in (None, "", value)
    ]
    if decision.owner and seen.owned and not _as_we_wrote(seen, "owner_id"):
        kept.append("owner")
    return tuple(kept)


def _as_we_wrote(seen: Seen, name: str) -> bool:
    memory = seen.memory
    return memory is not None and memory.fields.get(name) == seen.ticket.get(name)


def _by_a_person(seen: Seen, name: str) -> bool:
    """Set before the first triage, or changed since we wrote it."""
    before = seen.memory.fields.get(name) if seen.memory else None
    return name in seen.touched or before not in (None, seen.ticket.get(name))


def is_ours(seen: Seen, name: str) -> bool:
    """A field is ours while it is empty, still as we wrote it, or as the customer set it."""
    empty = seen.ticket.get(name) in (None, "")
    return empty or name in seen.given or _as_we_wrote(seen, name)


def _untouched(seen: Seen, name: str) -> bool:
    """No owner took it, and nobody moved it since we last wrote."""
    return not seen.owned and not _by_a_person(seen, name)


def _fits(seen: Seen, decision: Decision) -> bool:
    """Only upwards, as Zammad's seed names begin with their rank: '1 low', '2 normal', '3 high'.

    Down only for automatic mail that nobody looked at yet.
    """
    now, wanted = str(seen.ticket.get("priority") or ""), str(decision.priority)
    if _by_a_person(seen, "priority"):
        return False
    machine = decision.around.auto and not decision.concerns and seen.memory is None
    return now < wanted or (machine and not seen.owned)
