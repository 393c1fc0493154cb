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
    assert done.exit_code == 1 and "no known language" in done.stderr


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_bytes(b"\xff\xfe\xfa")
    done = invoke("lint", str(file), "--lang", "en")
    assert done.exit_code == 1 and "not UTF-8" in done.stderr
