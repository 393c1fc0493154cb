"""Deadlines and the sheet for the police, on the embedded Zammad."""

from __future__ import annotations

import json
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from by_environment import named
from click.testing import CliRunner
from desk_of_tests import Desk
from pypdf import PdfReader

from zammad_plugin.cli.main import cli
from zammad_plugin.deadlines.evidence import keep
from zammad_plugin.deadlines.police_pdf import page
from zammad_plugin.deadlines.police_sheet import Known
from zammad_plugin.deadlines.preservation import read_preservation
from zammad_plugin.text.identifiers.find import Identifier

TODAY = date(2026, 11, 24)
STORY = (
    "my son is 13. the account is https://www.tiktok.com/@dark.kid.77 and +961 70 123 456. "
    "he says he posts the nudes if we don't pay"
)


def _dated(desk: Desk) -> int:
    one = desk.report(STORY)
    desk.run()
    desk.admin.put_ticket(one, {"cs_preserved_on": "2026-09-01"})
    return one


def test_deadlines_are_written_once(desk: Desk) -> None:
    one, other = _dated(desk), desk.report("hello")
    assert keep(desk.triage, TODAY).written == [one]
    assert str(desk.ticket(one)["cs_deadline"]).startswith("2026-11-30")
    assert desk.ticket(other)["cs_deadline"] in (None, "")
    assert keep(desk.triage, TODAY).written == []


def _date(desk: Desk, ticket: int) -> str:
    return str(desk.ticket(ticket)["cs_deadline"] or "")[:10]


FLOWS = [
    ("corrected", {"cs_preserved_on": "2026-09-10"}, "2026-12-02"),
    ("extended", {"cs_extended_on": "2026-11-20"}, "2027-01-29"),
    ("not filed after all", {"cs_preserved_on": None}, ""),
    (
        "a form filled in by hand",
        {"cs_preserved_on": None, "cs_last_contact": "2026-11-23"},
        "2026-11-25",
    ),
    (
        "reported",
        {"cs_preserved_on": None, "cs_last_contact": "2026-11-23", "cs_reported_on": "2026-11-24"},
        "2026-12-01",
    ),
]


@pytest.mark.parametrize(("said", "fields", "day"), FLOWS)
def test_our_own_date_follows_the_form(
    desk: Desk, said: str, fields: dict[str, str | None], day: str
) -> None:
    one = _dated(desk)
    keep(desk.triage, TODAY)
    desk.admin.put_ticket(one, fields)
    assert keep(desk.triage, TODAY).written == [one], said
    assert _date(desk, one) == day
    assert keep(desk.triage, TODAY).written == []


def test_a_persons_own_date_stays(desk: Desk) -> None:
    one, two = _dated(desk), _dated(desk)
    desk.admin.put_ticket(one, {"cs_deadline": "2026-11-27"})
    keep(desk.triage, TODAY)
    desk.admin.put_ticket(two, {"cs_deadline": "2026-11-28"})
    for ticket in (one, two):
        desk.admin.put_ticket(ticket, {"cs_preserved_on": "2026-09-10"})
    assert keep(desk.triage, TODAY).written == []
    assert (_date(desk, one), _date(desk, two)) == ("2026-11-27", "2026-11-28")


def test_each_step_reminds_once_whatever_the_priority(desk: Desk) -> None:
    one = _dated(desk)
    desk.admin.put_ticket(one, {"priority": "3 high"})
    before = len(desk.notes(one))
    for day, notes in ((23, 1), (24, 1), (30, 2), (30, 2)):
        keep(desk.triage, date(2026, 11, day))
        assert len(desk.notes(one)) == before + notes
    first, second = (note["body"] for note in desk.notes(one)[before:])
    assert "Extension due by" in first and "2026-11-23" in first
    assert "2026-09-01 + 83 days; TikTok: 90 days × 2; TikTok Law Enforcement" in first
    assert "The platform may delete from" in second
    assert "cs-flow-lead" in desk.tags(one)


def test_the_owner_is_called_and_the_lead_left_alone(desk: Desk) -> None:
    one = _dated(desk)
    owner = int(desk.admin.me()["id"])
    desk.admin.put_ticket(one, {"owner_id": owner})
    assert keep(desk.triage, TODAY).reminded == [one]
    assert f'data-mention-user-id="{owner}"' in desk.notes(one)[-1]["body"]
    assert "cs-flow-lead" not in desk.tags(one)


SUSPENDED = "I'm 14, he has my nudes and wants money. TikTok suspended his account dark.kid.77"


def test_a_suspended_account_starts_the_clock(desk: Desk) -> None:
    one, other = desk.report(SUSPENDED), desk.report(STORY)
    desk.run()
    day = str(desk.ticket(one)["created_at"])[:10]
    assert str(desk.ticket(one)["cs_suspended_on"])[:10] == day
    assert desk.ticket(other)["cs_suspended_on"] in (None, "")
    assert keep(desk.triage, date.fromisoformat(day)).written == [one]
    for ticket, proposed in ((one, True), (other, False)):
        assert ("account-suspended" in desk.notes(ticket)[0]["body"]) is proposed
    desk.admin.put_ticket(one, {"cs_suspended_on": None})
    desk.again(one, "TikTok suspended his account, what now?")
    desk.run()
    assert desk.ticket(one)["cs_suspended_on"] in (None, "")  # a person took it away


