"""What a customer wrote, who he is and the token stand in no log, error, state or metric."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk_of_tests import Desk

from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes

CANARY = "kanarienvogel"
COMMANDS = [
    ["run", "--metrics", "figures.prom"], ["status"], ["clocks"], ["route", "simulate"],
    ["route", "explain", "--ticket", "1"], ["doctor"],
]  # fmt: skip
FAULTS = [
    "",
    "PUT tickets/* 1 422",
    "PUT tickets/* 1 lost",
    "GET tickets/* 1 html",
    "GET ticket_articles/* 3 500",
    "POST tags/add 1 cut",
    "POST tickets/search 9 422",
]


def _report(desk: Desk) -> None:
    """A canary in every field that a customer can fill."""
    words = f"I'm 14, {CANARY} threatens to post my photos on {CANARY}.example, +96171{CANARY}"
    file = {"filename": f"{CANARY}.ogg", "data": "T2dnUw==", "mime-type": "audio/ogg"}
    article = {"subject": CANARY, "from": f"{CANARY} <{CANARY}@example.org>", "body": words,
               "to": f"{CANARY} <desk@example.org>", "cc": CANARY, "reply_to": CANARY,
               "in_reply_to": CANARY, "references": CANARY,
               "type": "email", "sender": "Customer", "message_id": CANARY,
               "preferences": {CANARY: CANARY}, "attachments": [file]}  # fmt: skip
    new = {"title": CANARY, "group": "Users", "customer_id": f"guess:{CANARY}@example.org"}
    made = desk.admin.create_ticket({**new, "note": CANARY, "article": article})
    names = dict.fromkeys(("firstname", "lastname", "phone", "mobile", "city", "note"), CANARY)
    desk.admin.update("users", int(made["customer_id"]), names)
    desk.admin.tag(int(made["id"]), CANARY)


@pytest.mark.parametrize("fault", FAULTS)
def test_no_canary_leaves(
    desk: Desk,
    fault: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    _report(desk)
    token = desk.server.tokens["triage"]
    monkeypatch.setenv("ZAMMAD_URL", desk.server.url)
    monkeypatch.setenv("ZAMMAD_TOKEN", token)
    monkeypatch.chdir(tmp_path)
    if fault:
        desk.server.faults.add(fault)
    with caplog.at_level(logging.DEBUG):
        shown = [CliRunner().invoke(cli, ["-vv", *words]) for words in COMMANDS]
    told = [caplog.text, *(one.output for one in shown), *(str(one.exception) for one in shown)]
    told += [file.read_text() for file in tmp_path.rglob("*") if file.is_file()]
    for text in told:
        assert CANARY not in text
        assert token not in text


def test_a_bug_is_told_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, exit_codes():
        raise RuntimeError(CANARY)
    assert ended.value.code == 3
    assert CANARY not in capsys.readouterr().err
