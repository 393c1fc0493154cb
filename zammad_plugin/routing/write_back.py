"""A decision onto the ticket: fields + note + memory in one PUT, then tags, `cs-triaged` last.

`prepare` is pure and says what to write without undoing what a person did; `write_back` writes.
Killed anywhere and run again the result is the same: the memory in the note says that the PUT
was done, and adding a tag twice is adding it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from zammad_plugin.errors import Rejected
from zammad_plugin.routing.decision import Decision
from zammad_plugin.routing.memory import Memory
from zammad_plugin.zammad.client import Client, Record

log = logging.getLogger(__name__)
DONE_TAG = "cs-triaged"
ERROR_TAG = "cs-error"  # judged, but a person must set what the server refused
ALERT_TAG = "cs-alert"  # a new danger on a ticket that somebody has
NOBODY = 1  # Zammad's owner_id for "no owner"
RANK = {"low": 0, "normal": 1, "high": 2, "critical": 3}
# Of these a ticket has one at a time: a new judgement takes the old one's away.
EXCLUSIVE = ("cs-urg-", "cs-cat-", "cs-unsure")


@dataclass(frozen=True)
class Seen:
    """A ticket as it was read. `tags`: read at follow-ups only; `touched`: fields that a person
    set before the first triage; `newest`: id of the newest customer article."""

    ticket: Record
    memory: Memory | None
    newest: int
    tags: Collection[str] = ()
    touched: Collection[str] = ()

    @property
    def owned(self) -> bool:
        return int(self.ticket.get("owner_id") or NOBODY) != NOBODY

    @property
    def fresh(self) -> bool:
        return self.memory is None or self.memory.article < self.newest


@dataclass(frozen=True)
class Back:
    """What will be written; `before`: what we wrote earlier; `kept`: what a person set and stays;
    `alert`: call the owner."""

    fields: dict[str, Any]
    memory: Memory
    before: dict[str, Any]
    kept: tuple[str, ...] = ()
    alert: bool = False


def prepare(seen: Seen, decision: Decision, ruleset: str, said: Iterable[str] = ()) -> Back:
    """Pure. Only for a fresh `seen`."""
    memory = seen.memory
    fields = _raised(decision.fields, memory)
    tags = _with_urgency(decision.tags, fields)
    alert = seen.owned and _rises(fields, memory)
    tags += (ALERT_TAG,) if alert else ()
    removed = _removed(seen)
    wanted = _wanted(seen, decision, fields)
    written = {name: value for name, value in wanted.items() if seen.ticket.get(name) != value}
    left = tuple(tag for tag in tags if tag in removed)
    before = memory.fields if memory else {}
    new = Memory(
        article=seen.newest,
        fields={**before, **written},
        tags=[tag for tag in tags if tag not in removed],
        ruleset=ruleset,
        kept=tuple(sorted(removed)),
        drop=_outdated(memory, tags),
        said=tuple(dict.fromkeys([*(memory.said if memory else ()), *said])),
        same=memory.same if memory else (),
    )
    kept = (*_kept_fields(seen, decision, wanted), *left)
    return Back(written, new, before, kept, alert)


def _raised(fields: dict[str, str], memory: Memory | None) -> dict[str, str]:
    """A later, calmer message does not lower the urgency of an earlier one."""
    before = str(memory.fields.get("cs_urgency", "")) if memory else ""
    if RANK.get(before, -1) > RANK.get(fields.get("cs_urgency", ""), 0):
        return {**fields, "cs_urgency": before}
    return dict(fields)


def _with_urgency(tags: tuple[str, ...], fields: dict[str, str]) -> tuple[str, ...]:
    urgency = fields.get("cs_urgency", "")
    return tuple(f"cs-urg-{urgency}" if tag.startswith("cs-urg-") else tag for tag in tags)


def _rises(fields: dict[str, str], memory: Memory | None) -> bool:
    """To high or critical, from something lower that we said before."""
    if memory is None:
        return False
    before = RANK.get(str(memory.fields.get("cs_urgency", "")), 0)
    now = RANK.get(fields.get("cs_urgency", ""), 0)
    return now > before and now >= RANK["high"]


def _removed(seen: Seen) -> set[str]:
    """Tags of ours that a person took away: they are not set again."""
    if seen.memory is None:
        return set()
    return set(seen.memory.kept) | (set(seen.memory.tags) - set(seen.tags))


def _outdated(memory: Memory | None, tags: Iterable[str]) -> tuple[str, ...]:
    """Of an earlier judgement; those of a run that died in the middle too."""
    if memory is None:
        return ()
    old = {tag for tag in memory.tags if tag.startswith(EXCLUSIVE)} | set(memory.drop)
    return tuple(sorted(old - set(tags)))


def _wanted(seen: Seen, decision: Decision, fields: dict[str, str]) -> dict[str, Any]:
    """What may be written without undoing a person's decision."""
    memory = seen.memory
    wanted: dict[str, Any] = {name: value for name, value in fields.items() if _ours(seen, name)}
    if decision.group and _untouched(seen, "group"):
        wanted["group"] = decision.group
    if decision.priority and "priority" not in seen.touched and _raises(seen, decision.priority):
        wanted["priority"] = decision.priority
    if decision.state and memory is None and seen.ticket.get("state") == "new":
        wanted["state"] = decision.state
    return wanted


