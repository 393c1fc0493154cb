"""What a case's ticket gets beyond its decision: an owner, a neutral title, the time to look
again, WhatsApp's window. Each only where it is ours to set."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from zammad_plugin.routing.decision import Decision
from zammad_plugin.routing.labels import WINDOWED
from zammad_plugin.routing.people import choose
from zammad_plugin.routing.rules import Routing
from zammad_plugin.text.identifiers.telephone import country
from zammad_plugin.tickets.waiting import open_states
from zammad_plugin.tickets.writing.ours import Seen
from zammad_plugin.triage.model import Assessment
from zammad_plugin.vocabulary import (
    AGE_FIELD,
    BLACKMAIL_FIELD,
    CHANNEL_FIELD,
    COUNTRIES,
    COUNTRY_FIELD,
    ELSEWHERE,
    PLATFORM_FIELD,
    REPORTER_FIELD,
    SUSPENDED_ON_FIELD,
    WINDOW_ENDS_FIELD,
)
from zammad_plugin.zammad.articles import window_ends
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.times import read_time, write_minute

Fields = dict[str, Any]
PEOPLE = {REPORTER_FIELD, AGE_FIELD, BLACKMAIL_FIELD, PLATFORM_FIELD}
NUMBER = re.compile(r"\+\d{8,15}")  # as WhatsApp and SMS name who wrote


class Roster:
    """What the server knows of agents; what a run gave out counts at once, without asking again."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.user, self.user_by_id = client.user, client.user_by_id
        self._loads: dict[int, int] = {}

    def load(self, user_id: int) -> int:
        """Tickets that the agent has and that aren't done, up to 200; asked once a run."""
        if user_id not in self._loads:
            owner = {"operator": "is", "pre_condition": "specific", "value": [str(user_id)]}
            tests = {"ticket.owner_id": owner, "ticket.state_id": open_states(self.client)}
            self._loads[user_id] = len(self.client.search_tickets(tests))
        return self._loads[user_id]

    def gave(self, user_id: int) -> None:
        if user_id in self._loads:
            self._loads[user_id] += 1


def owner_of(
    seen: Seen, decision: Decision, lang: str, routing: Routing, at: datetime, roster: Roster
) -> Fields:
    """At the first triage, and never from somebody."""
    if not decision.owner or seen.owned or seen.memory or "owner" in seen.touched:
        return {}
    owner = choose(decision.owner, lang, routing, at, roster)
    if owner is None:
        return {}
    roster.gave(owner)
    return {"owner_id": owner}


def title_of(
    case: Case,
    seen: Seen,
    decision: Decision,
    routing: Routing,
    touched: Callable[[], Collection[str]],
) -> Fields:
    """Neutral before any reply goes out: the subject of an answer stands on a locked screen.

    WhatsApp's always: Zammad puts the writer's name and number there. What a person wrote stays;
    `touched` is asked only when there is something to write.
    """
    concerns = decision.concerns or decision.around.channel in WINDOWED
    ours = seen.memory is not None and "title" in seen.memory.fields
    if not routing.title or not concerns or ours:
        return {}
    title = routing.title.format(number=case.ticket.get("number", ""))
    if title == case.ticket.get("title") or "title" in touched():
        return {}
    return {"title": title}


def later_of(fields: Fields, decision: Decision, now: datetime) -> Fields:
    """When Zammad shows the ticket again, with a state that waits."""
    if "state" not in fields or not decision.follow_up:
        return {}
    return {"pending_time": write_minute(now + timedelta(minutes=decision.follow_up))}


def window_of(case: Case) -> Fields:
    """Until when WhatsApp lets the desk answer, where the attribute is there."""
    ends = window_ends(case.from_customer)
    return (
        {WINDOW_ENDS_FIELD: write_minute(ends)} if ends and WINDOW_ENDS_FIELD in case.ticket else {}
    )


def way_of(case: Case, channel: str) -> Fields:
    """How the person writes, for the columns of overviews, where the attribute is there."""
    there = CHANNEL_FIELD in case.ticket
    return {CHANNEL_FIELD: channel} if there and not case.ticket[CHANNEL_FIELD] else {}


def suspended_of(
    case: Case, seen: Seen, decision: Decision, assessment: Assessment, zone: str
) -> Fields:
    """A suspended account starts the clock of the evidence: at the latest it was suspended on the
    day of the first message that was not judged before. Once; a person's date and one that a
    person took away stay as they are."""
    written = seen.memory.fields if seen.memory else {}
    ours = SUSPENDED_ON_FIELD in case.ticket and SUSPENDED_ON_FIELD not in written
    if not (ours and assessment.account_suspended and decision.concerns):
        return {}
    known = seen.memory.judged if seen.memory else ()
    new = [one for one in case.from_customer if int(one["id"]) not in known]
    at = read_time(new[0].get("created_at")) if new else None
    if at is None or case.ticket[SUSPENDED_ON_FIELD]:
        return {}
    return {SUSPENDED_ON_FIELD: at.astimezone(ZoneInfo(zone)).date().isoformat()}


def is_new(client: Client, ticket_id: int) -> bool:
    """Asked right before a state is written: somebody may have closed it since it was read."""
    fresh, _ = client.ticket(ticket_id)
    return str(fresh.get("state")) == "new"


def there(case: Case, decision: Decision) -> Decision:
    """Without attributes that this server does not have yet: `apply` makes them, `run` may come
    first."""
    fields = {
        name: value
        for name, value in decision.fields.items()
        if name not in PEOPLE or name in case.ticket
    }
    return replace(decision, fields=fields)


def country_of(case: Case) -> Fields:
    """By the prefix of the number that wrote, where the attribute is there and empty. It tells
    where the number is from, which need not be where the person is: agents set it right."""
    if COUNTRY_FIELD not in case.ticket or case.ticket[COUNTRY_FIELD]:
        return {}
    senders = (NUMBER.search(str(one.get("from") or "")) for one in case.from_customer)
    codes = (country(found[0]) for found in senders if found)
    code = next(filter(None, codes), "")
    return {COUNTRY_FIELD: code if code in COUNTRIES else ELSEWHERE} if code else {}
