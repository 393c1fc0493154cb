"""A decision onto the ticket: fields + note + memory in one PUT, then tags, `cs-triaged` last.

Killed anywhere and run again the result is the same: the memory in the note says that the PUT
was done, and adding a tag twice is adding it once.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from zammad_plugin.errors import Rejected
from zammad_plugin.routing.decision import Decision
from zammad_plugin.routing.memory import Memory, recall
from zammad_plugin.zammad.client import Client, Record

log = logging.getLogger(__name__)
DONE_TAG = "cs-triaged"
ERROR_TAG = "cs-error"  # judged, but a person must set what the server refused
NOBODY = 1  # Zammad's owner_id for "no owner"


def fields_to_write(ticket: Record, decision: Decision, memory: Memory | None) -> dict[str, Any]:
    """What may be written without undoing a person's decision."""
    wanted: dict[str, Any] = dict(decision.fields)
    if decision.group and _untouched(ticket, "group", memory):
        wanted["group"] = decision.group
    if decision.priority and _raises(ticket, decision.priority, memory):
        wanted["priority"] = decision.priority
    ours = {name: value for name, value in wanted.items() if _ours(ticket, name, memory)}
    return {name: value for name, value in ours.items() if ticket.get(name) != value}


def _ours(ticket: Record, name: str, memory: Memory | None) -> bool:
    """A field is ours while it is empty or still as we wrote it; group and priority see above."""
    if name in {"group", "priority"}:
        return True
    now = ticket.get(name)
    return now in (None, "") or (memory is not None and memory.fields.get(name) == now)


def _untouched(ticket: Record, name: str, memory: Memory | None) -> bool:
    """No owner took it, and nobody moved it since we last wrote."""
    if int(ticket.get("owner_id") or NOBODY) != NOBODY:
        return False
    return memory is None or memory.fields.get(name) in (None, ticket.get(name))


def _raises(ticket: Record, priority: str, memory: Memory | None) -> bool:
    """Zammad's seed names begin with their rank: '1 low', '2 normal', '3 high'."""
    now = str(ticket.get("priority") or "")
    if memory and memory.fields.get("priority") not in (None, now):
        return False  # a person changed what we set
    return now < priority


def write_back(
    client: Client,
    ticket: Record,
    articles: list[Record],
    decision: Decision,
    note: str,
    newest: int,
    ruleset: str,
) -> bool:
    """Returns whether a note was written. Raises ZammadError's children; run again after them."""
    ticket_id, memory = int(ticket["id"]), recall(articles)
    fresh = memory is None or memory.article < newest
    if memory is None or fresh:
        memory = _put(client, ticket, decision, memory, note, newest, ruleset)
    errors = (ERROR_TAG,) if memory.refused else ()
    for tag in (*decision.tags, *errors, DONE_TAG):
        client.tag(ticket_id, tag)
    return fresh


def _put(
    client: Client,
    ticket: Record,
    decision: Decision,
    memory: Memory | None,
    note: str,
    newest: int,
    ruleset: str,
) -> Memory:
    """Fields, note and memory in one call. The note must stand even where fields are refused."""
    ticket_id, fields = int(ticket["id"]), fields_to_write(ticket, decision, memory)
    before = memory.fields if memory else {}
    wanted = Memory(newest, {**before, **fields}, list(decision.tags), ruleset)
    try:
        answer = client.put_ticket(ticket_id, {**fields, "article": _article(note, wanted)})
    except Rejected as refused:
        if refused.status != 422 or not fields:
            raise
        # The group may be closed to this token, or an option missing on the server.
        log.warning("ticket %s: fields refused (%s)", ticket_id, ", ".join(sorted(fields)))
        without = replace(wanted, fields=before, refused=tuple(sorted(fields)))
        client.put_ticket(ticket_id, {"article": _article(note, without)})
        return without
    _check(ticket_id, fields, answer)
    return wanted


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