def _kept_fields(seen: Seen, decision: Decision, wanted: dict[str, Any]) -> tuple[str, ...]:
    """Names of fields that we would have set otherwise."""
    asked = {**decision.fields, "group": decision.group}
    return tuple(
        name
        for name, value in asked.items()
        if value and name not in wanted and seen.ticket.get(name) not in (None, "", value)
    )


def _ours(seen: Seen, name: str) -> bool:
    """A field is ours while it is empty or still as we wrote it."""
    now = seen.ticket.get(name)
    return now in (None, "") or (seen.memory is not None and seen.memory.fields.get(name) == now)


def _untouched(seen: Seen, name: str) -> bool:
    """No owner took it, and nobody moved it since we last wrote."""
    if seen.owned or name in seen.touched:
        return False
    return seen.memory is None or seen.memory.fields.get(name) in (None, seen.ticket.get(name))


def _raises(seen: Seen, priority: str) -> bool:
    """Zammad's seed names begin with their rank: '1 low', '2 normal', '3 high'."""
    now, memory = str(seen.ticket.get("priority") or ""), seen.memory
    if memory and memory.fields.get("priority") not in (None, now):
        return False  # a person changed what we set
    return now < priority


def write_back(
    client: Client,
    ticket_id: int,
    back: Back,
    note: str,
    reply: Callable[[str], None] = lambda planned: None,
) -> Memory:
    """The PUT, the auto-reply, the tags. Raises ZammadError's children; run again after them."""
    memory = _put(client, ticket_id, back, note)
    reply(memory.reply)
    write_tags(client, ticket_id, memory)
    return memory


def write_tags(client: Client, ticket_id: int, memory: Memory) -> None:
    """What follows the PUT: also after a run that died behind it."""
    errors = (ERROR_TAG,) if memory.refused else ()
    for tag in (*memory.tags, *errors):
        client.tag(ticket_id, tag)
    for tag in memory.drop:
        client.untag(ticket_id, tag)
    client.tag(ticket_id, DONE_TAG)


def _put(client: Client, ticket_id: int, back: Back, note: str) -> Memory:
    """Fields, note and memory in one call. The note must stand even where fields are refused."""
    try:
        answer = client.put_ticket(
            ticket_id, {**back.fields, "article": _article(note, back.memory)}
        )
    except Rejected as refused:
        if refused.status != 422 or not back.fields:
            raise
        # The group may be closed to this token, or an option missing on the server.
        names = tuple(sorted(back.fields))
        log.warning("ticket %s: fields refused (%s)", ticket_id, ", ".join(names))
        without = replace(back.memory, fields=back.before, refused=names)
        client.put_ticket(ticket_id, {"article": _article(note, without)})
        return without
    _check(ticket_id, back.fields, answer)
    return back.memory


def _article(note: str, memory: Memory) -> Record:
    return {
        "subject": "Triage",
        "body": note,
        "content_type": "text/html",
        "type": "note",
        "internal": True,
        "preferences": memory.preferences(),
    }


def _check(ticket_id: int, fields: dict[str, Any], answer: Record) -> None:
    """The server answers 200 and ignores an attribute it does not know."""
    missing = [name for name in fields if name.startswith("cs_") and name not in answer]
    if missing:
        log.warning("ticket %s: no attribute %s; run: zammad-plugin apply", ticket_id, missing)
