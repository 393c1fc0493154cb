"""First safe words to the writer, before a person answers: once, and never to a machine.

The article carries its own mark: after a lost answer or a kill it is looked for, not sent again.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from html import unescape
from typing import Any

from zammad_plugin.state.hands import Hand, Resting
from zammad_plugin.tickets.writing.write_back import ENDED
from zammad_plugin.vocabulary import AUTO_REPLIED, TRIAGED
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import REPLY as MARK
from zammad_plugin.zammad.marks import marked
from zammad_plugin.zammad.rows import Article
from zammad_plugin.zammad.safe_contact import unsafe
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
NOBODY_READS = re.compile(
    r"(no|not|do-?not|auto|never)[-_.]?(reply|respond|response|antwort)|ne[-_.]?pas[-_.]?repondre|"
    r"(mailer-daemon|postmaster|bounces?|notifications?|robot|bot)([-_.+]|@)"
)
MOST_OF_A_DOMAIN = 5  # answers an hour; people of one house who all ask for help are fewer
AN_HOUR = timedelta(hours=1)
# Houses where any number of people have their mail, and a robot gets no new address a mail.
MANY_PEOPLE = {"aol", "gmail", "gmx", "googlemail", "hotmail", "icloud", "outlook", "proton"}
MANY_PEOPLE |= {"protonmail", "yahoo", "yandex"}


@dataclass(frozen=True)
class Text:
    """A reply as the writer gets it: `title` is a neutral first line or subject."""

    title: str
    plain: str
    html: str


EVERY = "every"  # in the place of a language: nobody knows which one the person reads
Replies = Callable[[str, str], Text | None]  # (key, language or EVERY) → the text, or None


@dataclass(frozen=True)
class Waiting:
    """The ticket that is answered; `articles` as they were read before."""

    ticket: Record
    articles: list[Article]
    channel: str

    @property
    def sent(self) -> bool:
        return any(marked(one, MARK) for one in self.articles)

    @property
    def first(self) -> Article:
        return next(one for one in self.articles if one.get("sender") == "Customer")


def answer(
    client: Client,
    waiting: Waiting,
    planned: str,
    replies: Replies,
    now: datetime,
    hand: Hand,
    late: bool = False,
) -> bool:
    """Send `planned` (`key/lang`) unless it was sent, or writing is not safe. Raises ZammadError's
    children; Resting while another ticket of the person may be answered. `late`: a hand that died
    had planned it."""
    ticket_id = int(waiting.ticket["id"])
    if not waiting.sent:
        key, _, lang = planned.partition("/")
        text = replies(key, lang)
        payload = _article(waiting, text) if text else None
        stopped = payload is None or unsafe(client, waiting.ticket)
        if stopped or _from_a_robot(client, waiting, now):
            log.warning("ticket %s: no auto-reply for %s", ticket_id, planned)
            return False
        assert payload is not None
        client.tag(ticket_id, AUTO_REPLIED)  # before it is sent: other hands see it in the search
        if _answered_today(client, waiting.ticket, now, late):
            client.untag(ticket_id, AUTO_REPLIED)
            return False
        hand.writing()
        client.create_article(payload)
    else:
        client.tag(ticket_id, AUTO_REPLIED)
    return not waiting.sent


def _answered_today(client: Client, ticket: Record, now: datetime, late: bool) -> bool:
    """Whether the same person got one in another ticket since yesterday, however old that is."""
    customer = [str(ticket["customer_id"])]
    person = {"operator": "is", "pre_condition": "specific", "value": customer}
    since = now - ONE_A
    rows = client.search_tickets({"ticket.customer_id": person, **_since(since)})
    others = [row for row in rows if row["id"] != ticket["id"]]
    if any(_answered(client, int(row["id"]), since) for row in others):
        return True
    for row in others:
        first = late and int(row["id"]) > int(ticket["id"])  # of two that waited, the lower one
        if not first and _at_work(client, row):
            raise Resting(f"ticket {row['id']} of the same person comes first", hint="wait")
    return False


def _since(since: datetime) -> Record:
    """Tickets with an answer of ours, or with one under way."""
    return {
        "ticket.tags": {"operator": "contains one", "value": AUTO_REPLIED},
        "ticket.updated_at": {"operator": "after (absolute)", "value": write_time(since)},
    }


def _at_work(client: Client, row: Record) -> bool:
    """Whether another hand may be about to answer it: the mark is there, the end is not."""
    ended = str(row.get("state")) in ENDED
    return not ended and TRIAGED not in client.tags(int(row["id"]))


def _from_a_robot(client: Client, waiting: Waiting, now: datetime) -> bool:
    """Addresses that nobody reads, and a domain of which many were answered within an hour: a
    machine that writes from a new address each time would be answered for ever."""
    address = parseaddr(unescape(str(waiting.first.get("from") or "")))[1].casefold()
    if TYPES.get(waiting.channel) != "email" or "@" not in address:
        return False
    if NOBODY_READS.match(address):
        return True
    domain = address.rpartition("@")[2]
    if domain.partition(".")[0] in MANY_PEOPLE:
        return False
    return _written_from(domain, client, waiting, now) >= MOST_OF_A_DOMAIN


def _written_from(domain: str, client: Client, waiting: Waiting, now: datetime) -> int:
    """How many other tickets came from there within an hour."""
    rows = client.search_tickets(_since(now - AN_HOUR))
    others = [row for row in rows if row["id"] != waiting.ticket["id"]]
    return sum(str(one.get("customer")).casefold().endswith(f"@{domain}") for one in others)


def _answered(client: Client, ticket_id: int, since: datetime) -> bool:
    """One that can't be read counts: rather none than two."""
    sent = [one for one in client.articles(ticket_id, expand="true") if marked(one, MARK)]
    times = [read_time(one.get("created_at")) for one in sent]
    return any(at is None or at >= since for at in times)


def _article(waiting: Waiting, text: Text) -> dict[str, Any] | None:
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
        "preferences": {MARK: True, "send-auto-response": False, "is-auto-response": True},
    }
