"""The clock that evidence has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.deadlines.dates import (
    DATES,
    Deadline,
    believed,
    dates_of,
    deadlines,
    faults_of,
    next_deadline,
    reached,
)
from zammad_plugin.deadlines.preservation import read_preservation

RULES = read_preservation()
TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
TICKETS = st.fixed_dictionaries({}, optional={name: DAYS.map(str) for name in DATES})


def _steps(ticket: dict[str, str], platform: str = "tiktok") -> list[tuple[str, str]]:
    made = deadlines(dates_of(ticket), platform, RULES)
    return [(one.step, one.day.isoformat()) for one in made]


def test_before_anyone_filed_there_is_only_a_reason_to_hurry() -> None:
    assert _steps({"cs_suspended_on": "2026-11-20"}) == [("report", "2026-11-22")]


def test_a_report_is_not_yet_a_filing() -> None:
    told = {"cs_suspended_on": "2026-11-20", "cs_reported_on": "2026-11-21"}
    assert _steps(told) == [("filed", "2026-11-28")]
    assert _steps({**told, "cs_preserved_on": "2026-11-25"})[0] == ("ask", "2027-01-24")
    assert _steps(told, "telegram") == []  # nothing that could be kept on request
    assert _steps({"cs_reported_on": "2026-11-21"}) == []


def test_ninety_days_run_from_the_filing_and_once_more_when_extended() -> None:
    filed = {"cs_suspended_on": "2026-05-01", "cs_preserved_on": "2026-09-01"}
    assert _steps(filed) == [("ask", "2026-10-31"), ("extend", "2026-11-23"), ("end", "2026-11-30")]
    longer = {**filed, "cs_extended_on": "2026-11-20"}
    assert _steps(longer) == [("ask", "2027-01-29"), ("end", "2027-02-28")]


def test_where_nothing_is_kept_there_is_no_date() -> None:
    assert _steps({"cs_preserved_on": "2026-09-01"}, "telegram") == []
    assert RULES.of("never heard of").unverified


def test_one_that_passed_makes_room_for_the_next() -> None:
    due = next_deadline({"cs_preserved_on": "2026-09-01"}, "tiktok", RULES, TODAY)
    assert due is not None and (due.step, due.day) == ("end", date(2026, 11, 30))


FILED = {"cs_preserved_on": "2026-09-01"}


@pytest.mark.parametrize(
    ("ticket", "faults"),
    [
        ({"cs_preserved_on": "2026-02-31"}, {"cs_preserved_on": "is no date"}),
        ({"cs_preserved_on": "2027-01-01"}, {"cs_preserved_on": "is in the future"}),
        ({"cs_preserved_on": "2026-11-25"}, {}),  # it is tomorrow in other zones already
        (
            {**FILED, "cs_extended_on": "2026-08-01"},
            {"cs_extended_on": "is before cs_preserved_on"},
        ),
        (
            {"cs_extended_on": "2026-08-01"},
            {"cs_extended_on": "counts only with cs_preserved_on"},
        ),
    ],
)
def test_dates_that_cant_be(ticket: dict[str, str], faults: dict[str, str]) -> None:
    assert faults_of(ticket, TODAY) == faults
    assert set(believed(ticket, TODAY)) == set(ticket) - set(faults)


def test_a_filing_to_come_starts_no_clock_and_ends_no_hurry() -> None:
    ticket = {"cs_suspended_on": "2026-11-23", "cs_preserved_on": "2027-01-01"}
    due = next_deadline(ticket, "tiktok", RULES, TODAY)
    assert due == Deadline("report", date(2026, 11, 25), "cs_suspended_on", 2)


def test_a_clock_without_a_report() -> None:
    """Filed, and nobody wrote down when it was reported: the filing counts."""
    due = next_deadline({"cs_preserved_on": "2026-11-20"}, "tiktok", RULES, TODAY)
    assert due == Deadline("ask", date(2027, 1, 19), "cs_preserved_on", 60)
    assert next_deadline({}, "tiktok", RULES, TODAY) is None


def test_a_step_is_reached_on_its_day_and_two_weeks_long() -> None:
    def on(day: date) -> str:
        due = reached(FILED, "tiktok", RULES, day)
        return due.step if due else ""

    days = [date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 14), date(2026, 11, 15)]
    assert [on(day) for day in days] == ["", "ask", "ask", ""]
    assert [on(date(2026, 11, day)) for day in (23, 29, 30)] == ["extend", "extend", "end"]
    assert (on(date(2026, 12, 14)), on(date(2026, 12, 15))) == ("end", "")


@pytest.mark.parametrize("text", ["", None, "soon", "2026-13-01"])
def test_a_date_that_cant_be_read_counts_as_none(text: str | None) -> None:
    assert dates_of({"cs_preserved_on": text}) == {}


@given(TICKETS, st.sampled_from(sorted(RULES.platforms)), DAYS)
def test_the_next_date_follows_from_one_that_counts(
    ticket: dict[str, str], platform: str, today: date
) -> None:
    due = next_deadline(ticket, platform, RULES, today)
    if due is None:
        return
    assert due.day == believed(ticket, today)[due.since] + timedelta(days=due.after)
    later = next_deadline(ticket, platform, RULES, today + timedelta(days=400))
    assert later is None or due.step in ("report", "filed") or later.day >= due.day
