"""Names that routing uses, looked up on the server before the first ticket is written to."""

from __future__ import annotations

from zammad_plugin.errors import NotPermitted
from zammad_plugin.routing.people import WAYS
from zammad_plugin.routing.rules import Routing
from zammad_plugin.zammad.client import Client


def unknown_names(client: Client, routing: Routing) -> list[str]:
    """`priority '4 now'`, `owner 'x@example.org'`, …: what the server does not have. A kind that
    the token may not list (groups, with `ticket.agent` alone) is left to doctor and to the first
    refusal."""
    thens = routing.thens
    found = [
        *_missing(client, "group", "groups", {one.group for one in thens if one.group}),
        *_missing(
            client, "priority", "ticket_priorities", {one.priority for one in thens if one.priority}
        ),
        *_missing(client, "state", "ticket_states", {one.state for one in thens if one.state}),
    ]
    owners = {one.owner for one in thens if one.owner and one.owner not in WAYS}
    logins = sorted(owners | {person.login for person in routing.people})
    return [*found, *(f"user '{login}'" for login in logins if client.user(login) is None)]


def _missing(client: Client, what: str, resource: str, names: set[str]) -> list[str]:
    if not names:
        return []
    try:
        there = {str(row.get("name")) for row in client.list_all(resource)}
    except NotPermitted:
        return []
    return [f"{what} '{name}'" for name in sorted(names - there)]
