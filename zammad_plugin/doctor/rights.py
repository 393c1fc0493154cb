"""What the token may do, permission by permission, seen in answers: nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.doctor.findings import Finding
from zammad_plugin.errors import NotFound, NotPermitted, Rejected
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.model import Kind
from zammad_plugin.sync.server.inventory import Api
from zammad_plugin.sync.values import reads_tickets
from zammad_plugin.zammad.client import Client, Record

NOTHING = 0  # no object has this id: a change of it changes nothing, and 403 comes before 404
TRIAGE = "may read tickets (ticket.agent) and change nothing of the desk: a token for triage"
BOTH = "a token that leaks then opens both: make two (docs/rights.md)"


def rights(client: Api) -> Iterator[Finding]:
    """A line a permission; missing ones only matter to the work that needs them."""
    may = {name: _may(client, kind) for name, kind in REGISTRY.items()}
    agent, changes = reads_tickets(client), any(may.values())
    if agent and not changes:
        yield Finding("ok", TRIAGE)
        return
    yield from (_line(REGISTRY[name], held) for name, held in may.items())
    yield _agent(agent)
    if agent:
        yield Finding("warn", "one token reads reports and changes the system", BOTH)


def _may(client: Api, kind: Kind) -> bool | None:
    """None where the server has no such objects."""
    try:
        client.get(kind.listed or kind.resource, per_page=1)
    except NotPermitted:
        return False
    except NotFound:
        return None
    return _may_write(client, kind) if kind.agents_read else True


def _may_write(client: Api, kind: Kind) -> bool:
    try:
        client.update(kind.resource, NOTHING, {})
    except NotPermitted:
        return False
    except (NotFound, Rejected):
        return True
    return True


def _line(kind: Kind, may: bool | None) -> Finding:
    if may is None:
        since = ".".join(map(str, kind.since))
        return Finding("ok", f"no {kind.name} in this Zammad (since {since})")
    if may:
        return Finding("ok", f"may write {kind.name} ({kind.permission})")
    verb = "write" if kind.agents_read else "read"
    mend = f"needed for sync only: give the sync token {kind.permission}"
    return Finding("warn", f"may not {verb} {kind.name}", mend)


def _agent(agent: bool) -> Finding:
    if agent:
        return Finding("ok", "may read tickets (ticket.agent)")
    mend = "needed for run only: give the triage token ticket.agent"
    return Finding("warn", "may not read tickets", mend)


def listed(client: Client, resource: str) -> list[Record] | None:
    """None without the right to it."""
    try:
        return client.list_all(resource)
    except NotPermitted:
        return None
