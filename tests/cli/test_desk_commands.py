from __future__ import annotations

import pytest
import responses
from click.testing import CliRunner

from zammad_plugin.cli.main import cli
from zammad_plugin.sync.kinds import REGISTRY

URL = "https://desk.example/api/v1"
NAMED = ("roles", "ticket_states", "ticket_priorities")
EMPTY = {kind.resource for kind in REGISTRY.values()} - set(NAMED)


@pytest.fixture
def runner(monkeypatch, tmp_path):
    monkeypatch.setenv("ZAMMAD_TOKEN", "token")
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_the_default_desk_is_clean(runner):
    result = runner.invoke(cli, ["check"])
    assert result.exit_code == 0 and "no problem" in result.output


def test_a_broken_file_is_named(runner, tmp_path):
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "x.yml").write_text("nmae: x\n")
    result = runner.invoke(cli, ["check", "--desk", str(tmp_path)])
    assert result.exit_code != 0 and "x.yml:1:1" in result.output


@responses.activate
def test_plan_check_says_that_changes_are_pending_and_writes_nothing(runner):
    names = [
        {"id": 1, "name": "Agent"},
        {"id": 2, "name": "new"},
        {"id": 3, "name": "open"},
        {"id": 4, "name": "3 high"},
        {"id": 5, "name": "2 normal"},
        {"id": 6, "name": "closed"},
        {"id": 7, "name": "pending reminder"},
        {"id": 8, "name": "1 low"},
    ]
    for resource in (*NAMED, *EMPTY):
        responses.get(f"{URL}/{resource}", json=names if resource in NAMED else [])
    responses.get(f"{URL}/version", json={"version": "6.2.0"})
    for newer in ("checklist_templates", "translations/customized"):
        responses.replace("GET", f"{URL}/{newer}", status=404, json={}) if newer in EMPTY else (
            responses.get(f"{URL}/{newer}", status=404, json={})
        )
    result = runner.invoke(cli, ["plan", "--check", "--url", "https://desk.example"])
    assert result.exit_code == 4, result.output
    assert {call.request.method for call in responses.calls} == {"GET"}
