"""Whether triage sees every group, may write where routing sends tickets, and owners can own.

Zammad shows a user only the groups that he may read: what triage may not see looks like silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zammad_plugin.doctor.findings import Finding
from zammad_plugin.errors import NotPermitted
from zammad_plugin.routing.people import WAYS
from zammad_plugin.routing.rules import Routing
from zammad_plugin.zammad.client import Client, Record

NEEDED = ("read", "create", "change")  # to find a ticket, to move one there, to write to it
BLIND = (
    "run doctor with --desk and the sync token of `sync:` in its variable too: it may list groups "
    "and roles"
)


@dataclass(frozen=True)
class _Rights:
    """What roles give, by id; groups by name."""

    groups: dict[str, int]
    roles: dict[int, Record]

    def of(self, user: Record, group: str) -> set[str]:
        """`full` holds every other."""
        held = [user, *(self.roles.get(int(one), {}) for one in user.get("role_ids") or [])]
        key = str(self.groups[group])
        found = {str(one) for row in held for one in (row.get("group_ids") or {}).get(key, [])}
        return found | set(NEEDED) if "full" in found else found


def groups_seen(client: Client, routing: Routing, admin: Client | None = None) -> Iterator[Finding]:
    """`client` is triage's; `admin` may list groups and roles, where another token does."""
    asked = admin or client
    try:
        groups = {str(row["name"]): int(row["id"]) for row in _active(asked, "groups")}
        roles = {int(row["id"]): row for row in _active(asked, "roles")}
    except NotPermitted:
        yield Finding("warn", "which groups triage can't see is not to be told", BLIND)
        return
    rights = _Rights(groups, roles)
    yield from _seen(client.me(), rights)
    named = sorted({then.group for then in routing.thens if then.group})
    yield from _routed(client.me(), rights, named)
    yield from _owners(client, routing, rights, named)


def _active(client: Client, resource: str) -> list[Record]:
    return [row for row in client.list_all(resource) if row.get("active")]


def _seen(me: Record, rights: _Rights) -> Iterator[Finding]:
    blind = [group for group in sorted(rights.groups) if "read" not in rights.of(me, group)]
    if blind:
        what = f"groups whose tickets triage does not see: {', '.join(blind)}"
        mend = f"give its user {', '.join(NEEDED)} there, or a role that has them (docs/rights.md)"
        yield Finding("fail", what, mend)
    else:
        yield Finding("ok", f"triage sees all {len(rights.groups)} groups")


def _routed(me: Record, rights: _Rights, named: list[str]) -> Iterator[Finding]:
    for group in named:
        if group not in rights.groups:
            mend = "zammad-plugin apply, or mend the name"
            yield Finding("fail", f"routing names the group '{group}', which is not there", mend)
        elif missing := [one for one in NEEDED if one not in rights.of(me, group)]:
            what = f"triage can't send tickets to '{group}': {', '.join(missing)} is missing"
            yield Finding("fail", what, "give its user the right there (docs/rights.md)")


def _owners(
    client: Client, routing: Routing, rights: _Rights, named: list[str]
) -> Iterator[Finding]:
    """Who has no *full* in a group is taken away as an owner, without a word."""
    logins = {person.login for person in routing.people}
    logins |= {then.owner for then in routing.thens if then.owner} - WAYS
    for login in sorted(logins):
        user = client.user(login)
        if user is None:
            yield Finding("fail", f"routing names the user '{login}', who is not there", "")
            continue
        short = [
            one for one in named if one in rights.groups and "full" not in rights.of(user, one)
        ]
        if short:
            what = f"user {user['id']} can't own tickets in: {', '.join(short)}"
            yield Finding("fail", what, "Zammad takes owners without 'full' away: give it")
