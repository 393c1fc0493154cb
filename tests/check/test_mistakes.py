"""Every mistake of mistakes.yml is told with file, line, column, cause and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zammad_plugin.check.desk import examine
from zammad_plugin.config.files import read_fast

ROWS: Any = read_fast((Path(__file__).parent / "mistakes.yml").read_text(encoding="utf-8"))
WORLD = {
    "templates/groups/child-safety.yml": "name: Child Safety\n",
    "templates/attributes/category.yml": (
        "name: cs_category\ndisplay: Category\n"
        "options: {sextortion: Sextortion, grooming: Grooming}\n"
    ),
    "templates/attributes/day.yml": "name: cs_day\ndisplay: Day\ndata_type: date\n",
    "templates/calendars/office.yml": (
        'name: Office\ntimezone: Asia/Beirut\nhours: {mon: [["09:00", "17:00"]]}\n'
    ),
    "templates/webhooks/duty.yml": "name: Duty\nendpoint: https://duty.example.org/x\n",
    "macros/ok.yml": (
        "name: OK\n"
        "perform: {ticket.state: open, ticket.tags: {operator: add, value: cs-escalated}}\n"
    ),
}
REPLY = """---
title: {title}
keyword: hello
purpose: an answer
audience: anyone
status: drafted
by: me
date: 2026-01-02
---
Thank you for writing to us.
"""


def put(desk: Path, files: dict[str, str]) -> Path:
    for place, text in files.items():
        file = desk / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return desk


def problems(desk: Path) -> list[str]:
    return [str(one).replace(f"{desk}/", "") for one in examine(desk).problems]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is said of a desk with all the mistakes that can stand beside each other."""
    files = {row["file"]: row["text"] for row in ROWS["many"]}
    return problems(put(tmp_path_factory.mktemp("desk"), WORLD | files))


@pytest.mark.parametrize("row", ROWS["many"], ids=[row["file"] for row in ROWS["many"]])
def test_told_beside_all_others(many: list[str], row: dict[str, str]) -> None:
    _assert_told(many, row)


def _assert_told(said: list[str], row: dict[str, str]) -> None:
    mine = [one for one in said if one.startswith(row["file"])]
    assert any(one.startswith(row["file"] + row["told"]) for one in mine), mine
    assert all("\n  next: " in one for one in mine)


def _numbered() -> Iterator[Any]:
    for number, row in enumerate(ROWS["single"]):
        yield pytest.param(row, id=f"{row['file']}-{number}")


@pytest.mark.parametrize("row", list(_numbered()))
def test_told_alone(tmp_path: Path, row: dict[str, str]) -> None:
    _assert_told(problems(put(tmp_path, WORLD | {row["file"]: row["text"]})), row)


SOUND = {
    "macros/with-a-mark.yml": "\ufeffname: With a mark\nperform: {ticket.state: open}\n",
    "macros/windows.yml": "name: Windows\r\nperform:\r\n  ticket.state: open\r\n",
    "macros/theirs.yml": "name: Theirs\nperform: {ticket.group: Team B, ticket.state: waiting}\n",
    "macros/tag.yml": "name: Tag\nperform: {ticket.tags: {operator: add, value: our-own-word}}\n",
    "macros/arabic.yml": "name: تصعيد\nperform: {ticket.priority: 3 high}\n",
    "templates/groups/a.yml": "name: Team A\n",
    "templates/groups/level-1.yml": "name: Level 1\n",
    "macros/level.yml": "name: Level\nperform: {ticket.group: Level 2}\n",
    "templates/attributes/yes.yml": "name: cs_yes\ndisplay: Y\noptions: {no: A, yes: B}\n",
    "templates/attributes/own.yml": "name: region\ndisplay: R\ndata_type: input\n",
    "templates/overviews/own.yml": (
        "name: Own\ncondition: {ticket.tags: {operator: contains one, value: our-own-word},"
        " ticket.region: {operator: is set}, ticket.owner: {operator: is,"
        " pre_condition: current_user.id}}\ncolumns: [number, region]\n"
    ),
    "templates/webhooks/near.yml": "name: Near\nendpoint: http://127.0.0.1:8090/hook\n",
    "templates/webhooks/container.yml": "name: Container\nendpoint: http://plugin:8080/hook\n",
    "templates/calendars/two.yml": (
        'name: Two\ntimezone: Asia/Beirut\nhours: {mon: [["09:00", "12:00"], ["12:00", "17:00"]]}\n'
        'holidays: {"2026-12-25": Feast, "2028-02-29": Leap}\n'
    ),
    "templates/replies/hello/en.md": "\ufeff" + REPLY.format(title="Hello"),
    "templates/replies/hello-you/en.md": REPLY.format(title="Hello you").replace("\n", "\r\n"),
    "rules/routing.yml": (
        "hours: {timezone: Asia/Beirut, week: {mon: [['09:00', '17:00'], ['22:00', '06:00']]}}\n"
        "before:\n  - {id: night, when: {urgency: [critical], hour: [out]}, then: {owner: on-call,"
        " tags: [our-night], replies: [hello]}}\n"
        "people: [{login: rana, languages: [ar], on_call: {sat: [['20:00', '08:00']]}}]\n"
    ),
    "zammad-plugin.yml": "url: https://desk.example.org\nlanguage: ar\n",
    ".gitignore": ".zammad-plugin/\n",
    "README.md": "ours",
}


