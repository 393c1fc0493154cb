"""Texts that must not reach Zammad: each problem names file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.check.replies.texts import lint
from zammad_plugin.emulator import html as server_html
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.replies import stripped as ours
from zammad_plugin.sync.replies.stripped import stripped

HEAD = """\
---
title: T LANG
keyword: k
purpose: p
audience: anyone
status: drafted
by: me
date: 2026-11-24
MORE---
"""
CALM = "Hello, this is about the question that you asked us here."
ARABIC = "مرحبا، هذا بخصوص السؤال الذي طرحتموه علينا هنا في رسالتكم."


def write(folder: Path, lang: str, body: str, more: str = "") -> Path:
    file = folder / "templates" / "replies" / "t" / f"{lang}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    head = HEAD.replace("LANG", lang).replace("MORE", more)
    file.write_text(head + body + "\n", encoding="utf-8")
    return file


def problems(folder: Path) -> list[str]:
    source = read(folder)
    assert source.problems == []
    return [str(one) for one in lint(source.desired)]


@pytest.mark.parametrize(
    ("body", "place", "said"),
    [
        ("Hi #{ticket.title", "12:4", "broken-variable: '#{ticket.title'"),
        ("Hi #{ticket.titel}", "12:4", "did you mean '#{ticket.title}'"),
        ("Hi {ticket.title}", "12:4", "a variable is written #{ticket.number}"),
        ("So.\n\nIf you like, you can pay.", "14:14", "no-advice-to-pay: 'you can pay'"),
        ("It is 90 days.", "12:7", "unsourced-number: '90' stands in no fact"),
        ("Call 1745.", "12:6", "unsourced-contact: '1745'"),
        ("Look at https://x.example", "12:9", "unsourced-contact: 'https://x.example'"),
    ],
)
def test_a_bad_text_is_named_with_its_place(
    tmp_path: Path, body: str, place: str, said: str
) -> None:
    file = write(tmp_path, "en", f"{CALM}\n\n{body}")
    found = problems(tmp_path)
    assert any(one.startswith(f"{file}:{place}: ") and said in one for one in found), found


@pytest.mark.parametrize(
    ("english", "arabic", "place", "said"),
    [
        ("#{ticket.number}", "", "1:1", "variables differ from t/en: lacks #{ticket.number}"),
        ("", "#{ticket.number}", "12:3", "has #{ticket.number} more"),
        ("{{referrals:LB/cybercrime}}", "", "1:1", "lacks {{referrals:LB/cybercrime}}"),
        ("- one\n- two", "- واحد", "12:1", "1 list items, t/en has 2"),
        ("", "بعد 30 يوما", "12:5", "unsourced-number: '30'"),
        ("", "بعد ٣٠ يوما", "12:5", "unsourced-number: '٣٠'"),
    ],
)
def test_a_translation_that_lost_or_gained_something(
    tmp_path: Path, english: str, arabic: str, place: str, said: str
) -> None:
    write(tmp_path, "en", f"{CALM}\n\n{english}")
    file = write(tmp_path, "ar", f"{ARABIC}\n\n" + (f"  {arabic}" if "#" in arabic else arabic))
    found = problems(tmp_path)
    assert any(one.startswith(f"{file}:{place}: ") and said in one for one in found), found


def test_a_translation_has_the_audience_of_its_source(tmp_path: Path) -> None:
    write(tmp_path, "en", CALM)
    file = write(tmp_path, "ar", ARABIC)
    file.write_text(file.read_text(encoding="utf-8").replace("anyone", "partner"), encoding="utf-8")
    [problem] = problems(tmp_path)
    assert problem.startswith(f"{file}:5:1: 'audience' differs from t/en")


def test_a_figure_with_its_source_passes_in_every_language(tmp_path: Path) -> None:
    fact = "facts: [{says: It is 90 days, source: office.example/90, checked_at: 2026-11-24}]\n"
    write(tmp_path, "en", f"{CALM}\n\nIt is 90 days (office.example/90).", fact)
    write(tmp_path, "ar", f"{ARABIC}\n\nبعد ٩٠ يوما، وقبل عمر ١٨.")
    assert problems(tmp_path) == []


def test_a_reply_in_no_known_language(tmp_path: Path) -> None:
    file = write(tmp_path, "arb", CALM)
    [problem] = read(tmp_path).problems
    assert f"{file}:2:1" in str(problem) and "no known language 'arb', did you mean" in str(problem)


def test_a_review_without_its_mark(tmp_path: Path) -> None:
    file = write(tmp_path, "en", CALM)
    text = file.read_text(encoding="utf-8").replace("drafted", "reviewed")
    file.write_text(text, encoding="utf-8")
    [problem] = read(tmp_path).problems
    assert str(file) in str(problem) and "templates accept" in str(problem)


def test_html_that_zammad_would_strip_is_shown_before_it_is_lost(tmp_path: Path) -> None:
    body = f'<div dir="ltr"><p onclick="x">{CALM}</p>\n<iframe src="x"></iframe></div>'
    file = write(tmp_path, "en", body, "html: true\n")
    found = problems(tmp_path)
    assert f"{file}:11:16: Zammad would strip onclick of <p> on saving" in found[0]
    assert f"{file}:12:1: Zammad would strip <iframe> on saving" in found[1]


def test_html_without_direction(tmp_path: Path) -> None:
    file = write(tmp_path, "en", f"<p>{CALM}</p>", "html: true\n")
    [problem] = problems(tmp_path)
    assert problem.startswith(f"{file}:11:1: direction:")


def test_html_in_a_form_is_looked_at_too(tmp_path: Path) -> None:
    file = tmp_path / "templates" / "tickets" / "form.yml"
    file.parent.mkdir(parents=True)
    file.write_text("name: F\noptions:\n  article.body: \"<p id='x'>a</p>\"\n", encoding="utf-8")
    [problem] = problems(tmp_path)
    assert problem.startswith(f"{file}:3:18: Zammad would strip id of <p>")


@pytest.mark.parametrize(
    ("html", "lost"),
    [
        ('<p dir="rtl" lang="ar" class="x">a</p>', []),
        ('<a href="https://x.example">a</a>', []),
        ('<a href="javascript:x">a</a>', ["the link of <a>"]),
        ("<p>a</p><!-- note -->", ["a comment"]),
        ('<li style="color: red">a</li>', ["style of <li>"]),
        ('<p style="color: red">a</p>', []),
        ("<button>a</button>", ["<button>"]),
        ("a < b and c > d", []),
    ],
)
def test_what_is_stripped(html: str, lost: list[str]) -> None:
    assert [what for what, _ in stripped(html)] == lost


def test_our_list_of_tags_is_that_of_the_embedded_zammad() -> None:
    assert ours.TAGS == server_html.TAGS


def test_a_text_from_a_placeholder_is_placed_at_it(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "referrals.yml").write_text(
        "referrals:\n  - id: x\n    country: LB\n    kind: police\n    name: {en: You can pay}\n"
        "    ways: [{by: phone, to: '01-2'}]\n    grade: A\n    source: office.example\n"
        "    checked_at: 2999-01-01\n    checked_by: me\n",
        encoding="utf-8",
    )
    file = write(tmp_path, "en", f"{CALM}\n\nSee:\n{{{{referrals:LB}}}}")
    [problem] = problems(tmp_path)
    assert problem.startswith(f"{file}:13:1: no-advice-to-pay")


def test_a_referral_without_source_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    file = tmp_path / "rules" / "referrals.yml"
    file.write_text(
        "referrals:\n  - id: x\n    country: LB\n    kind: police\n    name: {en: X}\n"
        "    ways: [{by: phone, to: '01-2'}]\n    grade: A\n    checked_at: 2026-01-01\n"
        "    checked_by: me\n",
        encoding="utf-8",
    )
    write(tmp_path, "en", f"{CALM}\n\n{{{{referrals:LB}}}}")
    [problem] = read(tmp_path).problems
    assert f"{file}:2:5" in str(problem) and "'source': Field required" in str(problem)