def test_from_the_suspension_until_the_police_file_somebody_is_reminded(desk: Desk) -> None:
    one = desk.report(SUSPENDED)
    desk.run()
    began = date.fromisoformat(str(desk.ticket(one)["created_at"])[:10])
    before = len(desk.notes(one))

    def on(days: int, **fields: str) -> str:
        if fields:
            desk.admin.put_ticket(one, fields)
        keep(desk.triage, began + timedelta(days=days))
        return str(desk.notes(one)[-1]["body"])

    assert "Is it with the police?" in on(2)
    told = on(3, cs_reported_on=str(began + timedelta(days=3)))
    assert "Is it with the police?" in told and _date(desk, one) == str(began + timedelta(days=10))
    assert "has filed the preservation" in on(10)
    on(11, cs_preserved_on=str(began + timedelta(days=11)))
    assert _date(desk, one) == str(began + timedelta(days=71))
    assert len(desk.notes(one)) == before + 2


def test_one_broken_ticket_stops_no_other(desk: Desk) -> None:
    first, second = _dated(desk), _dated(desk)
    desk.server.faults.add(f"PUT tickets/{first} 1 500")
    kept = keep(desk.triage, TODAY)
    assert (kept.written, kept.failed) == ([second], [first])


def test_without_the_attributes_nothing_is_written(bare: Desk) -> None:
    bare.report(STORY)
    assert keep(bare.triage, TODAY) == keep(bare.triage, TODAY)


@pytest.fixture
def invoke(desk: Desk, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    named(monkeypatch, desk.server, "triage")
    return lambda *words: CliRunner().invoke(cli, list(words))


MISSING = {
    "en": "CONSENT IS NOT RECORDED",
    "fr": "CONSENTEMENT NON NOTÉ",
    "ar": "لم تُسجَّل الموافقة",
}


@pytest.mark.parametrize("lang", MISSING)
def test_the_sheet_names_accounts_and_never_content(desk: Desk, invoke, lang: str) -> None:  # type: ignore[no-untyped-def]
    words = MISSING[lang]
    one = _dated(desk)
    printed = invoke("sheet", str(one), "--lang", lang)
    assert printed.exit_code == 0
    for seen in ("@dark.kid.77", "96170123456", "TikTok Pte. Limited", "2026-11-30", words):
        assert seen in printed.output
    assert "nudes" not in printed.output and "my son" not in printed.output
    desk.admin.tag(one, "cs-stat-consent-given")
    assert words not in invoke("sheet", str(one), "--lang", lang).output


@pytest.mark.parametrize("lang", MISSING)
def test_the_sheet_as_a_page_to_print(desk: Desk, invoke, lang: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A PDF for its owner alone, tagged with its language, with the font in it."""
    one, file = _dated(desk), tmp_path / "sheet.pdf"
    done = invoke("sheet", str(one), "--lang", lang, "--pdf", str(file))
    assert (done.exit_code, done.output) == (0, ""), done.exception
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    pdf = PdfReader(file)
    text = pdf.pages[0].extract_text()
    assert pdf.root_object["/Lang"] == lang and len(pdf.pages) == 1
    for seen in ("@dark.kid.77", "+96170123456", "TikTok Pte. Limited", "2026-11-30"):
        assert seen in text
    assert "nudes" not in text
    number = desk.ticket(one)["number"]
    assert pdf.metadata and str(number) in str(pdf.metadata.title)


def test_what_people_write_is_never_markup(tmp_path: Path) -> None:
    """Names with every sign that Typst knows, and a desk without the extra is told what to do."""
    odd = Identifier("tiktok", "handle", '#read("/etc/passwd") $x$ *a* `b` <c> @d \\ "', 0, 1)
    known = Known(
        number="1",
        platform=read_preservation().of("tiktok"),
        identifiers=(odd,),
        first_heard="-",
        last_heard="-",
        dates={},
        tags=frozenset(),
        deadlines=(),
    )
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert page(known, "en", now) == page(known, "en", now)


def test_without_the_extra_it_says_how_to_get_it(
    desk: Desk,
    invoke,  # type: ignore[no-untyped-def]
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zammad_plugin.deadlines.police_pdf.find_spec", lambda _: None)
    done = invoke("sheet", str(_dated(desk)), "--pdf", str(tmp_path / "sheet.pdf"))
    assert "zammad-plugin[pdf]" in str(done.exception.hint)


def test_clocks_is_silent_when_nothing_changed(desk: Desk, invoke) -> None:  # type: ignore[no-untyped-def]
    assert invoke("clocks").output == ""
    _dated(desk)
    assert "1 deadlines written" in invoke("clocks").output


def test_clocks_explains_each_date_and_writes_nothing(desk: Desk, invoke) -> None:  # type: ignore[no-untyped-def]
    one = _dated(desk)
    desk.admin.put_ticket(one, {"cs_extended_on": "2026-08-01"})
    said = invoke("clocks", "--explain").output.splitlines()
    number = desk.ticket(one)["number"]
    basis = "Preservation filed on 2026-09-01 + 60 days; TikTok: 90 days × 2; TikTok Law"
    assert said[0].startswith(f"#{number} 2026-10-31 ask: {basis}")
    assert said[-1] == f"#{number} cs_extended_on is before cs_preserved_on"
    rows = json.loads(invoke("clocks", "--explain", "--format", "json").output)
    assert [row.get("step") for row in rows] == ["ask", "extend", "end", None]
    assert desk.ticket(one)["cs_deadline"] in (None, "")
