"""Replies and their translations on the command line: checked, shown, accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from console import invoke

from zammad_plugin.config import places
from zammad_plugin.emulator import Emulator
from zammad_plugin.text.bidi import LRI, PDI

FRONT = """\
---
title: TITLE
keyword: greeting
purpose: p
audience: anyone
first_hour: true
status: drafted
by: me
date: 2026-11-24
native_reader: none
---
BODY
"""
EN = "Hello, this is about the question that you asked us.\n\n- Write to us."
AR = "مرحبا، هذا بخصوص السؤال الذي طرحتموه علينا هنا.\n\n- اكتبوا إلينا."


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("en", EN)

    def file(self, lang: str) -> Path:
        return self.folder / "templates" / "replies" / "greeting" / f"{lang}.md"

    def write(self, lang: str, body: str, more: str = "", title: str = "Greeting") -> Path:
        file = self.file(lang)
        file.parent.mkdir(parents=True, exist_ok=True)
        text = FRONT.replace("BODY", body).replace("TITLE", title)
        file.write_text(text.replace("native_reader", f"{more}native_reader"), encoding="utf-8")
        return file

    def run(self, *words: str, **more: Any) -> Result:
        return invoke("templates", *words, "--desk", str(self.folder), **more)

    def states(self) -> dict[str, str]:
        rows = json.loads(self.run("check", "--format", "json").stdout)["texts"]
        return {row["lang"]: row["state"] for row in rows}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_translation_from_first_to_last(desk: Desk) -> None:
    assert desk.states() == {"en": "drafted"}
    desk.write("ar", AR)
    assert desk.states()["ar"] == "outdated"  # it follows nothing yet
    assert desk.run("check").exit_code == 4
    assert desk.run("follow", "greeting", "--lang", "ar", "--by", "Rana").exit_code == 0
    assert desk.states()["ar"] == "drafted"
    assert desk.run("check").exit_code == 0
    accepted = desk.run("accept", "greeting", "--lang", "ar", "--by", "Rana K. (رنا)", "--native")
    assert accepted.exit_code == 0, accepted.output
    assert desk.states()["ar"] == "reviewed"
    said = desk.run("check").stdout
    assert "*reviewed" in said and "1 read by a native speaker" in said
    desk.write("en", EN.replace("Write", "Please write"))
    assert desk.states() == {"en": "drafted", "ar": "outdated"}


def test_a_later_letter_undoes_the_review(desk: Desk) -> None:
    desk.run("accept", "greeting", "--lang", "en", "--by", "Ann")
    assert desk.states() == {"en": "reviewed"}
    file = desk.file("en")
    file.write_text(file.read_text(encoding="utf-8").replace("Write", "Do write"), encoding="utf-8")
    assert desk.states() == {"en": "changed"}
    assert desk.run("check").exit_code == 4


def test_a_review_keeps_the_rest_of_the_file_and_forgets_another_native_reader(desk: Desk) -> None:
    desk.run("accept", "greeting", "--lang", "en", "--by", "1234", "--native")
    text = desk.file("en").read_text(encoding="utf-8")
    assert 'native_reader: "1234"' in text and text.endswith(EN + "\n")
    desk.run("accept", "greeting", "--lang", "en", "--by", "no")
    assert 'native_reader: "1234"' in desk.file("en").read_text(encoding="utf-8")
    desk.file("en").write_text(text.replace("Write", "Do write"), encoding="utf-8")
    desk.run("accept", "greeting", "--lang", "en", "--by", "no")
    text = desk.file("en").read_text(encoding="utf-8")
    assert "native_reader: none" in text and 'by: "no"' in text


def test_an_unsafe_text_is_not_accepted(desk: Desk) -> None:
    file = desk.write("en", "Hello, this is about the question that you asked us.\n\nYou can pay.")
    refused = desk.run("accept", "greeting", "--lang", "en", "--by", "Ann")
    assert refused.exit_code == 1
    assert f"{file}:14:1: no-advice-to-pay: 'You can pay'" in refused.stderr
    assert "status: drafted" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{hours", "12:44: broken-slot: '{{hours' is never closed"),
        ("hours}}", "12:44: broken-slot: 'hours}}' was never opened"),
        ("{hours}", "12:44: broken-slot: '{hours}' has one brace"),
        ("[NAME", "12:44: broken-slot: '[NAME' has one bracket"),
        ("{{referrals:LB", "12:44: broken-slot: '{{referrals:LB' is never closed"),
        ("{{hours}}", "12:44: unfilled-slot: {{hours}} has no words"),
        ("{{Hours}}", "12:44: nothing fills '{{Hours}}'"),
        ("{{referals:LB}}", "12:44: nothing fills '{{referals:LB}}', did you mean 'referrals:'?"),
        ("{{referrals:ZZ}}", "12:56: no referral 'ZZ'"),
        ("{{referrals:LB/none}}", "12:56: no referral 'LB/none'"),
        ("#{ticket.nummer}", "12:44: unknown-variable: '#{ticket.nummer}'"),
        ("a\u200bb", "12:45: the text holds a character that nobody sees: U+200B"),
        ("a\tb", "12:45: the text holds a character that nobody sees: U+0009"),
    ],
)
def test_what_check_refuses_is_not_accepted(desk: Desk, body: str, said: str) -> None:
    """Half a brace was accepted, and would have been read by a child."""
    file = desk.write("en", f"This is about the question that you asked: {body}")
    check = invoke("check", "--desk", str(desk.folder))
    refused = desk.run("accept", "greeting", "--lang", "en", "--by", "Ann")
    for done in (check, refused):
        assert done.exit_code == 1 and f"error: {file}:{said}" in done.stderr, done.output
    assert "status: drafted" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (EN, "Bonjour, nous avons bien lu le message que vous avez écrit hier.", "this is French"),
        ("date: 2026-11-24", "date: 2999-11-24", "is still to come"),
        ("keyword: greeting", "keyword: two words", "a keyword of several words"),
        ("title: Greeting", "title: ' Greeting'", "has blanks around it"),
    ],
)
def test_what_check_says_of_the_rest_of_the_file_is_not_accepted(
    desk: Desk, old: str, new: str, said: str
) -> None:
    file = desk.file("en")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    for words in (("check",), ("templates", "accept", "greeting", "--lang", "en", "--by", "Ann")):
        done = invoke(*words, "--desk", str(desk.folder))
        assert done.exit_code == 1 and said in done.stderr, done.output


def test_what_the_agent_fills_in_is_accepted(desk: Desk) -> None:
    desk.write("en", "Hello, this is [NAME]. It is about the question that you asked us.")
    done = desk.run("accept", "greeting", "--lang", "en", "--by", "Ann")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("command", ["accept", "follow"])
def test_a_mark_is_written_into_the_desk_and_not_into_the_package(
    tmp_path: Path, command: str
) -> None:
    """It stood in the package's file, and was lost with the next version."""
    (tmp_path / "zammad-plugin.yml").write_text("extends: default\n", encoding="utf-8")
    place = Path("templates") / "replies" / "closing" / "fr.md"
    package = places.default_desk() / place
    before = package.read_bytes()
    words = ("templates", command, "closing", "--lang", "fr", "--by", "Ann")
    done = invoke(*words, "--desk", str(tmp_path))
    assert done.exit_code == 0 and str(tmp_path / place) in done.stdout, done.output
    assert package.read_bytes() == before
    text = (tmp_path / place).read_text(encoding="utf-8")
    assert "by: Ann" in text and text.endswith(before.decode().partition("\n---\n")[2])
    assert invoke("check", "--desk", str(tmp_path)).exit_code == 0


