"""Names that routing uses, looked up on the server before the first ticket is written to."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from zammad_plugin.errors import NotPermitted
from zammad_plugin.routing.people import logins_of
from zammad_plugin.routing.rules import Routing
from zammad_plugin.zammad.client import Client


def unknown_names(client: Client, routing: Routing, lister: Client | None = None) -> list[str]:
    """`priority '3 hgih', did you mean '3 high'?`, `user 'x@example.org'`, …: what the server does
    not have. `lister` may list groups where `client` may not; without one they are left to the
    first refusal."""
    thens = routing.thens
    found = [
        *_missing(lister or client, "group", "groups", {one.group for one in thens if one.group}),
        *_missing(
            client, "priority", "ticket_priorities", {one.priority for one in thens if one.priority}
        ),
        *_missing(client, "state", "ticket_states", {one.state for one in thens if one.state}),
    ]
    logins = sorted(logins_of(routing))
    return [*found, *(f"user '{login}'" for login in logins if client.user(login) is None)]


def _missing(client: Client, what: str, resource: str, names: set[str]) -> list[str]:
    if not names:
        return []
    try:
        there = {str(row.get("name")) for row in client.list_all(resource)}
    except NotPermitted:
        return []
    return [f"{what} '{name}'{_meant(name, there)}" for name in sorted(names - there)]


def _meant(name: str, there: Iterable[str]) -> str:
    folded = {one.casefold(): one for one in there}
    near = difflib.get_close_matches(name.casefold(), folded, n=1)
    return f", did you mean '{folded[near[0]]}'?" if near else ""
