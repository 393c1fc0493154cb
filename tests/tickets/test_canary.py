"""What a customer wrote, who he is and the token stand in no log, error, state or metric."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk_of_tests import Desk
from hearing import double

from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes
from zammad_plugin.config.places import rules_folder

CANARY = "kanarienvogel"
Told = Callable[[list[list[str]]], list[str]]
COMMANDS = [
    ["run", "--metrics", "figures.prom"],
    ["status"],
    ["clocks"],
    ["route", "simulate"],
    ["route", "explain", "--ticket", "1"],
    ["doctor"],
    ["learn"],
    ["plan"],
]
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
    words = (
        f"I'm 14, {CANARY} threatens to post my photos on {CANARY}.example, +96171{CANARY}, "
        f"https://www.tiktok.com/@{CANARY}"
    )
    file = {"filename": f"{CANARY}.ogg", "data": "T2dnUw==", "mime-type": "audio/ogg"}
    article = {
        "subject": CANARY,
        "from": f"{CANARY} <{CANARY}@example.org>",
        "body": words,
        "to": f"{CANARY} <desk@example.org>",
        "cc": CANARY,
        "reply_to": CANARY,
        "in_reply_to": CANARY,
        "references": CANARY,
        "type": "email",
        "sender": "Customer",
        "message_id": CANARY,
        "preferences": {CANARY: CANARY},
        "attachments": [file],
    }
    new = {"title": CANARY, "group": "Users", "customer_id": f"guess:{CANARY}@example.org"}
    made = desk.admin.create_ticket({**new, "note": CANARY, "article": article})
    names = dict.fromkeys(("firstname", "lastname", "phone", "mobile", "city", "note"), CANARY)
    desk.admin.update("users", int(made["customer_id"]), names)
    desk.admin.tag(int(made["id"]), CANARY)


@pytest.fixture
def told(
    desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Told]:
    """What the commands print, log, raise and leave in files."""
    token = desk.server.tokens["triage"]
    monkeypatch.setenv("ZAMMAD_URL", desk.server.url)
    monkeypatch.setenv("ZAMMAD_TOKEN", token)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def texts(commands: list[list[str]]) -> list[str]:
        with caplog.at_level(logging.DEBUG):
            shown = [CliRunner().invoke(cli, ["-vv", *words]) for words in commands]
        files = (file for file in Path().rglob("*") if file.is_file())
        return [
            caplog.text,
            *(one.output for one in shown),
            *(str(one.exception) for one in shown),
            *(file.read_text() for file in files),
        ]

    yield texts


def _none_in(texts: list[str], desk: Desk) -> None:
    for text in texts:
        assert CANARY not in text
        assert desk.server.tokens["triage"] not in text


@pytest.mark.parametrize("fault", FAULTS)
def test_no_canary_leaves(desk: Desk, fault: str, told: Told) -> None:
    _report(desk)
    if fault:
        desk.server.faults.add(fault)
    _none_in(told(COMMANDS), desk)


ALL_ON = f"""
networks: {{secret: {{env: NETWORKS_SECRET}}}}
voice: {{command: {json.dumps(double(f"{CANARY} wants my photos, I am 13"))}}}
metrics: figures.prom
"""
AUTO_REPLY = "auto_reply: {enabled: true, reply: first-answer-child}\nrules:"
AUTO_FAULTS = ["", "POST ticket_articles 1 lost", "GET ticket_attachment/* 1 500"]


@pytest.mark.parametrize("fault", AUTO_FAULTS)
def test_no_canary_leaves_a_desk_that_has_everything_on(
    desk: Desk, fault: str, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers by themselves, a transcriber that says the canary, hashes of accounts."""
    folder = tmp_path / "desk"
    (folder / "rules").mkdir(parents=True)
    (folder / "zammad-plugin.yml").write_text(ALL_ON)
    shipped = (rules_folder() / "routing" / "default.yml").read_text(encoding="utf-8")
    (folder / "rules" / "routing.yml").write_text(shipped.replace("rules:", AUTO_REPLY, 1))
    monkeypatch.setenv("NETWORKS_SECRET", f"{CANARY} the key of hashes")
    _report(desk)
    _report(desk)
    if fault:
        desk.server.faults.add(fault)
    here = ["--desk", str(folder)]
    hear = ["voice", "run", *here]
    told_all = told([["run", *here], hear, hear, ["learn", *here], ["clocks", *here]])
    _none_in(told_all, desk)
    notes = " ".join(str(note["body"]) for ticket in (1, 2) for note in desk.notes(ticket))
    assert f"{CANARY} wants my photos" in notes  # in our internal note, and nowhere else
    tags = desk.tags(1) | desk.tags(2)
    assert {"cs-auto-replied", "cs-voice"} <= tags and any("cs-same-" in one for one in tags)


def test_a_bug_is_told_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, exit_codes():
        raise RuntimeError(CANARY)
    assert ended.value.code == 3
    assert CANARY not in capsys.readouterr().err
