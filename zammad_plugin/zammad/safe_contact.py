"""Whether writing to a person may put somebody in danger: the offender may hold the phone."""

from __future__ import annotations

from zammad_plugin.errors import Rejected
from zammad_plugin.vocabulary import SAFE_CONTACT_FIELD
from zammad_plugin.zammad.client import Client, Record

CAREFUL, FREE = "yes", "no"  # options of the attribute (templates/attributes/safe-contact.yml)


def says_so(ticket: Record) -> bool:
    """Whether the ticket itself says that writing is not safe; nothing is asked."""
    return ticket.get(SAFE_CONTACT_FIELD) == CAREFUL


def unsafe(client: Client, ticket: Record) -> bool:
    """What the ticket says; where it says nothing, whether another one of the same person, however
    old, says yes: it is the same phone. Raises ZammadError's children."""
    if SAFE_CONTACT_FIELD not in ticket:
        return False
    said = str(ticket[SAFE_CONTACT_FIELD] or "")
    return said == CAREFUL if said else unsafe_person(client, int(ticket["customer_id"]))


def unsafe_person(client: Client, customer: int) -> bool:
    """Whether any ticket of the customer says so. Raises ZammadError's children.

    A server without the attribute refuses the search: there nobody marked anybody.
    """
    person = {"operator": "is", "pre_condition": "specific", "value": [str(customer)]}
    careful = {"operator": "is", "value": [CAREFUL]}
    tests = {"ticket.customer_id": person, f"ticket.{SAFE_CONTACT_FIELD}": careful}
    try:
        return bool(client.search_tickets(tests, limit=1))
    except Rejected:
        return False
