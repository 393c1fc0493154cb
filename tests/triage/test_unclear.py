"""What can't be read is said to be so, and a greeting is only a greeting."""

from __future__ import annotations

import pytest

from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load
from zammad_plugin.triage.unclear import FILE, MEDIA, MIDDLE, VOICE

RULES = load()


@pytest.mark.parametrize(
    ("text", "unread", "code"),
    [
        ("please help me", (), "plea-alone"),
        ("ساعدوني", (), "plea-alone"),
        ("SOS", (), "plea-alone"),
        ("aidez-moi svp", (), "plea-alone"),
        ("sa3dune please", (), "plea-alone"),
        ("hello, please help", (), "plea-alone"),
        ("????? ????? 12 ??? ???? ??????", (), "garbled"),
        ("Ø¨Ù†ØªÙŠ Ø¹Ù…Ø±Ù‡Ø§ Ø¹Ø´Ø±", (), "garbled"),
        (
            "bXkgZGF1Z2h0ZXIgaXMgdHdlbHZlIGFuZCBhIG1hbiB3cml0ZXMgdG8gaGVyIGV2ZXJ5IG5pZ2h0",
            (),
            "encoded",
        ),
        ("меня шантажирует незнакомец, помогите", (), "language-not-read"),
        ("see attached", (FILE,), "file-not-read"),
        ("", (FILE,), "file-not-read"),
        ("", (VOICE,), "voice-not-heard"),
        ("a long letter about the weather and the road " * 9, (MIDDLE,), "middle-not-read"),
        ("look", (MEDIA,), "picture-alone"),
    ],
)
def test_what_cant_be_judged_is_for_a_person(text: str, unread: tuple[str, ...], code: str) -> None:
    found = assess([Message(text, unread=unread)], RULES)
    assert (found.unclear, found.review or found.child_safety) == (code, True)
    assert code in {reason.rule for reason in found.reasons}
    assert all(reason.describe for reason in found.reasons)


@pytest.mark.parametrize("text", ["hi", "السلام عليكم ورحمة الله", "bonjour", "mar7aba", "سڵاو"])
def test_a_greeting_says_nothing_yet(text: str) -> None:
    found = assess([Message(text)], RULES)
    assert (found.unclear, found.review, found.child_safety) == ("nothing-said-yet", False, False)


@pytest.mark.parametrize(
    "text",
    [
        "what are your opening hours?",
        "my printer does not print, can you help me with it?",
        "I forgot my password, please help",
        "merci beaucoup pour votre aide",
    ],
)
def test_who_says_what_it_is_about_is_read(text: str) -> None:
    assert assess([Message(text)], RULES).unclear == ""


def test_words_beside_a_file_are_judged() -> None:
    words = "Here is the signed form for the school trip of next week, with the copy of both cards."
    assert assess([Message(words, unread=(FILE,))], RULES).unclear == ""
