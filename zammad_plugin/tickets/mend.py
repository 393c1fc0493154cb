"""Tickets of which the server refused a part: written when the right comes."""

from __future__ import annotations

import logging

from zammad_plugin.errors import NotAuthenticated, Untrusted, ZammadError, brief
from zammad_plugin.state.hands import Hands, Resting, Taken
from zammad_plugin.tickets.ticket import TicketWork
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.waiting import open_states, read_case
from zammad_plugin.vocabulary import ERROR, TRIAGED
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)


def mend(client: Client, tools: Tools, hands: Hands) -> int:
    """How many got what was refused before. Raises ZammadError's children when the search fails."""
    tests = {
        "ticket.state_id": open_states(client),
        "ticket.tags": {"operator": "contains all", "value": f"{ERROR},{TRIAGED}"},
    }
    rows = list(client.every_ticket(tests))  # before any leaves the result
    return sum(_one(client, tools, hands, int(row["id"])) for row in rows)


def _one(client: Client, tools: Tools, hands: Hands, ticket_id: int) -> bool:
    try:
        with hands.take(ticket_id) as hand, client.session.guarded(hand.check):
            return TicketWork(client, read_case(client, ticket_id), tools, hand=hand).mend()
    except (NotAuthenticated, Untrusted):
        raise
    except (Taken, Resting):
        return False
    except ZammadError as error:
        log.error("ticket %s: %s; tried again", ticket_id, brief(error))
        return False
