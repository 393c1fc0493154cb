"""Whom the desk asked and what came: the form's one row, the history's many, and silence."""

from __future__ import annotations

from datetime import date, timedelta

from desk_of_tests import Desk

from zammad_plugin.deadlines.asked import WAIT, Request, keep_asked, requests
from zammad_plugin.zammad.people import owner_id

TODAY = date(2026, 12, 20)


def _rows(desk: Desk, ticket: int) -> list[Request]:
    return requests(desk.ticket(ticket), desk.triage.history(ticket))


def _put(desk: Desk, ticket: int, **fields: str | None) -> None:
    named = {f"cs_{name}": value for name, value in fields.items()}
    desk.admin.put_ticket(ticket, named)


def test_each_authority_that_was_asked_has_a_row(desk: Desk) -> None:
    """The story's complaint: one refuses, one wants more, of one nothing is heard."""
    one = desk.report()
    _put(desk, one, asked="cybercrime", asked_on="2026-11-01")
    _put(desk, one, outcome="refused")
    _put(desk, one, asked="prosecution", asked_on="2026-11-05", outcome="more_wanted")
    _put(desk, one, asked="police", asked_on="2026-11-20", outcome=None)
    today = date.fromisoformat(str(desk.ticket(one)["updated_at"])[:10])
    assert _rows(desk, one) == [
        Request("cybercrime", date(2026, 11, 1), "refused", today),
        Request("prosecution", date(2026, 11, 5), "more_wanted", today),
        Request("police", date(2026, 11, 20)),
    ]
    assert _rows(desk, one)[0].days == (today - date(2026, 11, 1)).days


def test_silence_is_written_by_itself_once_and_somebody_is_called(desk: Desk) -> None:
    one, owner = desk.report(), int(desk.admin.me()["id"])
    desk.run()
    _put(desk, one, asked="police", asked_on=str(TODAY - timedelta(days=WAIT)))
    desk.admin.put_ticket(one, {"owner_id": owner})
    before = len(desk.notes(one))
    early = keep_asked(desk.triage, TODAY - timedelta(days=1), "en", owner_id)
    assert (early.reminded, early.failed) == ([], [])
    assert keep_asked(desk.triage, TODAY, "en", owner_id).reminded == [one]
    assert desk.ticket(one)["cs_outcome"] == "silent"
    body = desk.notes(one)[-1]["body"]
    assert "No answer since" in body and f'data-mention-user-id="{owner}"' in body
    assert keep_asked(desk.triage, TODAY, "en", owner_id).reminded == []
    assert len(desk.notes(one)) == before + 1


def test_another_authority_begins_anew(desk: Desk) -> None:
    """The former one's answer and day are not the new one's."""
    one = desk.report()
    _put(desk, one, asked="cybercrime", asked_on="2026-11-01", outcome="refused")
    _put(desk, one, asked="police")
    keep_asked(desk.triage, date.today(), "en", owner_id)
    stands = desk.ticket(one)
    today = date.fromisoformat(str(stands["updated_at"])[:10])
    assert (str(stands["cs_asked_on"])[:10], stands["cs_outcome"]) == (str(today), None)
    found = _rows(desk, one)
    assert [(row.asked, row.outcome) for row in found] == [
        ("cybercrime", "refused"),
        ("police", ""),
    ]


def test_a_day_to_come_and_no_authority_are_no_silence(desk: Desk) -> None:
    one, other = desk.report(), desk.report(person="b")
    _put(desk, one, asked="police", asked_on=str(TODAY + timedelta(days=90)))
    _put(desk, other, asked_on="2026-01-01")
    done = keep_asked(desk.triage, TODAY, "en", owner_id)
    assert (done.reminded, done.failed) == ([], [])


def test_without_the_attributes_nothing_is_asked(bare: Desk) -> None:
    bare.report()
    assert keep_asked(bare.triage, TODAY, "en", owner_id).reminded == []
