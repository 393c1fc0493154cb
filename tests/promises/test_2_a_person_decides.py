"""What a person set is never overwritten: whatever the customer writes afterwards, and however
often a run looks again.

What triage never wrote, and a person set after it, can't be told from what stood there: tickets
here are grave from their first message on, so that it wrote all."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from applied_desk import applied
from scale import figure, many

from zammad_plugin.routing.rules import load_routing
from zammad_plugin.tickets.run import run
from zammad_plugin.triage.ruleset import load
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

TEXTS = (
    "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him",
    "Hello, what are your opening hours?",
    "I want to kill myself tonight",
    "merci beaucoup",
)
CHOICES: tuple[dict[str, Any], ...] = (
    {"cs_urgency": "low"},
    {"cs_category": "grooming"},
    {"priority": "1 low"},
    {"priority": "3 high"},
    {"group": "Users"},
    {"state": "open"},
    {"title": "as the agent calls it"},
)
TICKETS = many(12, 600)


@pytest.fixture
def clients() -> Iterator[dict[str, Client]]:
    with applied() as server:
        made = {who: Client(Session(server.url, server.tokens[who])) for who in ("admin", "triage")}
        yield made
        for one in made.values():
            one.session.close()


def test_what_an_agent_set_stays(clients: dict[str, Client]) -> None:
    dice, ruleset, routing = random.Random(2), load(), load_routing()
    admin, looks = clients["admin"], 0
    for number in range(TICKETS):
        article = {"body": TEXTS[0], "type": "web", "sender": "Customer"}
        new = {"title": "Hi", "group": "Users", "customer_id": f"guess:p{number}@example.org"}
        ticket = int(admin.create_ticket({**new, "article": {**article, "internal": False}})["id"])
        run(clients["triage"], ruleset, routing)
        now = admin.ticket(ticket)[0]  # what stands there already is nobody's choice
        chosen = dice.choice([one for one in CHOICES if not one.items() <= now.items()])
        admin.put_ticket(ticket, dict(chosen))
        gone = sorted(tag for tag in admin.tags(ticket) if tag.startswith("cs-plat"))[:1]
        for tag in gone:
            admin.untag(ticket, tag)
        for _ in range(dice.randint(1, 3)):
            body = {"ticket_id": ticket, "body": dice.choice(TEXTS), "type": "web"}
            admin.create_article({**body, "sender": "Customer", "internal": False})
            run(clients["triage"], ruleset, routing)
            looks += 1
        found = admin.ticket(ticket)[0]
        assert {name: found[name] for name in chosen} == chosen, (number, chosen)
        assert not set(gone) & set(admin.tags(ticket))
    figure("a person decides: tickets, looks after it", f"{TICKETS}, {looks}")
