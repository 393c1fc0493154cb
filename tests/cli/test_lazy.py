"""Commands are imported when they are used, and are all there when they are looked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from zammad_plugin.cli import lazy
from zammad_plugin.cli.lazy import LazyGroup, _docstring
from zammad_plugin.cli.main import COMMANDS, cli
from zammad_plugin.cli.signal import signal

SOURCES = Path(lazy.__file__).parent


@pytest.mark.parametrize("group", [cli, signal], ids=["zammad-plugin", "signal"])
def test_every_command_stands_under_its_word_and_in_the_help(group: LazyGroup) -> None:
    context, said = click.Context(group), CliRunner().invoke(group, ["--help"]).output
    lines = {line.split()[0]: line for line in said.splitlines() if line.startswith("  ")}
    assert set(group.list_commands(context)) >= set(group.places)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        assert one is not None and one.name == name
        assert one.get_short_help_str(20).rstrip(".").split()[0] in lines[name]


@pytest.mark.parametrize("group", [cli, signal], ids=["zammad-plugin", "signal"])
def test_what_help_reads_in_the_sources_is_what_the_commands_say(group: LazyGroup) -> None:
    context = click.Context(group)
    for name, place in group.places.items():
        module, _, function = place.partition(":")
        said = _docstring(SOURCES / f"{module}.py", function)
        command = group.get_command(context, name)
        assert command is not None
        first = (command.help or "").partition("\f")[0].split("\n\n")[0]
        assert said is not None and said.split("\n\n")[0].split() == first.split(), name


def test_a_word_that_is_no_command_is_a_mistake_of_usage() -> None:
    result = CliRunner().invoke(cli, ["aply"])
    assert result.exit_code == 2 and "No such command 'aply'" in result.output


@pytest.mark.parametrize(
    ("words", "begun", "wanted"),
    [([], "exp", ["explain"]), (["signal"], "l", ["link"]), (["apply"], "--ad", ["--adopt"])],
)
def test_a_shell_completes_them(words: list[str], begun: str, wanted: list[str]) -> None:
    shell = ShellComplete(cli, {}, "zammad-plugin", "_ZAMMAD_PLUGIN_COMPLETE")
    assert [one.value for one in shell.get_completions(words, begun)] == wanted


def _modules(command: str) -> set[str]:
    """Top packages and parts of ours that a process has after finding `command`."""
    program = (
        "import sys, click; from zammad_plugin.cli.main import cli; "
        f"cli.get_command(click.Context(cli), {command!r}); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_a_command_does_not_pay_for_the_others() -> None:
    heavy = {"pydantic", "requests", "numpy", "ahocorasick", "yaml", "ruamel.yaml"}
    for command in ("apply", "explain"):
        found = _modules(command)
        assert f"zammad_plugin.cli.{COMMANDS[command].split(':')[0]}" in found
        assert found & heavy == set() and "zammad_plugin.cli.signal" not in found
