"""Tickets of a period, page by page, into figures: no ticket is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from zammad_plugin.deadlines.preservation import read_preservation
from zammad_plugin.errors import Rejected
from zammad_plugin.report.figures import Figures, Rules, count, count_gone
from zammad_plugin.report.histories import deepen
from zammad_plugin.retention.kept import Kept
from zammad_plugin.routing.hours import is_open
from zammad_plugin.routing.rules import Routing
from zammad_plugin.vocabulary import CAME_FIELD
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.times import read_time, write_time

DEEP = 3000  # reports whose histories are read without being asked: a call each
EVERY = 500  # tickets between two words on how far it is
Progress = Callable[[int], None]


def rules_of(routing: Routing, today: date) -> Rules:
    promise = {str(urgency): minutes for urgency, minutes in routing.answer_within.items()}
    return Rules(lambda at: is_open(routing.hours, at), promise, read_preservation(), today)


def figures(
    client: Client,
    routing: Routing,
    first: date,
    last: date,
    deep: bool | None = None,
    progress: Progress = lambda _: None,
    gone: Kept | None = None,
) -> Figures:
    """Of tickets that were made from `first` to `last`, both included, in the desk's own days.
    `deep`: whether histories are read too; None: where the reports are not too many; `gone`: what
    was kept of deleted ones.

    Raises ZammadError's children.
    """
    zone = ZoneInfo(routing.zone)
    rules = rules_of(routing, datetime.now(zone).date())
    found = Figures(first, last)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    for ticket in client.every_ticket(_since(datetime.combine(first, time(), zone))):
        made = read_time(ticket.get("created_at"))
        if made and made >= ends:
            break  # the oldest come first
        if ticket.get(CAME_FIELD):
            continue  # emptied: it counts where the first one had come
        count(found, ticket, rules, zone)
        if found.read % EVERY == 0:
            progress(found.read)
    for ticket in _emptied(client, first, last):
        count(found, ticket, rules, zone)
    for day, counts in gone.between(first, last) if gone else ():
        count_gone(found, day, counts)
    if deep or (deep is None and len(found.ids) <= DEEP):
        _histories(client, found, rules, progress)
    return found


def _emptied(client: Client, first: date, last: date) -> Iterator[Record]:
    """Those whose texts are gone, by the day on which the first one had come."""
    since = datetime.combine(first, time(), UTC)
    tests = {f"ticket.{CAME_FIELD}": _since(since)["ticket.created_at"]}
    try:
        for ticket in client.every_ticket(tests):
            if str(ticket.get(CAME_FIELD) or "")[:10] <= last.isoformat():
                yield ticket
    except Rejected:
        return  # a server without the attribute


def _since(first: datetime) -> Record:
    # A server may take "after" for "later than": the very first moment counts too.
    since = write_time(first - timedelta(milliseconds=1))
    return {"ticket.created_at": {"operator": "after (absolute)", "value": since}}


def _histories(client: Client, found: Figures, rules: Rules, progress: Progress) -> None:
    me = int(client.me()["id"])
    for number, ticket_id in enumerate(found.ids, 1):
        ticket, _ = client.ticket(ticket_id)
        answered = None if ticket.get("first_response_at") else _answered(client, ticket_id)
        deepen(found, ticket, client.history(ticket_id), me, answered, rules)
        if number % EVERY == 0:
            progress(number)


def _answered(client: Client, ticket_id: int) -> datetime | None:
    """When a person first wrote to the customer; Zammad's own field knows no note that is public,
    which is what the Signal bridge carries."""
    written: list[Any] = [
        one.get("created_at")
        for one in client.articles(ticket_id)
        if one.get("sender") == "Agent" and one.get("internal") is False
    ]
    return read_time(written[0]) if written else None
