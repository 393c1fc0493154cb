"""Contacts: sourced, of the right country and age, and gone from texts when they expire."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from zammad_plugin.check.replies.texts import lint
from zammad_plugin.cli.main import cli
from zammad_plugin.config.referrals import Directory, read_referrals
from zammad_plugin.config.services import read_services
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.replies.contacts import Contacts

FRESH, LATE = datetime.date(2026, 12, 1), datetime.date(2027, 6, 1)
ONE = """\
valid_days: 10
referrals:
  - id: lb-one
    country: LB
    kind: cybercrime
    name: {en: The Office, ar: المكتب}
    ways: [{by: phone, to: "01-2"}]
    grade: GRADE
    source: office.example
    checked_at: 2026-11-25
    checked_by: called
"""
REPLY = """\
---
title: T
keyword: k
purpose: p
audience: anyone
MOREstatus: drafted
by: me
date: 2026-11-24
---
Hello, this is about the question that you asked us here.

BODY
"""


def contacts(text: str, folder: Path, today: datetime.date = FRESH) -> Contacts:
    (folder / "referrals.yml").write_text(text, encoding="utf-8")
    return Contacts(read_referrals(folder), today)


def reply(folder: Path, body: str, lang: str = "en", more: str = "") -> Path:
    file = folder / "templates" / "replies" / "t" / f"{lang}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = REPLY.replace("BODY", body).replace("MORE", more)
    file.write_text(text, encoding="utf-8")
    return file


def invoke(*words: str) -> Result:
    return CliRunner().invoke(cli, ["referrals", *words])


def test_what_the_package_ships_is_sourced_and_dated() -> None:
    directory = read_referrals()
    assert len(directory.referrals) > 25
    for one in directory.referrals:
        assert one.source and one.expires(directory.valid_days) > one.checked_at


def test_a_contact_is_inserted_until_it_expires(tmp_path: Path) -> None:
    text, body = ONE.replace("GRADE", "B"), "{{referrals:LB}}"
    before = contacts(text, tmp_path, datetime.date(2026, 12, 4))
    assert before.fill(body, "en") == "- The Office: phone 01-2"
    after = contacts(text, tmp_path, datetime.date(2026, 12, 5))
    assert "01-2" not in after.fill(body, "en")
    assert "sk your lead" in after.fill(body, "en")


def test_a_call_makes_it_valid_again(tmp_path: Path) -> None:
    text = ONE.replace("GRADE", "B") + "    called_at: 2026-12-04\n"
    later = contacts(text, tmp_path, datetime.date(2026, 12, 13))
    assert "01-2" in later.fill("{{referrals:lb-one}}", "en")


def test_one_expired_among_others_is_named_without_its_number(tmp_path: Path) -> None:
    other = ONE.partition("referrals:\n")[2].replace("lb-one", "lb-two").replace("01-2", "01-9")
    text = (ONE + other.replace("2026-11-25", "2026-11-01")).replace("GRADE", "A")
    lines = contacts(text, tmp_path).fill("{{referrals:LB}}", "en").splitlines()
    assert lines == ["- The Office: phone 01-2", "- The Office: (ask your lead)"]


def test_a_weak_grade_never_enters_a_text(tmp_path: Path) -> None:
    weak = contacts(ONE.replace("GRADE", "C"), tmp_path)
    assert "01-2" not in weak.fill("{{referrals:LB}}", "en")


def test_numbers_keep_their_order_in_arabic(tmp_path: Path) -> None:
    filled = contacts(ONE.replace("GRADE", "A"), tmp_path).fill("{{referrals:LB}}", "ar")
    assert "\u206601-2\u2069" in filled
    assert filled.startswith("- المكتب")


@pytest.mark.parametrize(
    ("today", "line"),
    [(FRESH, "- The Office : téléphone 01-2"), (LATE, "(Demandez au responsable avant")],
)
def test_french_has_a_space_before_the_colon(
    tmp_path: Path, today: datetime.date, line: str
) -> None:
    one = contacts(ONE.replace("GRADE", "A"), tmp_path, today)
    assert one.fill("{{referrals:LB}}", "fr").startswith(line)


def test_several_ways_stand_apart_as_the_language_has_it() -> None:
    one = Contacts(read_referrals(), FRESH)
    assert "، هاتف" in one.fill("{{referrals:global-cybertipline}}", "ar")
    assert ", phone" in one.fill("{{referrals:global-cybertipline}}", "en")


@pytest.mark.parametrize("wanted", ["XX", "LB/removal", "nobody", ""])
def test_a_placeholder_that_names_nothing_is_a_problem_of_its_file(
    tmp_path: Path, wanted: str
) -> None:
    file = reply(tmp_path, "{{referrals:" + wanted + "}}")
    [problem] = read(tmp_path).problems
    assert str(file) in str(problem) and "referrals list" in str(problem)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    source: office.example\n", ""),
        ("GRADE", "U"),
        ('    ways: [{by: phone, to: "01-2"}]\n', ""),
        ("country: LB", "country: Lebanon"),
        ("The Office", "Report Remove"),
        ("The Office", "StopNCII"),
        ("The Office", "Take It Down"),
        ("lb-one", "LB ONE"),
    ],
)
def test_a_referral_without_source_or_in_the_wrong_place_is_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    with pytest.raises(DeskError):
        contacts(ONE.replace(old, new).replace("GRADE", "A"), tmp_path)


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    entry = ONE.partition("referrals:\n")[2]
    with pytest.raises(DeskError, match="twice"):
        contacts((ONE + entry).replace("GRADE", "A"), tmp_path)


def test_a_desk_has_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    contacts(ONE.replace("GRADE", "A"), tmp_path / "rules")
    reply(tmp_path, "{{referrals:LB}}")
    [item] = read(tmp_path, FRESH).desired
    assert "01-2" in item.about["body"] and "01-2" in item.fields["content"]
    [item] = read(tmp_path, LATE).desired
    assert "01-2" not in item.fields["content"]


def _replies(today: datetime.date) -> list[Desired]:
    from zammad_plugin.config.places import default_desk

    return [one for one in read(default_desk(), today).desired if "body" in one.about]


@pytest.mark.parametrize("today", [FRESH, LATE])
def test_the_default_desk_is_sound_before_and_after_the_expiry(today: datetime.date) -> None:
    replies = _replies(today)
    assert list(lint(replies)) == []
    assert not any("{{" in item.about["body"] for item in replies)


def test_after_the_expiry_no_contact_of_the_directory_is_left() -> None:
    ways = {way.to for one in read_referrals().referrals for way in one.ways if len(way.to) > 4}
    fresh, late = _replies(FRESH), _replies(LATE)
    assert any(way in item.about["body"] for item in fresh for way in ways)
    assert not any(way in item.about["body"] for item in late for way in ways)


@pytest.mark.parametrize(
    ("body", "more", "wrong"),
    [
        ("Report Remove is for under 18.", "", True),
        ("Report Remove is for under 18.", "country: UK\n", False),
        ("Report Remove is for under 18.", "country: LB\n", True),
        ("StopNCII is for people over 18.", "", True),
        ("StopNCII is for people over 18.", "ages: minor\n", True),
        ("StopNCII is for people over 18.", "ages: adult\n", False),
        ("Take It Down is for pictures made under 18.", "", False),
        ("Take It Down is for pictures made under 18.", "ages: adult\n", True),
        ("Take It Down helps.", "ages: minor\n", True),
    ],
)
def test_no_child_is_sent_to_the_wrong_service(
    tmp_path: Path, body: str, more: str, wrong: bool
) -> None:
    reply(tmp_path, body, more=more)
    source = read(tmp_path)
    assert source.problems == []
    assert bool(list(lint(source.desired))) is wrong


def test_every_rule_of_a_service_has_its_reason() -> None:
    services = read_services().services
    assert {one.name for one in services} == {"Report Remove", "StopNCII", "Take It Down"}
    assert all(one.why and one.source for one in services)


def test_list_by_country_age_and_need() -> None:
    def ids(*words: str) -> list[str]:
        shown = invoke("list", "--format", "json", "--today", "2026-12-01", *words)
        return [one["id"] for one in json.loads(shown.output)]

    child = ("--country", "eg", "--age", "14", "--need", "child-helpline")
    assert ids(*child) == ["eg-nccm"]
    assert ids(*child, "--all") == ["eg-nccm", "eg-nccm-whatsapp"]
    assert ids("--country", "EG", "--age", "30", "--need", "child-helpline") == []
    assert ids("--country", "LB", "--need", "removal", "--age", "14") == ["global-take-it-down"]
    assert ids("--country", "LB", "--need", "removal", "--age", "30") == ["global-stopncii"]
    assert "uk-report-remove" in ids("--country", "UK")
    assert len(ids()) > 10


def test_list_says_whom_to_ask_when_there_is_nobody() -> None:
    shown = invoke("list", "--country", "LB", "--age", "14", "--need", "child-helpline")
    assert (shown.exit_code, shown.output) == (0, "no checked contact: ask your lead\n")
    weak = invoke("list", "--country", "LB", "--need", "emergency", "--all")
    assert "112" in weak.output and "VERIFY FIRST" in weak.output


def test_check_says_what_to_call_again() -> None:
    calm = invoke("check", "--today", "2026-12-01")
    assert (calm.exit_code, "expired" in calm.output) == (0, False)
    assert "never called" in calm.output and "verify before use" in calm.output
    soon = invoke("check", "--today", "2027-05-01")
    assert (soon.exit_code, "soon" in soon.output) == (4, True)
    late = json.loads(invoke("check", "--today", "2027-06-01", "--format", "json").output)
    assert {one["status"] for one in late} == {"expired"}


def test_what_was_called_is_calm(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    text = ONE.replace("GRADE", "A").replace("10", "100") + "    called_at: 2026-11-30\n"
    (tmp_path / "rules" / "referrals.yml").write_text(text, encoding="utf-8")
    calm = invoke("check", "--desk", str(tmp_path), "--today", "2026-12-01")
    assert (calm.exit_code, calm.output) == (0, "")


def test_the_check_of_the_desk_warns_of_expired_contacts(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    old = ONE.replace("2026-11-25", "2020-01-01")
    new = ONE.replace("2026-11-25", str(datetime.date.today()))
    for text, warned in ((old, True), (new, False)):
        text = text.replace("GRADE", "A")
        (tmp_path / "rules" / "referrals.yml").write_text(text, encoding="utf-8")
        checked = CliRunner().invoke(cli, ["check", "--desk", str(tmp_path)])
        assert checked.exit_code == 0
        assert ("1 contacts have expired" in checked.output) is warned


def test_the_directory_is_a_plain_model() -> None:
    assert Directory(referrals=()).chosen("LB") == []


def _agreeing(*sources: str) -> Directory:
    told = "".join(f"      - {{where: {one}}}\n" for one in sources)
    text = ONE.replace("GRADE", "C").replace(
        "    checked_at", f"    sources:\n{told}    checked_at"
    )
    return Directory.model_validate(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("sources", "agree"),
    [
        (['office.example, found: "01-2"', 'paper.example/a, found: "012"'], True),
        (['office.example/a, found: "01-2"', 'office.example/b, found: "01-2"'], False),
        (['office.example, found: "01-2"', 'paper.example, found: "01-3"'], False),
        (['office.example, found: "01-2"'], False),
    ],
)
def test_a_contact_that_sources_name_alike_is_published_though_not_called(
    sources: list[str], agree: bool
) -> None:
    contacts = Contacts(_agreeing(*sources), datetime.date(2026, 11, 26))
    assert contacts.usable(contacts.directory.referrals[0]) is agree
    assert ("01-2" in contacts.fill("{{referrals:LB}}", "en")) is agree


def test_shipped_contacts_in_texts_begin_with_what_is_needed_soonest() -> None:
    filled = Contacts(read_referrals(), FRESH).fill("{{referrals:LB}}", "en").splitlines()
    assert "112" in filled[0] and "1564" in filled[1]
    assert not any("140" in line for line in filled)  # one source alone


def test_what_to_call_is_told_with_its_number_and_the_most_urgent_first() -> None:
    told = CliRunner().invoke(cli, ["referrals", "check", "--today", "2026-12-01"]).output
    first, *_ = told.splitlines()
    assert first.startswith("published, not called") and first.endswith("lb-emergency: 112")
    assert "juvenile-justice lb-juvenile-prosecution: no number known" in told
