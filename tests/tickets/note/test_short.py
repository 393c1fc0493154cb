from __future__ import annotations

from zammad_plugin.tickets.note.short import mention, short_note


def test_a_note_runs_as_its_language_does() -> None:
    assert short_note("a", "en") == '<div dir="ltr"><p><b>a</b></p></div>'
    assert short_note("a", "ar") == '<div dir="rtl"><p><b>a</b></p></div>'


def test_whoever_is_called_stands_before_the_sentence() -> None:
    assert f"<p>{mention(7)} <b>a</b></p><p>c</p></div>" in short_note("a", "fr", 7, "<p>c</p>")
