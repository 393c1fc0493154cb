"""upgrade: what changed in the package, file by file, and what of it is this desk's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from console import Script

from zammad_plugin.cli.doctor import _package_changed
from zammad_plugin.sync.files import since


def typed(words: str) -> str:
    result = CliRunner().invoke(Script(), words.split(), prog_name="zammad-plugin")
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    typed(f"init {folder}")
    return folder


def older(desk: Path) -> None:
    """As if the package had been another one when the desk looked last."""
    file = desk / since.FILE
    said = json.loads(file.read_text())
    said["version"] = "0.0.1"
    for place in ("macros/escalate-now.yml", "macros/false-alarm.yml", "rules/routing.yml"):
        said["files"][place] = "another"
    del said["files"]["templates/overviews/mine.yml"]
    said["files"]["macros/once.yml"] = "another"
    file.write_text(json.dumps(said))


def test_a_new_desk_has_looked_at_the_package_as_it_is(desk: Path) -> None:
    assert "nothing changed in the package since" in typed(f"upgrade --desk {desk}")


def test_each_changed_file_is_told_and_what_the_desk_does_with_it(desk: Path) -> None:
    older(desk)
    (desk / "macros" / "escalate-now.yml").write_text("name: Ours\nperform: {ticket.state: open}\n")
    settings = desk / "zammad-plugin.yml"
    settings.write_text(settings.read_text() + "without: [macros/false-alarm]\n")
    said = typed(f"upgrade --desk {desk}")
    assert "changed  macros/escalate-now.yml  replaced here: compare with " in said
    assert "changed  macros/false-alarm.yml  left out here\n" in said
    assert "changed  rules/routing.yml  replaced here: compare with " in said
    assert "new      templates/overviews/mine.yml\n" in said
    assert "gone     macros/once.yml\n" in said
    assert "5 files changed since 0.0.1, of which 3 are this desk's too" in said
    [line] = _package_changed(desk)  # of `status`
    assert line.startswith("5 files of the package changed since 0.0.1, 3 of them are this desk's")
    typed(f"upgrade --seen --desk {desk}")
    assert "nothing changed" in typed(f"upgrade --desk {desk}")


def test_a_desk_that_extends_nothing_has_nothing_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "zammad-plugin.yml").write_text("language: ar\n")
    result = CliRunner().invoke(Script(), ["upgrade", "--desk", str(tmp_path)])
    assert result.exit_code == 1 and "extends nothing" in result.output
