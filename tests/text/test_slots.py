"""Places that somebody must fill in: the desk's from its files, the agent's by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from zammad_plugin.check.desk import examine
from zammad_plugin.cli.main import cli
from zammad_plugin.config.desk import load_desk
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.source import read
from zammad_plugin.text.slots import fill, halves, unfilled
from zammad_plugin.tickets.desk_routing import routing_of
from zammad_plugin.tickets.replies.texts import texts_of, texts_that_go_out

HOURS = {"hours": {"en": "9 to 5", "ar": "من 9 إلى 5"}}
REPLY = (
    "---\ntitle: Later\nkeyword: later\npurpose: later\naudience: anyone\nstatus: drafted\n"
    "by: me\ndate: 2026-11-30\nfacts:\n"
    "  - {says: 9 to 5, source: the desk, checked_at: 2026-11-30}\n---\n"
)


def _desk(folder: Path, body: str, settings: str = "language: en\n", routing: str = "") -> Path:
    reply = folder / "templates" / "replies" / "later" / "en.md"
    reply.parent.mkdir(parents=True)
    reply.write_text(f"{REPLY}{body}\n", encoding="utf-8")
    (folder / "zammad-plugin.yml").write_text(settings, encoding="utf-8")
    if routing:
        (folder / "rules").mkdir()
        (folder / "rules" / "routing.yml").write_text(routing, encoding="utf-8")
    return folder


def test_words_of_the_desk_are_put_in_by_language() -> None:
    assert fill("We are here {{hours}}.", "en", HOURS) == "We are here 9 to 5."
    assert fill("{{ hours }}", "ar", HOURS) == "من 9 إلى 5"


def test_words_in_another_language_are_not_put_in() -> None:
    assert fill("{{hours}}", "tr", HOURS) == "{{hours}}"


@pytest.mark.parametrize("text", ["{{hours}}", "[NAME]", "[PHONE NUMBER]", "[ԱՆՈՒՆ]"])
def test_what_is_left_is_found_with_its_place(text: str) -> None:
    assert list(unfilled(f"Hello {text}.")) == [(text, 6)]


@pytest.mark.parametrize("text", ["[ar] Title", "[1]", "[Name]", "#{ticket.number}", "[x]", "[]"])
def test_other_brackets_are_none(text: str) -> None:
    assert list(unfilled(text)) == []


@pytest.mark.parametrize(
    ("text", "what", "why"),
    [
        ("{{hours", "{{hours", "is never closed"),
        ("{{ hours }", "{{ hours", "is never closed"),
        ("{{referrals:LB", "{{referrals:LB", "is never closed"),
        ("hours}}", "hours}}", "was never opened"),
        ("}} now", "}}", "was never opened"),
        ("{hours}", "{hours}", "has one brace"),
        ("{NAME}", "{NAME}", "has one brace"),
        ("{referrals:LB}", "{referrals:LB}", "has one brace"),
        ("{{{hours}}}", "{{{hours}}}", "has one brace"),
        ("[NAME, and [x]", "[NAME", "has one bracket"),
        ("[ԱՆՈՒՆ.", "[ԱՆՈՒՆ", "has one bracket"),
        ("NAME]", "NAME]", "has one bracket"),
    ],
)
def test_half_a_slot_is_found_with_its_place(text: str, what: str, why: str) -> None:
    assert list(halves(f"Hello {{{{days}}}}, {text}")) == [(what, 16, why)]
    assert (what, 16) in list(unfilled(f"Hello {{{{days}}}}, {text}"))


@pytest.mark.parametrize(
    "text",
    ["{{hours}} [NAME]", "#{ticket.number} [in the UK]", "#{ticket.number", ":-} {", "[ar x"],
)
def test_what_is_whole_or_no_slot_is_no_half(text: str) -> None:
    assert list(halves(text)) == []


def test_the_desk_fills_its_replies(tmp_path: Path) -> None:
    settings = "slots: {hours: {en: 9 to 5}}\n"
    desk = _desk(tmp_path, "We are here {{hours}}.", settings)
    (item,) = [one for one in read(desk).desired if one.kind.name == "text_modules"]
    assert "We are here 9 to 5." in item.fields["content"]
    told = [str(one) for one in examine(desk).problems]
    assert not any("unfilled" in one or "nothing fills" in one for one in told), told


def test_check_names_a_slot_without_words(tmp_path: Path) -> None:
    told = [str(one) for one in examine(_desk(tmp_path, "Here {{hours}}.")).problems]
    about = [one for one in told if "{{hours}}" in one]
    assert len(about) == 1 and "en.md:12:6" in about[0] and "has no words" in about[0], told


@pytest.mark.parametrize(
    "body",
    ["Here {{hours}}.", "This is [NAME].", "Here {{hours.", "Here {hours}.", "This is NAME]."],
)
def test_nothing_with_a_gap_goes_out_by_itself(tmp_path: Path, body: str) -> None:
    routing = "before: []\nauto_reply: {enabled: true, reply: later}\n"
    desk = load_desk(_desk(tmp_path, body, routing=routing))
    assert texts_of(desk)("later", "en") is None
    with pytest.raises(DeskError, match="is not filled in"):
        texts_that_go_out(desk, routing_of(desk))


def test_lint_refuses_a_draft_with_a_gap() -> None:
    told = CliRunner().invoke(cli, ["lint", "--lang", "en"], input="Please ask [NAME] at the desk.")
    assert told.exit_code == 1 and "1:12: unfilled-slot: '[NAME]'" in told.output


def test_a_slot_that_may_stay_open_goes_with_its_line() -> None:
    text = "Nobody is here.\nWe are here: {{hours?}}\n\nWrite yes or no."
    assert fill(text, "en", {}) == "Nobody is here.\n\nWrite yes or no."
    known = {"hours": {"en": "9 to 5"}}
    assert fill(text, "en", known) == "Nobody is here.\nWe are here: 9 to 5\n\nWrite yes or no."
    assert "hours" not in fill(text, "fr", known)
