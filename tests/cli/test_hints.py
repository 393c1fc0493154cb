"""What a message names as the next command works as it stands."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from zammad_plugin.cli.hints import GIVEN, at_this_desk
from zammad_plugin.cli.lazy import commands_of
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


def _completed(text: str) -> str:
    context = click.Context(cli)
    context.meta[GIVEN] = Path("our-desk")
    with context:
        return at_this_desk(f"next: {text}").removeprefix("next: ")


def test_every_command_that_takes_a_desk_is_completed() -> None:
    takes = {
        words
        for words, one in commands_of(cli)
        if "--desk" in {word for option in one.params for word in option.opts}
    }
    for words in (one for one, _ in commands_of(cli)):
        more = " --desk our-desk" if words in takes else ""
        assert _completed(f"zammad-plugin {words}") == f"zammad-plugin {words}{more}"
    assert {"check", "signal outbox retry", "templates for-translator", "worker"} <= takes
    assert "docs" not in takes


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("zammad-plugin apply, then wait", "zammad-plugin apply --desk our-desk, then wait"),
        ("zammad-plugin plan names it", "zammad-plugin plan --desk our-desk names it"),
        ("zammad-plugin check --baseline", "zammad-plugin check --desk our-desk --baseline"),
        ("zammad-plugin check --desk other", "zammad-plugin check --desk other"),
        ("zammad-plugin run --help", "zammad-plugin run --help"),
        ("zammad-plugin run-all", "zammad-plugin run-all"),
        ("zammad-plugin signal outbox", "zammad-plugin signal outbox"),
    ],
)
def test_only_a_command_that_stands_alone_is_completed(text: str, whole: str) -> None:
    assert _completed(text) == whole


def test_a_full_disk_behind_the_output_is_no_bug(capsys: pytest.CaptureFixture[str]) -> None:
    """`explain > FILE` on a full disk; any other error of the system is one of ours."""
    for number, code in ((errno.ENOSPC, 1), (errno.EBADF, 3)):
        with pytest.raises(SystemExit) as ended, exit_codes():
            raise OSError(number, "no")
        assert ended.value.code == code
    assert "error: the disk is full" in capsys.readouterr().err
