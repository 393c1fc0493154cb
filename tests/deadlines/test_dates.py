"""The clock that evidence has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.deadlines.dates import DATES, dates_of, deadlines, next_deadline
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
    assert _steps({"cs_suspended_on": "2026-11-20", "cs_reported_on": "2026-11-21"}) == []


def test_ninety_days_run_from_the_filing_and_once_more_when_extended() -> None:
    filed = {"cs_suspended_on": "2026-05-01", "cs_preserved_on": "2026-09-01"}
    assert _steps(filed) == [("ask", "2026-10-31"), ("extend", "2026-11-23"), ("end", "2026-11-30")]
    longer = {**filed, "cs_extended_on": "2026-11-20"}
    assert _steps(longer) == [("ask", "2027-01-29"), ("end", "2027-02-28")]


def test_where_nothing_is_kept_there_is_no_date() -> None:
    assert _steps({"cs_preserved_on": "2026-09-01"}, "telegram") == []
    assert RULES.of("never heard of").unverified


def test_a_date_that_a_person_wrote_stays() -> None:
    ticket = {"cs_preserved_on": "2026-09-01", "cs_deadline": "2026-11-25"}
    assert next_deadline(ticket, "tiktok", RULES, TODAY) is None


def test_one_that_passed_makes_room_for_the_next() -> None:
    ticket = {"cs_preserved_on": "2026-09-01", "cs_deadline": "2026-11-23"}
    due = next_deadline(ticket, "tiktok", RULES, TODAY)
    assert due is not None and (due.step, due.day) == ("end", date(2026, 11, 30))


@pytest.mark.parametrize("text", ["", None, "soon", "2026-13-01"])
def test_a_date_that_cant_be_read_counts_as_none(text: str | None) -> None:
    assert dates_of({"cs_preserved_on": text}) == {}


@given(TICKETS, st.sampled_from(sorted(RULES.platforms)), DAYS)
def test_twice_is_the_same_as_once(ticket: dict[str, str], platform: str, today: date) -> None:
    due = next_deadline(ticket, platform, RULES, today)
    if due is None:
        return
    written = {**ticket, "cs_deadline": due.day.isoformat()}
    assert next_deadline(written, platform, RULES, today) is None
    later = next_deadline(written, platform, RULES, today + timedelta(days=400))
    assert later is None or later.day > due.day
