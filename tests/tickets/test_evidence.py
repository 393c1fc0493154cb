"""Deadlines and the sheet for the police, on the embedded Zammad."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner
from desk_of_tests import Desk

from zammad_plugin.cli.main import cli
from zammad_plugin.deadlines.evidence import keep

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
    monkeypatch.setenv("ZAMMAD_URL", desk.server.url)
    monkeypatch.setenv("ZAMMAD_TOKEN", desk.server.tokens["triage"])
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


def test_clocks_is_silent_when_nothing_changed(desk: Desk, invoke) -> None:  # type: ignore[no-untyped-def]
    assert invoke("clocks").output == ""
    _dated(desk)
    assert "1 deadlines written" in invoke("clocks").output
