"""Roles and lists: who may do what, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.check.names import zammad_seeds as seeds
from zammad_plugin.check.names.attributes import AGENT
from zammad_plugin.check.names.here import MEND, Here, table
from zammad_plugin.check.names.near import meant, slip_of
from zammad_plugin.check.placed import Problem
from zammad_plugin.sync.model import Record

AREAS = {one.partition(".")[0] for one in seeds.PERMISSIONS}


def seen_by(data: Record, here: Here) -> Iterator[Problem]:
    """Roles to which the list would stay empty, or that may not see it."""
    groups, roles = _groups_asked(data, here), data.get("roles")
    for number, name in enumerate(roles if isinstance(roles, list) else ()):
        if name == "Customer":
            yield ("roles", number), "customers would read what the list is called", "take it away"
        rights = here.world.roles.get(str(name))
        if rights is None:
            continue
        held = {_own(one, here) for one in rights.groups}
        if AGENT not in rights.permissions:
            yield ("roles", number), f"'{name}' has no {AGENT}: it sees no list", "another role"
        elif groups and held and groups.isdisjoint(held):
            what = f"'{name}' has no right in {', '.join(sorted(groups))}: the list stays empty"
            yield ("roles", number), what, "another role, or give it the group in templates/roles"


def _groups_asked(data: Record, here: Here) -> set[str]:
    """Those of which a ticket must be, by their own names; none where that is not asked."""
    asked = table(table(data.get("condition")).get("ticket.group"))
    value = asked.get("value") if asked.get("operator") in ("is", "is any of") else None
    return {_own(one, here) for one in (value if isinstance(value, list) else [value]) if one}


def _own(name: object, here: Here) -> str:
    return here.world.own.get(str(name), str(name))


def role(data: Record, here: Here) -> Iterator[Problem]:
    for name, rights in table(data.get("groups")).items():
        yield from here.named(("groups", name), "groups", name)
        if rights == []:
            yield ("groups", name), f"no right in '{name}'", "name one, or take the line away"
    permissions = data.get("permissions")
    given = [str(one) for one in permissions] if isinstance(permissions, list) else []
    yield from _permissions(given)
    if "admin" in given and AGENT in given:
        place = ("permissions", given.index("admin"))
        yield place, "who works on tickets could change the whole system", "admin.… of one part"
    if data.get("groups") and AGENT not in given:
        yield ("groups",), f"rights in groups count for nothing without {AGENT}", "add it"


def _permissions(given: list[str]) -> Iterator[Problem]:
    for number, one in enumerate(given):
        near = slip_of(one, seeds.PERMISSIONS)
        if one not in seeds.PERMISSIONS and near:
            what = f"no permission '{one}', did you mean '{near}'?"
            yield ("permissions", number), what, MEND
        elif one.partition(".")[0] not in AREAS:
            what = f"Zammad has no permission '{one}'{meant(one, seeds.PERMISSIONS)}"
            yield ("permissions", number), what, MEND
