"""What a message names as the next command works as it stands."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from zammad_plugin.cli.hints import COMMANDS
from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes


def check(*words: str) -> Result:
    return CliRunner().invoke(cli, ["check", *words])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    desk = tmp_path / "our desk"
    (desk / "macros").mkdir(parents=True)
    (desk / "macros/m.yml").write_text("name: M\nperform: {ticket.state: opne}\n")
    return desk


def test_the_next_command_is_for_this_desk(broken: Path) -> None:
    """Without --desk it would look at the package's desk and find no problem."""
    result = check("--desk", str(broken))
    assert f"then: zammad-plugin check --desk '{broken}'" in result.stderr
    assert str(result.exception).endswith(f"next: zammad-plugin check --desk '{broken}'")


def test_what_the_environment_names_is_not_repeated(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZAMMAD_DESK", str(broken))
    result = check()
    assert result.exit_code == 1 and "--desk" not in result.stderr


def test_a_whole_command_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "zammad-plugin.yml").write_text("extends: default\n")
    result = CliRunner().invoke(
        cli, ["run", "--desk", str(tmp_path), "--url", "http://127.0.0.1:9"]
    )
    assert "set ZAMMAD_TOKEN" in str(result.exception) or os.environ.get("ZAMMAD_TOKEN")
    assert "--help --desk" not in str(result.exception)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_completed_command_takes_a_desk(words: str) -> None:
    found: click.Command = cli
    for name in words.split():
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), name) or click.Command("none")
    assert "--desk" in {word for one in found.params for word in one.opts}


def test_a_full_disk_behind_the_output_is_no_bug(capsys: pytest.CaptureFixture[str]) -> None:
    """`explain > FILE` on a full disk; any other error of the system is one of ours."""
    for number, code in ((errno.ENOSPC, 1), (errno.EBADF, 3)):
        with pytest.raises(SystemExit) as ended, exit_codes():
            raise OSError(number, "no")
        assert ended.value.code == code
    assert "error: the disk is full" in capsys.readouterr().err
