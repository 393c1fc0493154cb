"""Who gets a ticket: by language, on call, least loaded; never someone who is out of office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from zammad_plugin.routing.hours import in_week
from zammad_plugin.routing.rules import Person, Routing

Record = dict[str, Any]
WAYS = {"language", "on-call", "least-loaded"}


class Staff(Protocol):
    """What the choice needs to know of the server."""

    def user(self, login: str) -> Record | None: ...
    def load(self, user_id: int) -> int: ...


def choose(owner: str, lang: str, routing: Routing, at: datetime, staff: Staff) -> int | None:
    """The id of the owner-to-be, or None when nobody fits: then the group sees the ticket."""
    if owner not in WAYS:
        names: Iterable[str] = [owner]
    else:
        names = [one.login for one in _fitting(owner, lang, routing, at)]
    found = [user for user in map(staff.user, names) if user and available(user, at.date())]
    if len(found) <= 1:
        return int(found[0]["id"]) if found else None
    ids = sorted(int(user["id"]) for user in found)
    return min(ids, key=staff.load)


def _fitting(way: str, lang: str, routing: Routing, at: datetime) -> list[Person]:
    """Who speaks the language is preferred whatever the way; without one, everybody who fits."""
    zone = routing.hours.timezone if routing.hours else "UTC"
    people = [one for one in routing.people if way != "on-call" or in_week(one.on_call, zone, at)]
    speaking = [one for one in people if lang in one.languages]
    return speaking or ([] if way == "language" else people)


def available(user: Record, today: date) -> bool:
    """Active, and not out of office today (both ends belong to the absence, as in Zammad)."""
    if not user.get("active", True):
        return False
    if not user.get("out_of_office"):
        return True
    start, end = (str(user.get(f"out_of_office_{one}_at") or "")[:10] for one in ("start", "end"))
    return not (start <= today.isoformat() <= end)
