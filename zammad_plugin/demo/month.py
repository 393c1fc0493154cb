"""An invented month on the embedded Zammad: triaged for real, then dated back, answered and
followed up, so that a report and a picture of networks have something to show."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from zammad_plugin.config.files import Strict, load
from zammad_plugin.config.places import default_desk, rules_folder
from zammad_plugin.demo.story import TYPES, let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.routing.hours import Hours, Weekday
from zammad_plugin.routing.rules import Routing, load_routing
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.tickets.networks.accounts import Networks
from zammad_plugin.tickets.run import run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.triage.ruleset import load as load_ruleset
from zammad_plugin.vocabulary import (
    ASKED_FIELD,
    ASKED_ON_FIELD,
    CATEGORY_FIELD,
    COUNTRY_FIELD,
    NOT_CHILD_SAFETY,
    OUTCOME_FIELD,
    PRESERVED_ON_FIELD,
    REPORTED_ON_FIELD,
    SUSPENDED_ON_FIELD,
)
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.marks import SIGNAL
from zammad_plugin.zammad.session import Session
from zammad_plugin.zammad.times import write_time

SEED = 7  # the same month each time
SECRET = b"of the demo alone"
NAMED = 0.18  # share of messages that name one of the accounts
ANSWERED, REFERRED, CORRECTED = 0.93, 0.4, 0.06
FIRST = date(2026, 11, 1)


class Message(Strict):
    weight: int
    channel: str
    text: str


class Month(Strict):
    """rules/demo/month.yml"""

    accounts: tuple[str, ...]
    messages: tuple[Message, ...]
    countries: dict[str, int]
    asked: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Made:
    """Ids of the tickets and the two days between which they came."""

    tickets: tuple[int, ...]
    first: date
    last: date


def play(server: Emulator, many: int = 160, first: date = FIRST) -> Made:
    """`many` tickets from `first` on, four weeks long."""
    month = load(Month, rules_folder() / "demo" / "month.yml")
    chance, last = random.Random(SEED), first + timedelta(days=27)
    admin, triage, sync = (
        Client(Session(server.url, server.tokens[one])) for one in ("admin", "triage", "sync")
    )
    try:
        apply_desk(sync, default_desk())
        for agent in (admin, triage):
            let_in(admin, agent)
        tickets = tuple(_report(admin, one) for one in _messages(month, many, chance))
        ruleset, routing = load_ruleset(), load_routing()
        tools = Tools(ruleset, routing, networks=Networks(SECRET))
        run(triage, ruleset, routing, tools=tools)
        for number, ticket in enumerate(tickets):
            at = _moment(first, last, number / many, chance)
            _live(server, admin, month, ticket, at, chance)
    finally:
        for client in (admin, triage, sync):
            client.session.close()
    return Made(tickets, first, last)


def hours() -> Routing:
    """The package's routing with a desk's hours: five days in Beirut."""
    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    week = {day: [("09:00", "17:00")] for day in days}
    return load_routing().model_copy(update={"hours": Hours(timezone="Asia/Beirut", week=week)})


def _messages(month: Month, many: int, chance: random.Random) -> Iterator[tuple[int, Message]]:
    weights = [one.weight for one in month.messages]
    for number, one in enumerate(chance.choices(month.messages, weights, k=many)):
        named = chance.random() < NAMED and len(one.text) < 150
        account = f". {chance.choice(month.accounts)}" if named else ""
        yield number, one.model_copy(update={"text": one.text + account})


def _article(one: Message) -> dict[str, Any]:
    signal = one.channel == "signal"
    return {
        "body": one.text,
        "type": "note" if signal else TYPES.get(one.channel, one.channel),
        "preferences": {SIGNAL: {}} if signal else {},  # as the bridge writes it
        "sender": "Customer",
        "internal": False,
        "content_type": "text/plain",
        "to": "desk@example.org",
    }


def _report(admin: Client, numbered: tuple[int, Message]) -> int:
    number, one = numbered
    article = _article(one)
    customer = f"guess:person{number}@example.org"
    new = {"title": "Message", "group": "Users", "customer_id": customer, "article": article}
    return int(admin.create_ticket(new)["id"])


def _moment(first: date, last: date, part: float, chance: random.Random) -> datetime:
    """More of them towards the end, and in the evening."""
    days = (last - first).days
    day = first + timedelta(days=min(days, int(days * part**0.85 + chance.random() * 2)))
    hour = chance.choices(range(24), [1] * 8 + [3] * 9 + [6] * 6 + [2])[0]
    return datetime.combine(day, time(hour, chance.randrange(60)), UTC)


def _live(
    server: Emulator,
    admin: Client,
    month: Month,
    ticket_id: int,
    at: datetime,
    chance: random.Random,
) -> None:
    """What people do with it; the server's own times are moved back by its table."""
    ticket, _ = admin.ticket(ticket_id)
    if str(ticket.get(CATEGORY_FIELD) or NOT_CHILD_SAFETY) != NOT_CHILD_SAFETY:
        places = list(month.countries)
        country = chance.choices(places, list(month.countries.values()))[0]
        admin.put_ticket(ticket_id, {COUNTRY_FIELD: country, **_evidence(ticket, at, chance)})
        if chance.random() < CORRECTED:
            admin.put_ticket(ticket_id, {CATEGORY_FIELD: "child_other"})
        if chance.random() < REFERRED:
            _ask(admin, month, ticket_id, at, chance)
    moved: dict[str, Any] = {"created_at": write_time(at)}
    if chance.random() < ANSWERED:
        night = at.hour < 7 or at.hour > 20
        minutes = chance.lognormvariate(4.6 if night else 3.0, 1.0)
        moved["first_response_at"] = write_time(at + timedelta(minutes=minutes))
    server.store.update("tickets", ticket_id, moved)


def _evidence(ticket: dict[str, Any], at: datetime, chance: random.Random) -> dict[str, str]:
    if not ticket.get(SUSPENDED_ON_FIELD):
        return {}
    day, found = at.date(), {SUSPENDED_ON_FIELD: at.date().isoformat()}
    if chance.random() < 0.75:
        day += timedelta(days=chance.choice((1, 1, 2, 2, 5)))
        found[REPORTED_ON_FIELD] = day.isoformat()
        if chance.random() < 0.6:
            day += timedelta(days=chance.choice((2, 4, 9)))
            found[PRESERVED_ON_FIELD] = day.isoformat()
    return found


def _ask(admin: Client, month: Month, ticket_id: int, at: datetime, chance: random.Random) -> None:
    asked = chance.choice(list(month.asked))
    told = {ASKED_FIELD: asked, ASKED_ON_FIELD: at.date().isoformat()}
    admin.put_ticket(ticket_id, told)
    outcome = chance.choice(month.asked[asked])
    if outcome:
        admin.put_ticket(ticket_id, {OUTCOME_FIELD: outcome})