def test_a_sound_desk_is_not_refused(tmp_path: Path) -> None:
    assert problems(put(tmp_path, WORLD | SOUND)) == []


def test_what_only_the_server_may_have_is_told_with_every_place(tmp_path: Path) -> None:
    """A group that was renamed in its file is named wherever it still has its old name."""
    old = "perform: {ticket.group: Old Desk}\n"
    files = {f"macros/{one}.yml": f"name: {one}\n{old}" for one in ("a", "b")}
    checked = examine(put(tmp_path, WORLD | files))
    told = [one for one in checked.warnings if "'Old Desk' (groups)" in one]
    assert checked.problems == [] and len(told) == 1
    assert "macros/a.yml" in told[0] and "macros/b.yml" in told[0]


NFC, NFD = "\u00c9quip\u00e9", "E\u0301quipe\u0301"


def test_two_names_that_look_the_same_are_one(tmp_path: Path) -> None:
    files = {
        "macros/a.yml": f"name: {NFC}\nperform: {{ticket.state: open}}\n",
        "macros/b.yml": f"name: {NFD}\nperform: {{ticket.state: open}}\n",
    }
    assert "is the name in" in problems(put(tmp_path, files))[0]


def test_gaps(tmp_path: Path) -> None:
    rule = "{id: a, when: {category: [grooming]}, then: {replies: [first-answer-child]}}"
    everything = "{id: rest, when: {}, then: {}}"
    files = {"rules/routing.yml": f"rules: [{rule}]\n", "templates/replies/x/en.md": REPLY}
    files["templates/replies/x/en.md"] = REPLY.format(title="X")
    checked = examine(put(tmp_path, files))
    assert "no rule catches a report of sextortion, normal" in str(checked.problems[0])
    assert any("no routing rule suggests these replies: x" in one for one in checked.warnings)
    put(tmp_path, {"rules/routing.yml": f"rules: [{rule}, {everything}]\n"})
    assert examine(tmp_path).problems == []


def test_a_text_that_was_copied_and_not_translated_is_told(tmp_path: Path) -> None:
    files = {f"templates/replies/x/{lang}.md": REPLY.format(title=lang) for lang in ("en", "fr")}
    assert any("it was not translated" in one for one in problems(put(tmp_path, files)))


def test_a_rule_that_names_a_reply_whose_folder_is_empty_is_told(tmp_path: Path) -> None:
    rule = "before: [{id: a, when: {returning: true}, then: {replies: [back]}}]\n"
    put(tmp_path, {"rules/routing.yml": rule, "templates/replies/back-again/en.md": REPLY})
    (tmp_path / "templates/replies/back").mkdir()
    assert any("no reply 'back' in templates/replies" in one for one in problems(tmp_path))


def test_what_is_left_out_and_named_elsewhere_is_told(tmp_path: Path) -> None:
    """What nobody names may go."""
    without = "[macros/false-alarm, groups/child-safety-closed]"
    put(tmp_path, {"zammad-plugin.yml": f"extends: default\nwithout: {without}\n"})
    [told] = [one for one in problems(tmp_path) if "which is still named in" in one]
    assert told.startswith("zammad-plugin.yml:2:31:") and "templates/roles/lead.yml" in told


@pytest.mark.parametrize(
    ("voice", "told"),
    [
        ("{model: none.bin}", "the model of `voice` is not here"),
        ("{command: [/no/such/program]}", "no command '/no/such/program' here"),
        ("{command: [sh]}", ""),
    ],
)
def test_what_hears_and_is_not_here_is_told(tmp_path: Path, voice: str, told: str) -> None:
    put(tmp_path, WORLD | {"zammad-plugin.yml": f"voice: {voice}\n"})
    warnings = " ".join(examine(tmp_path).warnings)
    assert (told in warnings) and ("nothing is transcribed" in warnings) is bool(told)