def test_a_native_speaker_stands_in_for_rules_that_no_language_has(desk: Desk) -> None:
    """What the objection says to do next is what helps."""
    desk.write("de", "Hallo, es geht um die Frage, die du uns gestellt hast.\n\n- Schreib uns.")
    refused = desk.run("accept", "greeting", "--lang", "de", "--by", "Ann")
    assert refused.exit_code == 1 and "no-rules: 'de'" in refused.stderr
    said = refused.stderr.partition("next: zammad-plugin templates ")[2].replace("NAME", "Ann")
    assert said.startswith("accept --desk ") and " greeting --lang de " in said
    assert desk.run(*said.split()).exit_code == 0
    assert desk.states()["de"] == "reviewed"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("preview", "greting", "--lang", "en", "--channel", "email"), "did you mean 'greeting'?"),
        (("preview", "zzz", "--lang", "en", "--channel", "email"), "no reply 'zzz'"),
        (("accept", "greeting", "--lang", "fr", "--by", "x"), "it is in en"),
        (("follow", "greeting", "--lang", "en", "--by", "x"), "the source itself"),
    ],
)
def test_what_is_not_there_is_named(desk: Desk, words: tuple[str, ...], said: str) -> None:
    done = desk.run(*words)
    assert done.exit_code == 1 and said in done.stderr


