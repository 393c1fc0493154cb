"""First safe words to the writer, before a person answers: once, and never to a machine.

The article carries its own mark: after a lost answer or a kill it is looked for, not sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from zammad_plugin.vocabulary import AUTO_REPLIED
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import REPLY as MARK
from zammad_plugin.zammad.times import read_time, write_time

log = logging.getLogger(__name__)
ONE_A = timedelta(days=1)  # and person
# Channel → the article type that goes out on it. On Signal the bridge sends public notes.
TYPES = {
    "email": "email",
    "web": "email",
    "whatsapp": "whatsapp message",
    "sms": "sms",
    "telegram": "telegram personal-message",
    "signal": "note",
}
ADDRESSED = {"email", "sms"}  # types that need to be told where to


@dataclass(frozen=True)
class Text:
    """A reply as the writer gets it: `title` is a neutral first line or subject."""

    title: str
    plain: str
    html: str


Replies = Callable[[str, str], Text | None]  # (key, language) → the text, or None


@dataclass(frozen=True)
class Waiting:
    """The ticket that is answered; `articles` as they were read before."""

    ticket: Record
    articles: list[Record]
    channel: str

    @property
    def sent(self) -> bool:
        return any(MARK in (one.get("preferences") or {}) for one in self.articles)

    @property
    def first(self) -> Record:
        return next(one for one in self.articles if one.get("sender") == "Customer")


def answer(client: Client, waiting: Waiting, planned: str, replies: Replies, now: datetime) -> bool:
    """Send `planned` (`key/lang`) unless it was sent. Raises ZammadError's children."""
    ticket_id = int(waiting.ticket["id"])
    if not waiting.sent:
        key, _, lang = planned.partition("/")
        text = replies(key, lang)
        payload = _article(waiting, text, planned) if text else None
        if payload is None:
            log.warning("ticket %s: no auto-reply for %s", ticket_id, planned)
            return False
        if _answered_today(client, waiting.ticket, now):
            return False
        client.create_article(payload)
    client.tag(ticket_id, AUTO_REPLIED)
    return not waiting.sent


def _answered_today(client: Client, ticket: Record, now: datetime) -> bool:
    """Whether the same person got one in another ticket since yesterday, however old that is."""
    since = now - ONE_A
    customer = [str(ticket["customer_id"])]
    rows = client.search_tickets(
        {
            "ticket.customer_id": {
                "operator": "is",
                "pre_condition": "specific",
                "value": customer,
            },
            "ticket.tags": {"operator": "contains one", "value": AUTO_REPLIED},
            "ticket.updated_at": {"operator": "after (absolute)", "value": write_time(since)},
        }
    )
    others = (int(row["id"]) for row in rows if row["id"] != ticket["id"])
    return any(_answered(client, one, since) for one in others)


def _answered(client: Client, ticket_id: int, since: datetime) -> bool:
    """One that can't be read counts: rather none than two."""
    articles = client.session.call("GET", f"ticket_articles/by_ticket/{ticket_id}") or []
    sent = [one for one in articles if MARK in (one.get("preferences") or {})]
    times = [read_time(one.get("created_at")) for one in sent]
    return any(at is None or at >= since for at in times)


def _article(waiting: Waiting, text: Text, planned: str) -> dict[str, Any] | None:
    """None where there is no address to write to.

    Sender System: an agent's article would stop the clock of the first human answer.
    """
    kind, first = TYPES.get(waiting.channel), waiting.first
    to = unescape(str(first.get("from") or "")) if kind in ADDRESSED else ""
    if kind is None or (kind in ADDRESSED and not to):
        return None
    html = kind in {"email", "note"}
    return {
        "ticket_id": waiting.ticket["id"],
        "type": kind,
        "sender": "System",
        "internal": False,
        "to": to,
        "subject": text.title if kind == "email" else "",
        "in_reply_to": first.get("message_id") or "",
        "content_type": "text/html" if html else "text/plain",
        "body": text.html if html else text.plain,
        # Zammad's own auto-reply triggers, and another helpdesk's, must not answer it.
        "preferences": {MARK: planned, "send-auto-response": False, "is-auto-response": True},
    }
