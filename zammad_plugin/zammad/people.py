"""Who has a ticket, and who did what to it, as its history tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.times import read_time

NOBODY = 1  # Zammad's owner_id for "no owner" …
SYSTEM = 1  # … and the user in whose name its own triggers work
MAKING = timedelta(seconds=2)  # a ticket and its first article are two writes
WATCHED = {"group", "priority", "owner", "state", "title"}


def owner_id(ticket: Mapping[str, Any]) -> int:
    """0 for none."""
    owner = int(ticket.get("owner_id") or NOBODY)
    return 0 if owner == NOBODY else owner


def no_person(client: Client, ticket: Mapping[str, Any]) -> set[object]:
    """Ids of users whose changes are no agent's: customer, triggers, ourselves."""
    return {ticket.get("customer_id"), SYSTEM, int(client.me()["id"])}


def by_people(client: Client, ticket: Mapping[str, Any]) -> set[str]:
    """Fields in WATCHED that a person changed since the ticket was made."""
    others = no_person(client, ticket)
    return {
        str(one.get("attribute")).removesuffix("_id")
        for one in client.history(int(ticket["id"]))
        if one.get("type") == "updated" and one.get("created_by_id") not in others
    } & WATCHED


def touched(client: Client, ticket: Mapping[str, Any]) -> Collection[str]:
    """The same, asked only when somebody changed any."""
    last = ticket.get("updated_by_id")
    if last in (ticket.get("customer_id"), SYSTEM) or _as_created(ticket):
        return ()
    return by_people(client, ticket)


def given_by_customer(
    client: Client, ticket: Record, names: Collection[str], written: Mapping[str, Any]
) -> Collection[str]:
    """Those of our attributes `names` whose value the customer put there: over the API he may,
    when the ticket is made and later. Asked only where a value stands that we didn't write."""
    others = [one for one in names if ticket.get(one) not in (None, "", written.get(one))]
    if not others:
        return ()
    last = dict.fromkeys(others, ticket.get("created_by_id"))
    for event in client.history(int(ticket["id"])):
        if event.get("type") == "updated" and event.get("attribute") in last:
            last[str(event["attribute"])] = event.get("created_by_id")
    return {one for one, by in last.items() if by == ticket.get("customer_id")}


def _as_created(ticket: Mapping[str, Any]) -> bool:
    """Nobody but its maker wrote to it, and only in its first moments."""
    if ticket.get("updated_by_id") != ticket.get("created_by_id"):
        return False
    made, changed = read_time(ticket.get("created_at")), read_time(ticket.get("updated_at"))
    return bool(made and changed and changed - made < MAKING)