def test_preview_is_what_the_reader_gets(desk: Desk) -> None:
    body = AR + "\n- الرقم 01-293293 و **#{ticket.number}**"
    desk.write("ar", body, "channels: [signal, email]\n")
    chat = desk.run("preview", "greeting", "--lang", "ar", "--channel", "signal")
    assert f"• الرقم {LRI}01-293293{PDI} و #{{ticket.number}}" in chat.stdout
    assert "no native speaker" in chat.stderr and "not meant" not in chat.stderr
    mail = desk.run("preview", "greeting", "--lang", "ar", "--channel", "email")
    assert mail.stdout.startswith('<div dir="rtl" lang="ar"><p dir="rtl">')
    assert f"{LRI}01-293293{PDI} و <b>#{{ticket.number}}</b>" in mail.stdout
    other = desk.run("preview", "greeting", "--lang", "ar", "--channel", "whatsapp")
    assert "not meant for whatsapp" in other.stderr


def test_preview_of_html_for_a_chat_is_plain(desk: Desk) -> None:
    html = '<div dir="ltr"><p>Hello <b>you</b></p><ul><li>one</li></ul></div>'
    desk.write("en", html, "html: true\n")
    chat = desk.run("preview", "greeting", "--lang", "en", "--channel", "signal")
    assert chat.stdout == "Hello you\n\n• one\n"


def test_check_says_how_many_texts_are_held_back(desk: Desk) -> None:
    check = ("check", "--desk", str(desk.folder))
    assert "held back" not in invoke(*check).stdout
    (desk.folder / "zammad-plugin.yml").write_text("texts: reviewed\n", encoding="utf-8")
    assert "1 held back until a person accepts" in invoke(*check).stdout


def test_preview_fills_contacts_or_says_whom_to_ask(desk: Desk) -> None:
    (desk.folder / "rules").mkdir()
    contact = """\
referrals:
  - id: lb-one
    country: LB
    kind: police
    name: {en: The Office}
    ways: [{by: phone, to: "01-2"}]
    grade: A
    source: office.example
    checked_at: DAY
    checked_by: me
"""
    desk.write("en", EN + "\n\n{{referrals:LB}}")
    for day, said in (("2026-11-24", "• The Office: phone 01-2"), ("2020-01-01", "Ask your lead")):
        file = desk.folder / "rules" / "referrals.yml"
        file.write_text(contact.replace("DAY", day), encoding="utf-8")
        chat = desk.run("preview", "greeting", "--lang", "en", "--channel", "signal")
        assert said in chat.stdout


