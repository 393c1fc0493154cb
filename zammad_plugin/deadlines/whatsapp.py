"""A warning before WhatsApp's window closes on somebody whom nobody has answered.

After 24 hours without a word of the customer only the customer can write again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape

from zammad_plugin.errors import NotFound, ZammadError, brief
from zammad_plugin.text.languages import in_language
from zammad_plugin.tickets.note.short import short_note
from zammad_plugin.tickets.note.words import words
from zammad_plugin.tickets.waiting import open_states, read_case
from zammad_plugin.vocabulary import CHANNEL_TAG, MAIN
from zammad_plugin.vocabulary import WINDOW as WINDOW_TAG
from zammad_plugin.zammad.articles import WINDOW
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import internal_note, marked
from zammad_plugin.zammad.people import owner_id
from zammad_plugin.zammad.times import read_time

log = logging.getLogger(__name__)
BEFORE = timedelta(hours=4)  # a shift's hand-over fits in
MARK = "zammad_plugin_window"


@dataclass
class Warned:
    """Ids of tickets that got a warning, and of those that failed."""

    written: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def warn(client: Client, now: datetime, lang: str = MAIN) -> Warned:
    """Note, mention of the owner and tag, once a window. One broken ticket stops no other."""
    made = Warned()
    for row in _recent(client):
        ends = closing(row, now)
        if ends is None:
            continue
        try:
            if _one(client, row, ends, lang):
                made.written.append(int(row["id"]))
        except NotFound:
            continue
        except ZammadError as error:
            log.error("ticket %s: not warned: %s", row["id"], brief(error))
            made.failed.append(int(row["id"]))
    return made


def closing(ticket: Record, now: datetime) -> datetime | None:
    """When the window closes, if that is soon and nobody has answered since; else None."""
    wrote = read_time(ticket.get("last_contact_customer_at"))
    answered = read_time(ticket.get("last_contact_agent_at"))
    if wrote is None or (answered is not None and answered >= wrote):
        return None
    ends = wrote + WINDOW
    return ends if now < ends <= now + BEFORE else None


def _recent(client: Client) -> list[Record]:
    """Open WhatsApp tickets whose customer wrote within the last day."""
    tests = {
        "ticket.state_id": open_states(client),
        "ticket.tags": {"operator": "contains one", "value": CHANNEL_TAG + "whatsapp"},
        "ticket.last_contact_customer_at": {
            "operator": "within last (relative)",
            "value": "24",
            "range": "hour",
        },
    }
    return list(client.every_ticket(tests))  # before any is written to


def _one(client: Client, row: Record, ends: datetime, lang: str) -> bool:
    """Whether a note was written; killed behind it, the next run finds its mark."""
    ticket_id, stamp = int(row["id"]), ends.isoformat()
    case = read_case(client, ticket_id)
    told = any(marked(one, MARK) == stamp for one in case.articles)
    if not told:
        client.put_ticket(ticket_id, {"article": _note(row, stamp, lang)})
    client.tag(ticket_id, WINDOW_TAG)
    return not told


def _note(row: Record, stamp: str, lang: str) -> Record:
    said = escape(in_language(words().words["closing"], lang))
    body = short_note(said, lang, owner_id(row))
    return internal_note(body, {MARK: stamp})
