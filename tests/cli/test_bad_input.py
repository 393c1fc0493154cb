"""What an admin may get wrong and what a server may answer: the exact words, place and code."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from by_environment import named
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes
from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import ExitCode
from zammad_plugin.state.lock import lock
from zammad_plugin.state.places import place_of

MACRO = "name: {0}\nperform: {{ticket.tags: {{operator: add, value: [{1}]}}}}\n"
MEND = "  next: mend the file, then: zammad-plugin check"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def put(desk: Path, place: str, content: str | bytes) -> Path:
    file = desk / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def invoke(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.mark.parametrize(
    ("place", "content", "where", "what", "hint"),
    [
        (
            "macros/m.yml",
            "name: M\nperfrom: {}\n",
            "2:1",
            "unknown key 'perfrom', did you mean 'perform'?",
            MEND,
        ),
        (
            "macros/m.yml",
            "name: M\nname: N\nperform: {ticket.state: open}\n",
            "2:1",
            'YAML: found duplicate key "name" with value "N" (original value: "M")',
            MEND,
        ),
        (
            "macros/m.yml",
            b"name: M\nperform: {ticket.state: \xff}\n",
            "2:1",
            "not UTF-8",
            "  next: save the file as UTF-8",
        ),
        (
            "templates/checklists/c.yml",
            "name: C\nitems: []\n",
            "2:1",
            "'items': it is empty",
            MEND,
        ),
        (
            "templates/translations/t.yml",
            "locale: Arabic\nsource: a\ntarget: b\n",
            "1:1",
            "'locale': a locale of Zammad is wanted, such as ar or en-us",
            MEND,
        ),
        (
            "templates/webhooks/w.yml",
            "name: W\nendpoint: https://x/\npayload: '{'\n",
            "3:1",
            "'payload': Expecting property name enclosed in double quotes: line 1 "
            "column 2 (char 1)",
            MEND,
        ),
        (
            "templates/filters/f.yml",
            "name: F\nmatch: {to: {operator: contains, value: [a]}}\n"
            "perform: {x-zammad-ticket-tags: {operator: add, value: a}}\n",
            "2:9",
            "'to': 'contains' takes one text",
            MEND,
        ),
    ],
)
def test_a_broken_file(
    desk: Path, place: str, content: str, where: str, what: str, hint: str
) -> None:
    file = put(desk, place, content)
    result = invoke("check", "--desk", desk)
    here = hint.replace("zammad-plugin check", f"zammad-plugin check --desk {desk}")
    assert (result.exit_code, result.stderr) == (1, f"error: {file}:{where}: {what}\n{here}\n")
    assert str(result.exception).startswith("1 thing to mend")


def test_two_files_of_one_name(desk: Path) -> None:
    first = put(desk, "macros/a.yml", MACRO.format("Same", "a"))
    second = put(desk, "macros/b.yml", MACRO.format("same", "b"))
    [line, hint] = invoke("check", "--desk", desk).stderr.splitlines()
    assert line == f"error: {second}:1:1: 'same' is the name in {first} too"
    assert hint == "  next: give one of them another name"
    for place in ("a", "b"):
        put(desk, f"templates/translations/{place}.yml", "locale: ar\nsource: one two\ntarget: x\n")
    assert "'ar one two' is the name in" in invoke("check", "--desk", desk).stderr


def test_a_reference_to_nothing(server: Emulator, desk: Path) -> None:
    """Named with its line in plan and apply; the other objects go on."""
    text = "name: M\nperform:\n  ticket.priority: 3 high\n  ticket.group: Nowhere Group\n"
    file = put(desk, "macros/m.yml", text)
    put(desk, "macros/n.yml", MACRO.format("N", "a"))
    shown = invoke("plan", "--desk", desk).output
    assert f"! blocked macros/m  (no 'Nowhere Group' among groups)  {file}:4:17\n" in shown
    result = invoke("apply", "--desk", desk)
    assert result.exit_code == ExitCode.PARTIAL
    assert result.stderr == (
        f"error: macros/m: {file}:4:17: blocked: no 'Nowhere Group' among groups\n"
        f"  next: mend the file, then: zammad-plugin plan --desk {desk}\n"
    )
    assert result.stdout == "1 written, 1 failed\n"


def test_two_objects_of_one_name_on_the_server(server: Emulator, desk: Path) -> None:
    for _ in range(2):
        server.store.insert("webhooks", {"name": "W", "endpoint": "x", "note": None})
    file = put(desk, "templates/webhooks/w.yml", "name: W\nendpoint: https://w.example/\n")
    result = invoke("apply", "--desk", desk)
    assert result.stderr.splitlines()[0] == (
        f"error: webhooks/w: {file}:1:1: blocked: the server has this name several times "
        "(ids 1, 2); rename or delete all but one of them in Zammad"
    )
    assert server.writes == []


def test_what_the_server_refuses_is_told_in_its_words_at_our_line(
    server: Emulator, desk: Path
) -> None:
    server.store.insert("groups", {"name": "Taken", "note": None, "active": True})
    text = (
        "name: T\ncondition:\n  ticket.state: {operator: is, value: [new]}\n"
        "  ticket.nonsense: {operator: is, value: x}\nperform: {ticket.state: open}\n"
    )
    file = put(desk, "templates/triggers/t.yml", text)
    result = invoke("apply", "--desk", desk)
    assert result.exit_code == ExitCode.PARTIAL
    assert result.stderr.splitlines()[0] == (
        f"error: triggers/t: {file}:4:3: POST tickets/search: HTTP 422: PG::UndefinedColumn: "
        "ERROR: column ticket.nonsense does not exist"
    )
    server.faults.add("POST macros 1 422")
    plain = put(desk, "macros/m.yml", MACRO.format("M", "a"))
    lines = invoke("apply", "--desk", desk).stderr.splitlines()
    assert f"error: macros/m: {plain}:1:1: POST macros: HTTP 422: fault 422" in lines


@pytest.mark.parametrize("kind", ["lost", "cut", "reset", "503"])
@pytest.mark.parametrize("path", ["macros", "templates", "translations/upsert"])
def test_a_lost_answer_in_mid_apply(server: Emulator, desk: Path, path: str, kind: str) -> None:
    """Exit 5 or all is done; the second apply finishes, and nothing is there twice."""
    name = "name: {en: One two three, ar: واحد اثنان}\n"
    put(desk, "macros/m.yml", name + "perform: {ticket.state: open}\n")
    put(desk, "templates/tickets/t.yml", "name: T\noptions: {ticket.title: x}\n")
    server.faults.add(f"POST {path} 2 {kind}")
    first = invoke("apply", "--desk", desk)
    assert first.exit_code in (0, ExitCode.PARTIAL), first.output
    server.faults.clear()
    assert invoke("apply", "--desk", desk).exit_code == 0
    assert invoke("plan", "--check", "--desk", desk).output == ""
    for table in ("macros", "templates", "translations"):
        assert len(server.store.rows(table)) == 1
    assert server.store.rows("templates")[0]["name"] == "T"


def test_an_answer_of_an_unknown_form(server: Emulator, desk: Path, monkeypatch: object) -> None:
    put(desk, "templates/checklists/c.yml", "name: C\nitems: [a]\n")
    server.store.insert("checklist_templates", {"name": "theirs"})  # without its items
    result = invoke("plan", "--desk", desk)
    assert "the list of checklist_templates has a form that is not known" in str(result.exception)


def test_plan_check_from_cron(server: Emulator, desk: Path) -> None:
    """Silent with 0, or it prints and exits 4."""
    put(desk, "macros/m.yml", MACRO.format("M", "a"))
    pending = invoke("plan", "--check", "--desk", desk)
    assert pending.exit_code == ExitCode.PENDING
    assert pending.stdout.startswith("+ create macros/m\n") and pending.stderr == ""
    invoke("apply", "--desk", desk)
    done = invoke("plan", "--check", "--desk", desk)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    quiet = invoke("apply", "--desk", desk)
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")


def test_an_unsupported_kind_is_told_once_and_never_an_error(
    desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    put(desk, "macros/m.yml", MACRO.format("{en: One two three, ar: واحد}", "a"))
    put(desk, "templates/checklists/c.yml", "name: C\nitems: [a]\n")
    with Emulator(version="6.0.0") as old:
        named(monkeypatch, old, "sync")
        first = invoke("apply", "--desk", desk)
        assert (first.exit_code, first.stdout) == (0, "1 written, 0 failed\n")
        assert first.stderr.splitlines() == [
            "left out: checklists: this Zammad has none (since 6.4)",
            "left out: translations: this Zammad has none (since 6.3)",
        ]
        again = invoke("apply", "--desk", desk)
        assert (again.exit_code, again.output) == (0, "")
        shown = invoke("plan", "--desk", desk).output
        assert "  left out: checklists: this Zammad has none (since 6.4)\n" in shown
        assert invoke("plan", "--check", "--desk", desk).output == ""
        kept = json.loads(invoke("plan", "--desk", desk, "--format", "json").output)
        assert set(kept["left_out"]) == {"checklists", "translations"}
        marked = invoke("plan", "--desk", desk, "--format", "markdown").output
        assert "- left out: checklists: this Zammad has none (since 6.4)" in marked


def test_a_word_of_zammads_own_is_left_alone(server: Emulator, desk: Path) -> None:
    core = {
        "locale": "ar",
        "source": "Assigned to me",
        "target": "لي",
        "target_initial": "لي",
        "is_synchronized_from_codebase": True,
    }
    server.store.insert("translations", core)
    put(desk, "macros/m.yml", MACRO.format("{en: Assigned to me, ar: عندي}", "a"))
    result = invoke("apply", "--desk", desk)
    assert "left out: translations/macros/m/name/ar: Zammad has this word itself" in result.stderr
    assert server.store.rows("translations")[0]["target"] == "لي"
    assert invoke("plan", "--check", "--desk", desk).output == ""


def test_who_holds_the_lock_is_said(
    server: Emulator, desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(desk, "macros/m.yml", MACRO.format("M", "a"))
    file = place_of(server.url).sync_lock
    at = ("--desk", desk)
    for command in (("apply", *at), ("prune", "--yes", *at), ("uninstall", "--yes")):
        with lock(file), pytest.raises(SystemExit) as ended, exit_codes():
            raise invoke(*command).exception or AssertionError
        assert ended.value.code == ExitCode.TRY_AGAIN
        said = capsys.readouterr().err
        who = rf"process {os.getpid()} since \d{{4}}-\d\d-\d\d \d\d:\d\d UTC"
        hint = "  next: wait for it; cron tries again\n"
        assert re.fullmatch(rf"error: {who} is at work \({re.escape(str(file))}\)\n{hint}", said)


def test_only_what_there_is_not_is_refused(server: Emulator, desk: Path) -> None:
    """`0 to write` looked as if it were done."""
    put(desk, "macros/m.yml", MACRO.format("M", "a"))
    for command in ("plan", "apply"):
        told = invoke(command, "--desk", desk, "--only", "macro/m")
        assert told.exit_code == 1
        assert "no kind and no object 'macro/m', did you mean 'macros/m'?" in str(told.exception)
    assert invoke("apply", "--desk", desk, "--only", "macros/m").exit_code == 0
    assert invoke("apply", "--desk", desk, "--only", "macros/m").output == ""
    assert invoke("apply", "--desk", desk, "--only", "macros").output == ""
    assert server.writes != []
