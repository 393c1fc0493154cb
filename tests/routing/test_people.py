"""Who gets a ticket."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from zammad_plugin.routing.hours import Hours, in_week
from zammad_plugin.routing.people import choose
from zammad_plugin.routing.rules import Person, Routing

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ALWAYS = {day: [("00:00", "24:00")] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
AWAY = {
    "out_of_office": True,
    "out_of_office_start_at": "2026-11-20",
    "out_of_office_end_at": "2026-11-24",
}


class Staff:
    """Users by login with their number of tickets; asked loads are counted."""

    def __init__(self, **users: dict[str, Any]) -> None:
        self.users = {
            login: {"id": number, "login": login, "active": True, **more}
            for number, (login, more) in enumerate(users.items(), 10)
        }
        self.loads: dict[int, int] = {}

    def user(self, login: str) -> dict[str, Any] | None:
        return self.users.get(login)

    def user_by_id(self, user_id: int) -> dict[str, Any] | None:
        return next((one for one in self.users.values() if one["id"] == user_id), None)

    def load(self, user_id: int) -> int:
        return self.loads.get(user_id, 0)


def routing(*people: Person, zone: str = "Asia/Beirut") -> Routing:
    return Routing(rules=(), people=people, hours=Hours(timezone=zone, week=ALWAYS))


RANA, OMAR = Person(login="rana", languages=("ar",)), Person(login="omar", languages=("fr", "ar"))
TWO = routing(RANA, OMAR)


def test_who_speaks_the_language_and_has_least() -> None:
    staff = Staff(rana={}, omar={})
    staff.loads = {10: 3, 11: 1}
    assert choose("language", "ar", TWO, NOON, staff) == 11
    assert choose("language", "hy", TWO, NOON, staff) is None
    assert choose("least-loaded", "hy", TWO, NOON, staff) == 11
    assert choose("nobody-of-that-name", "ar", TWO, NOON, staff) is None


def test_who_is_away_gets_nothing() -> None:
    staff = Staff(rana={}, omar=AWAY)
    staff.loads = {10: 99}
    assert choose("least-loaded", "fr", TWO, NOON, staff) == 10
    assert choose("omar", "fr", TWO, NOON, staff) is None
    gone = Staff(rana={"active": False}, omar=AWAY)
    assert choose("least-loaded", "ar", TWO, NOON, gone) is None


def test_the_replacement_stands_in_and_a_circle_ends() -> None:
    chain = Staff(
        rana={**AWAY, "out_of_office_replacement_id": 11},
        omar={**AWAY, "out_of_office_replacement_id": 12},
        lea={},
    )
    assert choose("rana", "ar", TWO, NOON, chain) == 12
    assert choose("language", "ar", TWO, NOON, chain) == 12
    circle = Staff(
        rana={**AWAY, "out_of_office_replacement_id": 11},
        omar={**AWAY, "out_of_office_replacement_id": 10},
    )
    assert choose("rana", "ar", TWO, NOON, circle) is None
    lost = Staff(rana={**AWAY, "out_of_office_replacement_id": 77})
    assert choose("rana", "ar", TWO, NOON, lost) is None


def test_away_on_either_calendar_is_away() -> None:
    """At half past midnight in Beirut it is still yesterday for a server in UTC."""
    night = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # the 25th in Beirut
    for day in ("2026-11-24", "2026-11-25"):
        away = {"out_of_office": True, "out_of_office_start_at": day, "out_of_office_end_at": day}
        assert choose("rana", "ar", TWO, night, Staff(rana=away)) is None


def test_on_call_is_asked_by_the_clock_of_the_desk() -> None:
    night = {"tue": [("22:00", "06:00")]}
    duty = routing(Person(login="rana", languages=("fr",), on_call=night), OMAR)
    staff = Staff(rana={}, omar={})
    at = datetime(2026, 11, 24, 23, 0, tzinfo=ZoneInfo("Asia/Beirut"))
    assert choose("on-call", "hy", duty, at, staff) == 10
    assert choose("on-call", "hy", duty, NOON, staff) is None
    later = datetime(2026, 11, 25, 5, 59, tzinfo=ZoneInfo("Asia/Beirut"))
    assert choose("on-call", "hy", duty, later, staff) == 10


# Berlin: 2026-03-29 02:00 → 03:00, 2026-10-25 03:00 → 02:00. Beirut: 2026-03-29 00:00 → 01:00,
# 2026-10-25 00:00 → 23:00 on the 24th. Both are nights of Saturday to Sunday.
CHANGES = [
    ("Europe/Berlin", "sun", ("01:00", "04:00"), "2026-03-29T00:30", True),  # 01:30
    ("Europe/Berlin", "sun", ("01:00", "04:00"), "2026-03-29T01:30", True),  # 03:30, 02:30 is not
    ("Europe/Berlin", "sun", ("01:00", "04:00"), "2026-03-29T02:00", False),  # 04:00
    ("Europe/Berlin", "sun", ("02:00", "03:00"), "2026-03-29T01:00", False),  # an hour that isn't
    ("Europe/Berlin", "sun", ("02:00", "03:00"), "2026-10-25T00:30", True),  # 02:30 for the first
    ("Europe/Berlin", "sun", ("02:00", "03:00"), "2026-10-25T01:30", True),  # and the second time
    ("Europe/Berlin", "sun", ("02:00", "03:00"), "2026-10-25T02:00", False),  # 03:00
    ("Asia/Beirut", "sat", ("20:00", "08:00"), "2026-03-28T21:59", True),  # 23:59
    ("Asia/Beirut", "sat", ("20:00", "08:00"), "2026-03-28T22:00", True),  # 01:00 on Sunday
    ("Asia/Beirut", "sat", ("20:00", "08:00"), "2026-03-29T04:59", True),  # 07:59
    ("Asia/Beirut", "sat", ("20:00", "08:00"), "2026-03-29T05:00", False),  # 08:00
    ("Asia/Beirut", "sat", ("23:00", "24:00"), "2026-10-24T20:30", True),  # 23:30 for the first
    ("Asia/Beirut", "sat", ("23:00", "24:00"), "2026-10-24T21:30", True),  # and the second time
    ("Asia/Beirut", "sat", ("23:00", "24:00"), "2026-10-24T22:00", False),  # Sunday 00:00
]


@pytest.mark.parametrize(("zone", "day", "span", "moment", "there"), CHANGES)
def test_where_the_clock_is_moved(
    zone: str, day: str, span: tuple[str, str], moment: str, there: bool
) -> None:
    at = datetime.fromisoformat(f"{moment}:00+00:00")
    assert in_week({day: [span]}, zone, at) is there  # type: ignore[dict-item]
    on_call = Person(login="rana", on_call={day: [span]})  # type: ignore[dict-item]
    chosen = choose("on-call", "ar", routing(on_call, zone=zone), at, Staff(rana={}))
    assert (chosen == 10) is there
