"""Who gets a ticket: by language, on call, least loaded; never someone who is out of office."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from zammad_plugin.routing.hours import in_week
from zammad_plugin.routing.rules import Routing

Record = dict[str, Any]
WAYS = {"language", "on-call", "least-loaded"}
FURTHEST = 5  # replacements of replacements


class Staff(Protocol):
    """What the choice needs to know of the server."""

    def user(self, login: str) -> Record | None: ...
    def user_by_id(self, user_id: int) -> Record | None: ...
    def load(self, user_id: int) -> int: ...


def choose(owner: str, lang: str, routing: Routing, at: datetime, staff: Staff) -> int | None:
    """The id of the owner-to-be, or None when nobody fits: then the group sees the ticket.

    Where all who fit are away, the replacements that they named in Zammad stand in.
    """
    days = _days(routing, at)
    speaks = {one.login.casefold() for one in routing.people if lang in one.languages}
    users = [user for user in map(staff.user, _names(owner, routing, at)) if user]
    here = _fitting(owner, [user for user in users if available(user, days)], speaks)
    away = [] if here else _fitting(owner, users, speaks)
    found = here or [one for user in away for one in _stand_in(user, days, staff)]
    ids = sorted({int(user["id"]) for user in found})
    return min(ids, key=staff.load) if len(ids) > 1 else next(iter(ids), None)


def _names(owner: str, routing: Routing, at: datetime) -> list[str]:
    """Logins among whom is chosen; a login that the rule names is the only one."""
    if owner not in WAYS:
        return [owner]
    zone, called = routing.zone, owner == "on-call"
    return [one.login for one in routing.people if not called or in_week(one.on_call, zone, at)]


def _fitting(owner: str, users: list[Record], speaks: set[str]) -> list[Record]:
    """Who speaks the language is preferred whatever the way; `language` takes nobody else."""
    speaking = [user for user in users if str(user["login"]).casefold() in speaks]
    return users if owner not in WAYS or (not speaking and owner != "language") else speaking


def logins_of(routing: Routing) -> set[str]:
    """Whom the file names, as an owner or among its people."""
    owners = {then.owner for then in routing.thens if then.owner} - WAYS
    return owners | {person.login for person in routing.people}


def _days(routing: Routing, at: datetime) -> set[date]:
    """Today at the desk and at the server, whose own zone we can't see: away on either is away."""
    return {at.astimezone(ZoneInfo(routing.zone)).date(), at.astimezone(UTC).date()}


def available(user: Record, days: Collection[date]) -> bool:
    """Active, and not out of office on any of `days` (both ends belong to the absence)."""
    if not user.get("active", True):
        return False
    if not user.get("out_of_office"):
        return True
    start, end = (str(user.get(f"out_of_office_{one}_at") or "")[:10] for one in ("start", "end"))
    return not any(start <= day.isoformat() <= end for day in days)


def _stand_in(user: Record, days: Collection[date], staff: Staff) -> Iterator[Record]:
    """The first available one along the replacements; two who name each other end it."""
    seen = {int(user["id"])}
    for _ in range(FURTHEST):
        next_id = int(user.get("out_of_office_replacement_id") or 0)
        if not next_id or next_id in seen:
            return
        seen.add(next_id)
        found = staff.user_by_id(next_id)
        if found is None:
            return
        if available(found, days):
            yield found
            return
        user = found
