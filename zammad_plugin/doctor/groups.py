"""Whether triage sees every group, may write where routing sends tickets, and owners can own.

Zammad shows a user only the groups that he may read: what triage may not see looks like silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from zammad_plugin.doctor.findings import Finding
from zammad_plugin.errors import NotPermitted
from zammad_plugin.routing.people import logins_of
from zammad_plugin.routing.rules import Routing
from zammad_plugin.zammad.client import Client, Record

NEEDED = ("read", "create", "change")  # to find a ticket, to move one there, to write to it
BLIND = (
    "run doctor with --desk and the sync token of `sync:` in its variable too: it may list groups "
    "and roles"
)


@dataclass(frozen=True)
class Rights:
    """What roles give, by id; groups by name."""

    groups: dict[str, int]
    roles: dict[int, Record]

    def of(self, user: Record, group: str) -> set[str]:
        """`full` holds every other."""
        held = [user, *(self.roles.get(int(one), {}) for one in user.get("role_ids") or [])]
        key = str(self.groups[group])
        found = {str(one) for row in held for one in (row.get("group_ids") or {}).get(key, [])}
        return found | set(NEEDED) if "full" in found else found

    def blind(self, user: Record) -> list[str]:
        """Active groups whose tickets the user does not see."""
        return [group for group in sorted(self.groups) if "read" not in self.of(user, group)]

    def missing(self, user: Record, group: str) -> list[str]:
        """What is needed for sending a ticket there; all of it where there is no such group."""
        held = self.of(user, group) if group in self.groups else set()
        return [one for one in NEEDED if one not in held]


def rights_of(asked: Client) -> Rights:
    """`asked` lists groups and roles. Raises NotPermitted."""
    groups = {str(row["name"]): int(row["id"]) for row in _active(asked, "groups")}
    return Rights(groups, {int(row["id"]): row for row in _active(asked, "roles")})


def groups_seen(
    client: Client, routing: Routing, admin: Client | None = None, meant: Collection[str] = ()
) -> Iterator[Finding]:
    """`client` is triage's; `admin` may list groups and roles, where another token does; `meant`:
    groups that triage is not meant to see."""
    try:
        rights = rights_of(admin or client)
    except NotPermitted:
        yield Finding("warn", "which groups triage can't see is not to be told", BLIND)
        return
    yield from _seen(client.me(), rights, meant)
    named = sorted({then.group for then in routing.thens if then.group})
    yield from _routed(client.me(), rights, named)
    yield from _owners(client, routing, rights, named)


def _active(client: Client, resource: str) -> list[Record]:
    return [row for row in client.list_all(resource) if row.get("active")]


def _seen(me: Record, rights: Rights, meant: Collection[str]) -> Iterator[Finding]:
    blind = [group for group in rights.blind(me) if group not in meant]
    if blind:
        what = f"groups whose tickets triage does not see: {', '.join(blind)}"
        mend = f"give its user {', '.join(NEEDED)} there, or name them in `unseen`"
        yield Finding("fail", what, mend)
    else:
        left = f" but for {', '.join(sorted(meant))}" if meant else ""
        yield Finding("ok", f"triage sees all {len(rights.groups)} groups{left}")


def _routed(me: Record, rights: Rights, named: list[str]) -> Iterator[Finding]:
    for group in named:
        if group not in rights.groups:
            mend = "zammad-plugin apply, or mend the name"
            yield Finding("fail", f"routing names the group '{group}', which is not there", mend)
        elif missing := rights.missing(me, group):
            what = f"triage can't send tickets to '{group}': {', '.join(missing)} is missing"
            yield Finding("fail", what, "give its user the right there (docs/rights.md)")


def _owners(
    client: Client, routing: Routing, rights: Rights, named: list[str]
) -> Iterator[Finding]:
    """Who has no *full* in a group is taken away as an owner, without a word."""
    for login in sorted(logins_of(routing)):
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
