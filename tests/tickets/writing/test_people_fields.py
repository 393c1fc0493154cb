"""Who writes, of whom, by which platform and from where: attributes that people see and count."""

from __future__ import annotations

import pytest
from desk_of_tests import Desk

from zammad_plugin.text.identifiers.telephone import country

FIELDS = ("cs_reporter", "cs_age", "cs_blackmail", "cs_platform")


def _said(desk: Desk, ticket: int) -> tuple[object, ...]:
    row = desk.ticket(ticket)
    return tuple(row[name] for name in FIELDS)


def test_roles_are_seen_where_people_look(desk: Desk) -> None:
    child = desk.report()
    mother = desk.report("my son is 11, a man on TikTok asks him for nude pictures", "b")
    nothing = desk.report("what are your opening hours?", "c")
    desk.run()
    assert _said(desk, child) == ("child", "minor", "yes", "snapchat")
    assert _said(desk, mother) == ("guardian", "under13", "no", "tiktok")
    assert set(_said(desk, nothing)) <= {None, ""}


def test_a_persons_word_stays(desk: Desk) -> None:
    one = desk.report()
    desk.run()
    desk.admin.put_ticket(one, {"cs_reporter": "guardian", "cs_country": "SY"})
    desk.again(one, "please hurry, he wants 200 dollars today")
    desk.run()
    assert desk.ticket(one)["cs_reporter"] == "guardian"
    assert desk.ticket(one)["cs_country"] == "SY"


@pytest.mark.parametrize(
    ("sender", "code"),
    [("Rana (+96170123456)", "LB"), ("+4915112345678", "other"), ("a@example.org", "")],
)
def test_the_country_is_that_of_the_number(desk: Desk, sender: str, code: str) -> None:
    one = desk.report(**{"from": sender})
    desk.run()
    assert (desk.ticket(one)["cs_country"] or "") == code


def test_numbers_of_no_plan_have_no_country() -> None:
    assert (country("+963944123456"), country("+999123456789"), country("x")) == ("SY", "", "")


def test_a_server_without_them_gets_the_rest(bare: Desk) -> None:
    one = bare.report()
    bare.run()
    assert "cs_reporter" not in bare.ticket(one) and "cs-triaged" in bare.tags(one)
