"""What is typed wrong at the command line: each is told in words, with what to type next, exit 2,
nothing on stdout, nothing asked of a server, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from console import Script

NOWHERE = "--url https://127.0.0.1:1"  # nobody answers: what asked it would end otherwise
# (what was typed, what is said of it)
MISTAKES = [
    # Commands and options that are none
    ("aply", "No such command 'aply'. Did you mean 'apply'?"),
    ("run-all", "No such command 'run-all'. Did you mean 'run'?"),
    ("unintsall", "No such command 'unintsall'. Did you mean 'uninstall'?"),
    ("install", "No such command 'install'."),
    ("zzz", "No such command 'zzz'."),
    ("signal lnk", "No such command 'lnk'. Did you mean 'link'?"),
    ("referrals lst", "No such command 'lst'. Did you mean 'list'?"),
    ("--verbos", "No such option"),
    ("apply --dsk x", "No such option '--dsk'. Did you mean '--desk'?"),
    ("prune --yess", "No such option '--yess'."),
    ("check extra", "Got unexpected extra argument (extra)"),
    ("check .", "Got unexpected extra argument (.). Did you mean '--desk .'?"),
    (f"plan . {NOWHERE}", "Did you mean '--desk .'?"),
    (f"run . {NOWHERE}", "Did you mean '--desk .'?"),
    (f"apply . {NOWHERE}", "'.' is a folder, FILE a plan. Did you mean '--desk .'?"),
    ("lint .", "'.': Is a directory. Did you mean 'zammad-plugin check --desk .'?"),
    # What is missing
    ("run", "no Zammad named: --url https://desk.example.org, or $ZAMMAD_URL"),
    ("explain --ticket 1", "no Zammad named"),
    ("explain", "no text: give TEXT, or the text on standard input"),
    ("diff", "Missing argument 'ADDRESS'"),
    ("init", "Missing argument 'FOLDER'"),
    ("sheet", "Missing argument 'TICKET'"),
    ("templates preview", "Missing argument 'KEY'"),
    ("pull " + NOWHERE, "Missing option '--desk'"),
    ("serve", "Missing option '--desk'"),
    ("plan --only", "Option '--only' requires an argument"),
    # Addresses
    ("run --url desk.example.org", "did you mean 'https://desk.example.org'?"),
    ("run --url ftp://desk.example.org", "did you mean 'https://desk.example.org'?"),
    ("doctor --url https://", "'https://' is no address of a Zammad"),
    ("plan --url https://[x", "did you mean 'https://desk.example.org'?"),
    ("plan --url http://desk.example.org:99999", "did you mean 'https://desk.example.org'?"),
    # Files and folders
    ("check --desk nowhere", "Directory 'nowhere' does not exist"),
    ("check --desk file", "Directory 'file' is a file"),
    ("eval nowhere.jsonl", "no file nowhere.jsonl"),
    ("lint nowhere.txt", "No such file or directory"),
    # Values
    (f"sheet x {NOWHERE}", "Invalid value for 'TICKET'"),
    (f"sheet 0 {NOWHERE}", "0 is not in the range x>=1"),
    (f"explain --ticket -1 {NOWHERE}", "-1 is not in the range x>=1"),
    (f"run --limit 0 {NOWHERE}", "0 is not in the range x>=1"),
    (f"run --lang de {NOWHERE}", "'de' is not one of 'en', 'ar', 'fr'"),
    (f"status --warn-after soon {NOWHERE}", "Invalid value for '--warn-after'"),
    (f"learn --since 30x {NOWHERE}", "such as 2026-05-01 or 30d"),
    (f"route simulate --since yesterday {NOWHERE}", "such as 30d, 12h or 2w"),
    (f"plan --format xml {NOWHERE}", "'xml' is not one of"),
    (f"pull macro --desk new {NOWHERE}", "'macro' is not one of"),
    ("lint --lang xx file", "no known language 'xx'"),
    ("lint --lang arr file", "no known language 'arr', did you mean 'ar'?"),
    ("referrals list --country Lebanon", "two letters, such as LB"),
    ("referrals list --age old", "Invalid value for '--age'"),
    ("schema macro", "no kind 'macro', did you mean 'macros'?"),
    ("docs runing", "no page 'runing', did you mean 'running'?"),
    ("completion tcsh", "'tcsh' is not one of 'bash', 'fish', 'zsh'"),
    ("emulator --port 99999", "99999 is not in the range"),
    ("emulator --fault x", "wanted 'METHOD PATH COUNT KIND'"),
    ("emulator --zammad-version six", "two or three numbers: 6.0"),
]


@pytest.mark.parametrize(("typed", "said"), MISTAKES, ids=[typed for typed, _ in MISTAKES])
def test_a_mistake(typed: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("a draft\n")
    for name in ("ZAMMAD_URL", "ZAMMAD_TOKEN", "ZAMMAD_DESK"):
        monkeypatch.delenv(name, raising=False)
    result = CliRunner().invoke(Script(), typed.split(), input="", prog_name="zammad-plugin")
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    words = " ".join(result.stderr.split())
    assert said in words
    assert "Try 'zammad-plugin " in words, "what to type next"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]  # state stands elsewhere or nowhere


@pytest.mark.parametrize("word", ["install", "run-al", "all", "purge"])
def test_no_guess_takes_anything_away(word: str) -> None:
    result = CliRunner().invoke(Script(), [word], prog_name="zammad-plugin")
    assert result.exit_code == 2
    assert "uninstall" not in result.stderr and "prune" not in result.stderr


def test_as_many_as_were_tried() -> None:
    assert len(MISTAKES) >= 30 and len({typed for typed, _ in MISTAKES}) == len(MISTAKES)
