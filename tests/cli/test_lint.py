"""An agent's draft on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from console import invoke


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("You can pay.", ("--lang", "en"), "<stdin>:1:1: no-advice-to-pay: 'You can pay'"),
        ("مرحبا\nابعتولنا الصور", ("--lang", "ar"), "<stdin>:2:1: no-pictures-asked"),
        ("Pourquoi as-tu fait ça ?", (), "<stdin>:1:1: no-blame"),
        ("Which school?", ("--audience", "child"), "no-identity-asked"),
        ("Call 1745.", ("--lang", "en", "--audience", "guardian"), "unsourced-contact: '1745'"),
        ("Try StopNCII.", ("--lang", "en"), "<stdin>:1:5: wrong-service: 'StopNCII'"),
        ("Try StopNCII.", ("--lang", "en", "--ages", "any"), "StopNCII is for adults only"),
        ("Report Remove helps.", ("--lang", "en", "--country", "LB"), "in the United Kingdom only"),
        ("Use Take It Down.", ("--lang", "en", "--ages", "adult"), "made under 18"),
    ],
)
def test_an_objection_is_told_with_its_place(text: str, words: tuple[str, ...], said: str) -> None:
    done = invoke("lint", *words, input=text)
    assert done.exit_code == 1 and said in done.stdout and done.stderr == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Which school?", ("--audience", "partner")),
        ("Try StopNCII.", ("--lang", "en", "--ages", "adult")),
        ("Report Remove helps.", ("--lang", "en", "--country", "uk")),
        ("Use Take It Down.", ("--lang", "en", "--country", "LB")),
        ("Thank you for writing to us. Words are enough.", ()),
        ("شكرا على رسالتكم. الكلام يكفي.", ("--lang", "ar", "--channel", "whatsapp")),
        ("The bureau answers at 01-293293.", ("--audience", "guardian", "--lang", "en")),
    ],
)
def test_a_safe_draft_is_silent(text: str, words: tuple[str, ...]) -> None:
    done = invoke("lint", *words, input=text)
    assert (done.exit_code, done.stdout) == (0, "")


def test_a_file_as_json(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("Hello.\nPlease delete the chat.", encoding="utf-8")
    done = invoke("lint", str(file), "--lang", "en", "--format", "json")
    [one] = json.loads(done.stdout)
    assert (done.exit_code, one["rule"], one["line"], one["column"]) == (1, "no-deleting", 2, 1)


@pytest.mark.parametrize(("text", "words"), [("Hi", ("--lang", "xx")), ("!", ()), ("", ())])
def test_no_known_language_is_said(text: str, words: tuple[str, ...]) -> None:
    done = invoke("lint", *words, input=text)
    assert done.exit_code == (2 if words else 1) and "no known language" in done.stderr


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_bytes(b"\xff\xfe\xfa")
    done = invoke("lint", str(file), "--lang", "en")
    assert done.exit_code == 1 and "not UTF-8" in done.stderr


def test_a_language_without_rules_does_not_pass_in_silence() -> None:
    text = "Zahl ihm, lösch den Chat"
    done = invoke("lint", "--lang", "de", input=text)
    assert done.exit_code == 1 and "no-rules: 'de' (there are no rules for German" in done.stdout
    told = invoke("lint", "--lang", "de", "--unread", input=text)
    assert told.exit_code == 0 and "no-rules" in told.stdout


def test_what_a_lock_screen_shows_is_an_objection_where_one_does() -> None:
    text = "Please write no word about the video to him."
    alone = invoke("lint", "--lang", "en", input=text)
    assert alone.exit_code == 0 and "neutral-first-line" in alone.stdout
    sent = invoke("lint", "--lang", "en", "--channel", "signal", input=text)
    assert sent.exit_code == 1


def test_a_paraphrase_is_told_with_source_and_better_words() -> None:
    done = invoke("lint", "--lang", "en", input="Hello.\nJust top up his card and go to sleep.")
    assert done.exit_code == 1 and "<stdin>:2:1: no-advice-to-pay" in done.stdout
    assert "\n  source: " in done.stdout and "\n  better: Please pay nothing" in done.stdout
