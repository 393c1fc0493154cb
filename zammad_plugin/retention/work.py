"""retention: what is old enough goes, by the desk's rules, after a plan that somebody has seen.

Zammad changes no text and no file of an article, not even for an admin. So `texts` puts an empty
ticket with the same codes into the place of the old one, and the old one is deleted: what was
written is gone, what is counted stays. `delete` leaves nothing in Zammad; counts go into the state.
Killed anywhere and run again the result is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from zammad_plugin.config.settings.protection import RetentionRule
from zammad_plugin.errors import NotFound, ZammadError, brief
from zammad_plugin.retention.kept import Kept, prove
from zammad_plugin.retention.plan import Plan
from zammad_plugin.retention.rules import closed_on
from zammad_plugin.text.languages import in_language
from zammad_plugin.tickets.note.words import words
from zammad_plugin.vocabulary import (
    CAME_FIELD,
    CATEGORY_TAG,
    CHANNEL_TAG,
    LANGUAGE_TAG,
    OUR_FIELDS,
    PLATFORM_TAG,
    TRIAGED,
    URGENCY_TAG,
)
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import internal_note
from zammad_plugin.zammad.times import read_time

CODES = (LANGUAGE_TAG, CATEGORY_TAG, URGENCY_TAG, PLATFORM_TAG, CHANNEL_TAG)  # no account's hash


@dataclass
class Done:
    """`gone`: tickets; `failed`: ids of those that stayed."""

    gone: int = 0
    failed: list[int] = field(default_factory=list)


def apply(
    client: Client,
    made: Plan,
    allowed: set[int],
    kept: Kept,
    proof: Path,
    lang: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Done:
    """Carry out what stands in the plan and was seen. One that fails stops no other."""
    done, days = Done(), dict[int, list[date]]()
    for ticket_id, number in sorted(made.due.items()):
        if ticket_id not in allowed:
            continue
        try:
            closed = _remove(client, ticket_id, made.rules[number], kept, lang)
        except NotFound:
            continue  # gone already
        except ZammadError as error:
            done.failed.append(ticket_id)
            _log(ticket_id, error)
            continue
        done.gone += 1
        days.setdefault(number, []).append(closed)
        progress(done.gone)
    for number, when in sorted(days.items()):
        prove(proof, _proof(made.rules[number], when))
    return done


def _log(ticket_id: int, error: ZammadError) -> None:
    import logging

    logging.getLogger(__name__).error("ticket %s: not removed: %s", ticket_id, brief(error))


def _remove(client: Client, ticket_id: int, rule: RetentionRule, kept: Kept, lang: str) -> date:
    ticket, _ = client.ticket(ticket_id)
    closed, came = closed_on(ticket), _came(ticket)
    if rule.do == "texts":
        _empty_one(client, ticket, came, lang)
    client.delete("tickets", ticket_id)
    if rule.do == "delete":
        kept.add(came, {name: str(ticket.get(name) or "") for name in _codes(ticket)})
    return closed or came


def _came(ticket: Mapping[str, Any]) -> date:
    given = str(ticket.get(CAME_FIELD) or ticket.get("created_at") or "")
    made = read_time(given)
    return made.date() if made else datetime.now(UTC).date()


def _codes(ticket: Mapping[str, Any]) -> list[str]:
    """Attributes of ours: codes and dates, no words."""
    return sorted(name for name in ticket if name.startswith(OUR_FIELDS) and name != CAME_FIELD)


def _empty_one(client: Client, ticket: Record, came: date, lang: str) -> None:
    """The ticket that stays; once, also where the run before died behind it. Its customer is the
    plugin's own user: nothing leads to the person."""
    title = f"Request {ticket['number']}"
    found = client.search_tickets({"ticket.title": {"operator": "is", "value": title}}, limit=20)
    if any(row.get(CAME_FIELD) for row in found):
        return
    tags = [tag for tag in client.tags(int(ticket["id"])) if tag.startswith(CODES)]
    note = internal_note(in_language(words().words["emptied"], lang), plain=True)
    client.create_ticket(
        {
            "title": title,
            "group": ticket.get("group"),
            "customer_id": client.me()["id"],
            "state": "closed",
            **{name: ticket[name] for name in _codes(ticket) if ticket[name] not in (None, "")},
            CAME_FIELD: came.isoformat(),
            "tags": ",".join([*tags, TRIAGED]),
            "article": note,
        }
    )


def _proof(rule: RetentionRule, closed: Sequence[date]) -> Record:
    return {
        "at": datetime.now(UTC).date().isoformat(),
        "did": rule.do,
        "categories": list(rule.category),
        "closed_months": rule.closed_months,
        "tickets": len(closed),
        "first_closed": min(closed).isoformat(),
        "last_closed": max(closed).isoformat(),
    }
