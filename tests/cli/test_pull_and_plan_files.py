"""pull, plan --out and apply FILE on the embedded Zammad."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator

MACRO = "name: {}\nperform: {{ticket.tags: {{operator: add, value: [a]}}}}\n"
Run = Callable[..., Result]


@pytest.fixture
def server() -> Iterator[Emulator]:
    with Emulator() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    file = tmp_path / "desk" / "macros" / "m.yml"
    file.parent.mkdir(parents=True)
    file.write_text(MACRO.format("One"))
    return tmp_path / "desk"


@pytest.fixture
def run(server: Emulator, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ZAMMAD_TOKEN", server.tokens["sync"])
    monkeypatch.setenv("ZAMMAD_URL", server.url)
    state = ["--state-dir", str(tmp_path / "kept"), "--desk", str(desk)]

    def call(*words: str) -> Result:
        more = state[2:] if words[0] == "pull" else state
        return CliRunner().invoke(cli, [*words, *more])

    return call


def test_a_plan_file_is_applied_as_it_was_looked_at(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    assert "create macros/m" in run("plan", "--out", str(file)).output
    assert json.loads(file.read_text())["digest"]
    assert "1 written, 0 failed" in run("apply", str(file)).output


def test_a_plan_file_is_refused_when_something_changed(
    run: Run, tmp_path: Path, desk: Path, server: Emulator
) -> None:
    file = tmp_path / "plan.json"
    run("plan", "--out", str(file))
    (desk / "macros" / "m.yml").write_text(MACRO.format("Two"))
    result = run("apply", str(file))
    assert "changed since this plan was made" in str(result.exception)
    assert f"zammad-plugin plan --desk {desk} --out {file}" in str(result.exception)
    assert server.writes == []


def test_no_plan_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("[]")
    assert "no plan in this file" in str(run("apply", str(tmp_path / "plan.json")).exception)


def test_a_plan_as_markdown(run: Run, desk: Path) -> None:
    run("apply")
    (desk / "macros" / "m.yml").write_text(MACRO.format("One|Two"))
    shown = run("plan", "--format", "markdown").output
    assert "## update `macros/m`" in shown
    assert "| name | One | One\\|Two |" in shown


def test_pull_writes_files_and_tells_what_no_file_can_say(
    run: Run, desk: Path, server: Emulator
) -> None:
    run("apply")
    (desk / "macros" / "m.yml").unlink()
    pulled = run("pull", "macros")
    assert (pulled.exit_code, pulled.output.count("written")) == (0, 1)
    assert "1 written, 0 as they were" in pulled.output
    assert "0 to write, 1 as wanted" in run("plan").output
    (desk / "macros" / "m.yml").write_text(MACRO.format("Other"))
    left = run("pull", "macros")
    assert left.exit_code == 5
    assert "--overwrite" in left.stderr


def test_two_objects_of_one_name_are_both_named(run: Run, desk: Path, server: Emulator) -> None:
    from zammad_plugin.zammad.client import Client
    from zammad_plugin.zammad.session import Session

    session = Session(server.url, server.tokens["sync"])
    ids = [
        Client(session).create("text_modules", {"name": "[en] T", "content": "x"})["id"]
        for _ in range(2)
    ]
    session.close()
    reply = desk / "templates" / "replies" / "t" / "en.md"
    reply.parent.mkdir(parents=True)
    reply.write_text(
        "---\ntitle: T\nkeyword: t\npurpose: p\naudience: anyone\nstatus: drafted\n"
        "by: us\ndate: 2026-11-01\n---\nText\n"
    )
    shown = run("plan").output
    assert "! blocked text_modules/t/en" in shown
    assert f"(ids {ids[0]}, {ids[1]})" in shown


def test_check_finds_attributes_that_no_file_makes(run: Run, desk: Path) -> None:
    overview = desk / "templates" / "overviews" / "o.yml"
    overview.parent.mkdir(parents=True)
    overview.write_text("name: O\ncondition: {ticket.cs_gone: {operator: is, value: [x]}}\n")
    result = CliRunner().invoke(cli, ["check", "--desk", str(desk)])
    assert "no file makes the attribute 'cs_gone'" in result.stderr
    assert "1 thing to mend" in str(result.exception)
