"""One switch for the language of all names; a switch renames, it never makes a second object."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from zammad_plugin.config.places import default_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.plan import Plan, make_plan
from zammad_plugin.sync.result import Result
from zammad_plugin.vocabulary import AGENT_LANGUAGES
from zammad_plugin.zammad.client import Client

NAMED = {"macros", "overviews", "attributes", "slas", "calendars", "jobs", "filters", "templates"}


def speak(desk: Path, language: str) -> None:
    (desk / "zammad-plugin.yml").write_text(f"language: {language}\n", encoding="utf-8")


def items(desk: Path, language: str = "") -> dict[str, Desired]:
    if language:
        speak(desk, language)
    source = read(desk)
    assert source.problems == []
    return {item.address: item for item in source.desired}


def shown(item: Desired) -> str:
    return str(item.fields.get("display") or item.fields["name"])


def sync(desk: Path, client: Client, ledger: Ledger) -> tuple[Plan, Result]:
    plan = make_plan(read(desk).desired, client, ledger)
    return plan, apply(plan, client, ledger)


def test_every_name_of_the_default_desk_is_in_every_language(desk: Path) -> None:
    spoken = {language: items(desk, language) for language in AGENT_LANGUAGES}
    for address, item in spoken["en"].items():
        if item.kind.name in NAMED:
            names = {shown(spoken[language][address]) for language in AGENT_LANGUAGES}
            assert len(names) == len(AGENT_LANGUAGES), address


def test_options_of_attributes_too_but_never_their_values(desk: Path) -> None:
    def options(language: str) -> dict[str, str]:
        fields = items(desk, language)["attributes/language"].fields
        return dict(fields["data_option"]["options"])

    english, french = options("en"), options("fr")
    assert english.keys() == french.keys()
    assert (english["ar"], french["ar"]) == ("Arabic (ar)", "Arabe")


def test_values_that_are_codes_of_languages_are_no_choice(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "attributes"
    folder.mkdir(parents=True)
    text = "name: cs_a\ndisplay: A\noptions: {en: English, fr: French}\n"
    (folder / "a.yml").write_text(text, encoding="utf-8")
    fields = items(tmp_path, "fr")["attributes/a"].fields
    assert fields["data_option"]["options"] == {"en": "English", "fr": "French"}


def test_a_missing_language_is_english(tmp_path: Path) -> None:
    (tmp_path / "macros").mkdir()
    text = "name: {en: One, ar: واحد}\nperform: {ticket.state: open}\n"
    (tmp_path / "macros" / "a.yml").write_text(text, encoding="utf-8")
    assert shown(items(tmp_path, "fr")["macros/a"]) == "One"
    assert shown(items(tmp_path, "ar")["macros/a"]) == "واحد"


@pytest.mark.parametrize("name", ["{ar: واحد}", "{en: One, xx: Two}", "{en: 1}"])
def test_what_is_no_choice_is_an_error_with_its_place(tmp_path: Path, name: str) -> None:
    (tmp_path / "macros").mkdir()
    file = tmp_path / "macros" / "a.yml"
    file.write_text(f"# one\nname: {name}\nperform: {{ticket.state: open}}\n", encoding="utf-8")
    [problem] = read(tmp_path).problems
    assert f"{file}:2:1" in str(problem)


def test_an_unknown_language_is_told_and_the_files_are_read(desk: Path) -> None:
    speak(desk, "xx")
    source = read(desk)
    assert "language" in str(source.problems[0])
    assert len(source.desired) == len(read(default_desk()).desired)


def test_a_switch_renames_and_makes_nothing_twice(
    desk: Path, client: Client, server: Emulator
) -> None:
    ledger = Ledger()
    speak(desk, "en")
    assert sync(desk, client, ledger)[1].failed == []
    before = _ids(server)
    for language in ("ar", "fr", "en"):
        speak(desk, language)
        plan, result = sync(desk, client, ledger)
        assert (result.failed, plan.orphans) == ([], [])
        assert {change.action for change in plan.changes} == {"update"}
        assert _ids(server) == before
        server.log.clear()
        sync(desk, client, ledger)
        assert server.writes == []


def test_without_the_ledger_a_note_still_knows_the_object(
    desk: Path, client: Client, server: Emulator
) -> None:
    speak(desk, "en")
    sync(desk, client, Ledger())
    count = len(server.store.rows("macros"))
    speak(desk, "ar")
    plan, _ = sync(desk, client, Ledger())
    assert len(server.store.rows("macros")) == count
    changed = [one.address for one in plan.writes if one.action == "update"]
    assert sum(address.startswith("macros/") for address in changed) == count


def test_without_the_ledger_what_has_no_note_is_asked_about_and_not_made_twice(
    desk: Path, client: Client, server: Emulator
) -> None:
    speak(desk, "en")
    sync(desk, client, Ledger())
    before = _ids(server)
    speak(desk, "fr")
    plan, _ = sync(desk, client, Ledger())
    refused = {change.address.partition("/")[0] for change in plan.refused}
    assert refused == {
        "calendars",
        "checklists",
        "overviews",
        "report_profiles",
        "slas",
        "templates",
    }
    assert _ids(server) == before
    adopted = make_plan(read(desk).desired, client, Ledger(), adopt=True)
    assert adopted.refused == []


def test_notes_for_agents_follow_the_language_and_its_direction(desk: Path) -> None:
    def note(language: str) -> str:
        item = items(desk, language)["macros/escalate-now"]
        return str(item.fields["perform"]["article.note"]["body"])

    assert note("ar").startswith('<div dir="rtl">')
    assert note("en") != note("fr")
    assert "<div" not in note("fr")


def _ids(server: Emulator) -> dict[str, list[Any]]:
    tables = ("macros", "overviews", "slas", "calendars", "roles", "templates", "jobs", "groups")
    return {table: [row["id"] for row in server.store.rows(table)] for table in tables}
