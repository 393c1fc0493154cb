"""`--format json` of commands that write: one object on stdout, whatever happened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import ExitCode

MACRO = "name: {0}\nperform: {{ticket.tags: {{operator: add, value: [a]}}}}\n"
BROKEN = "name: B\nperform:\n  ticket.group: Nowhere Group\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    (folder / "macros").mkdir(parents=True)
    (folder / "macros" / "m.yml").write_text(MACRO.format("M"))
    return folder


def invoke(*words: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, words), "--format", "json"])


def told(result: Result) -> dict[str, Any]:
    """The one object; anything else on stdout would be no JSON."""
    made: dict[str, Any] = json.loads(result.stdout)
    return made


def test_apply(server: Emulator, desk: Path) -> None:
    (desk / "macros" / "b.yml").write_text(BROKEN)
    first = invoke("apply", "--desk", desk)
    assert first.exit_code == ExitCode.PARTIAL
    data = told(first)
    assert data["written"] == 1
    assert [(one["address"], one["line"], one["column"]) for one in data["failed"]] == [
        ("macros/b", 3, 17)
    ]
    assert data["failed"][0]["file"] == str(desk / "macros" / "b.yml")
    assert "Nowhere Group" in data["failed"][0]["what"]
    assert data["failed"][0]["next"].endswith("zammad-plugin plan")
    (desk / "macros" / "b.yml").unlink()
    again = invoke("apply", "--desk", desk)
    assert (again.exit_code, told(again)["written"], told(again)["failed"]) == (0, 0, [])


def test_apply_leaves_alone_what_was_changed_there(server: Emulator, desk: Path) -> None:
    invoke("apply", "--desk", desk)
    server.store.rows("macros")[0]["perform"] = {"ticket.tags": {"operator": "add", "value": "z"}}
    assert list(told(invoke("apply", "--desk", desk))["left_alone"]) == ["macros/m"]


def test_prune(server: Emulator, desk: Path) -> None:
    (desk / "macros" / "n.yml").write_text(MACRO.format("N"))
    invoke("apply", "--desk", desk)
    (desk / "macros" / "n.yml").unlink()
    shown = invoke("prune", "--desk", desk)
    assert shown.exit_code == ExitCode.PENDING
    assert told(shown) == {"would_remove": ["macros/n"], "would_keep": {}}
    done = invoke("prune", "--desk", desk, "--yes", "--force")
    assert done.exit_code == 0
    assert told(done) == {
        "deleted": ["macros/n"],
        "deactivated": [],
        "kept": [],
        "held": {},
        "failed": [],
    }
    assert told(invoke("prune", "--desk", desk)) == {"would_remove": [], "would_keep": {}}


def test_uninstall_with_an_export(server: Emulator, desk: Path, tmp_path: Path) -> None:
    invoke("apply", "--desk", desk)
    done = invoke("uninstall", "--desk", desk, "--yes", "--export", tmp_path / "values")
    assert told(done)["deleted"] == ["macros/m"] and "values of 0 tickets" in done.stderr


def test_pull(server: Emulator, desk: Path, tmp_path: Path) -> None:
    invoke("apply", "--desk", desk)
    out = tmp_path / "pulled"
    first = told(invoke("pull", "macros", "--desk", out))
    [file] = first["written"]
    assert Path(file).is_file() and first["same"] == []
    again = told(invoke("pull", "macros", "--desk", out))
    assert (again["written"], again["same"]) == ([], [file])