def test_the_page_has_every_language_or_those_asked_for(desk: Desk, tmp_path: Path) -> None:
    desk.write("ar", AR + " <script>x</script>")
    desk.write("fr", "Bonjour, ceci concerne la question que vous avez posée.\n\n- Écrivez.")
    page = tmp_path / "page.html"
    assert desk.run("page", str(page)).exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert html.count("<article") == 3 and "<script>" not in html
    assert 'lang="ar" dir="rtl"' in html and "no native speaker has read this" in html
    desk.run("check", "--page", str(page), "--lang", "ar")
    html = page.read_text(encoding="utf-8")
    assert html.count("<article") == 2 and 'lang="fr"' not in html


def test_a_missing_language_of_the_first_hour_is_told(desk: Desk) -> None:
    other = desk.folder / "templates" / "replies" / "other"
    other.mkdir()
    for lang, text in (("en", EN), ("ckb", "سڵاو")):
        made = FRONT.replace("BODY", text).replace("TITLE", f"Other {lang}")
        (other / f"{lang}.md").write_text(made, encoding="utf-8")
    assert desk.states()["ckb"] != ""
    rows = json.loads(desk.run("check", "--format", "json").stdout)["texts"]
    assert {"key": "greeting", "lang": "ckb", "state": "missing", "native": ""} in rows
    page = desk.folder / "page.html"
    assert desk.run("page", str(page)).exit_code == 0
    assert "missing" in page.read_text(encoding="utf-8")


def test_a_fact_that_nobody_compared_for_long_is_told(desk: Desk) -> None:
    fact = "facts:\n  - {says: It is 90 days, source: a.example, checked_at: 2020-01-01}\n"
    desk.write("en", EN + "\n\nIt is 90 days.", fact)
    done = desk.run("check")
    assert done.exit_code == 4 and "compare again: greeting: It is 90 days" in done.stdout
    desk.write("en", EN + "\n\nIt is 90 days.", fact.replace("2020", "2999"))
    assert desk.run("check").exit_code == 0


@pytest.fixture
def server() -> Iterator[Emulator]:
    with Emulator() as made:
        yield made


def test_variables_are_held_against_a_server(desk: Desk, server: Emulator, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(server.tokens["sync"], encoding="utf-8")
    token.chmod(0o600)
    there = ("check", "--url", server.url, "--token-file", str(token))
    desk.write("en", EN + " #{ticket.number} #{ticket.title}")
    done = desk.run(*there)
    assert done.exit_code == 0, done.stderr
    file = desk.write("en", EN + " #{ticket.cs_urgency.value}")
    done = desk.run(*there)
    assert done.exit_code == 1
    assert f"{file}:14:16: this Zammad has no #{{ticket.cs_urgency.value}}" in done.stderr


def test_the_default_desk_is_complete_and_nobody_claims_to_have_read_it() -> None:
    done = invoke("templates", "check", "--format", "json")
    assert done.exit_code == 0, done.stdout
    rows = json.loads(done.stdout)["texts"]
    assert {row["state"] for row in rows} == {"drafted"}
    assert {row["native"] for row in rows} == {""}


@pytest.mark.parametrize("command", ["accept", "follow"])
def test_the_files_of_the_package_are_not_marked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(places, "PACKAGE", desk.folder)
    desk.folder.joinpath("desk").mkdir()
    done = invoke("templates", command, "greeting", "--lang", "en", "--by", "Ann")
    assert done.exit_code == 1 and "the package's own files" in done.stderr


def test_a_broken_file_ends_it_with_its_place(desk: Desk) -> None:
    file = desk.write("xx", EN)
    done = desk.run("check")
    assert done.exit_code == 1 and f"{file}:2:1" in done.stderr and "'xx'" in done.stderr


@pytest.mark.parametrize("words", [("page",), ("for-translator", "--lang", "ar")])
def test_a_folder_that_is_not_there_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    """It ended as a bug of ours."""
    file = tmp_path / "none" / "file"
    result = invoke("templates", *words, str(file))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {file} can't be written: No such file")
