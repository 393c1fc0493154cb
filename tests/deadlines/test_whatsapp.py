"""The warning before WhatsApp's window closes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from desk_of_tests import Desk

from zammad_plugin.deadlines.whatsapp import MARK, closing, warn
from zammad_plugin.tickets.judge import utc_now

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def _ticket(customer: float, agent: float | None = None) -> dict[str, object]:
    """Hours since each wrote."""
    stamps = {"customer": customer, "agent": agent}
    return {
        f"last_contact_{who}_at": (NOW - timedelta(hours=ago)).isoformat()
        for who, ago in stamps.items()
        if ago is not None
    }


@pytest.mark.parametrize(
    ("customer", "agent", "soon"),
    [
        (19.9, None, False),
        (20, None, True),
        (23.9, None, True),
        (24, None, False),
        (21, 22, True),
        (21, 21, False),
        (21, 5, False),
    ],
)
def test_only_the_last_hours_and_only_unanswered(
    customer: float, agent: float | None, soon: bool
) -> None:
    assert (closing(_ticket(customer, agent), NOW) is not None) is soon
    assert closing({}, NOW) is None


def _wrote(desk: Desk, hours: float) -> int:
    """A WhatsApp ticket that was triaged, its customer's message `hours` old."""
    one = desk.report(type="whatsapp message")
    desk.run()
    at = (utc_now() - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    row = desk.server.store.get("tickets", one)
    assert row is not None
    row["last_contact_customer_at"] = at
    return one


def _warnings(desk: Desk, ticket: int) -> list[str]:
    return [note["body"] for note in desk.notes(ticket) if MARK in note["preferences"]]


def test_one_warning_a_window_that_calls_the_owner(desk: Desk) -> None:
    soon, later = _wrote(desk, 21), _wrote(desk, 3)
    me = desk.admin.me()["id"]
    desk.admin.put_ticket(soon, {"owner_id": me})
    for made in ([soon], [], []):
        assert warn(desk.triage, utc_now(), "en").written == made
    [note] = _warnings(desk, soon)
    assert f'data-mention-user-id="{me}"' in note and "nobody has answered" in note
    assert "cs-window" in desk.tags(soon) and _warnings(desk, later) == []
    desk.again(soon, "hello?", type="whatsapp message")
    desk.run()
    assert "cs-window" not in desk.tags(soon)


def test_a_warning_that_dies_is_not_written_twice(desk: Desk) -> None:
    one = _wrote(desk, 21)
    desk.server.faults.add("POST tags/add 1 500")
    assert warn(desk.triage, utc_now(), "ar").failed == [one]
    assert warn(desk.triage, utc_now(), "ar").written == []
    assert len(_warnings(desk, one)) == 1 and "cs-window" in desk.tags(one)
    assert 'dir="rtl"' in _warnings(desk, one)[0]


def test_a_ticket_that_is_gone_stops_no_other(desk: Desk) -> None:
    gone, other = _wrote(desk, 21), _wrote(desk, 22)
    desk.server.faults.add(f"GET tickets/{gone} 1 404")
    made = warn(desk.triage, utc_now())
    assert (made.written, made.failed) == ([other], [])
