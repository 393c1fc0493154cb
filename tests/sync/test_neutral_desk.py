"""The default desk under neutral names: sound, and applied once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from zammad_plugin.cli.main import cli
from zammad_plugin.config.places import default_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("templates", "macros"):
        shutil.copytree(default_desk() / name, tmp_path / name)
    (tmp_path / "zammad-plugin.yml").write_text("tags: neutral\n")
    return tmp_path


def test_check_finds_nothing(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["check", "--desk", str(folder)])
    assert done.exit_code == 0, done.output
    assert "no neutral name" not in done.output


@pytest.mark.parametrize("version", ["5.2.0", "7.0.0"])
def test_a_second_apply_sends_no_write(folder: Path, version: str) -> None:
    with Emulator(version=version) as server:
        session = Session(server.url, server.tokens["sync"])
        apply_desk(Client(session), folder)
        before = len(server.writes)
        apply_desk(Client(session), folder)
        session.close()
    assert before > 300 and len(server.writes) == before
