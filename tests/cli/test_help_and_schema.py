"""Every command and option explains itself; `schema` prints what editors need."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from zammad_plugin.check.schema import FILE_KINDS
from zammad_plugin.cli.lazy import commands_of
from zammad_plugin.cli.main import cli

ALL: dict[str, click.Command] = {"": cli, **dict(commands_of(cli))}


@pytest.mark.parametrize("name", ALL)
def test_every_option_says_what_it_does(name: str) -> None:
    mute = [one.name for one in ALL[name].params if isinstance(one, click.Option) and not one.help]
    assert mute == []


@pytest.mark.parametrize("name", ALL)
def test_every_command_says_what_it_does_and_what_its_words_are(name: str) -> None:
    said = ALL[name].help or ""
    assert said.split("\n")[0].endswith((".", ":")) and len(said) > 20
    words = [str(one.name) for one in ALL[name].params if isinstance(one, click.Argument)]
    assert [word for word in words if word.upper() not in said] == []


def test_the_kinds_are_listed() -> None:
    lines = CliRunner().invoke(cli, ["schema"]).output.splitlines()
    assert [line.split()[0] for line in lines] == list(FILE_KINDS)
    assert "macros        desk: macros/*.yml" in lines


def test_one_is_printed() -> None:
    made = json.loads(CliRunner().invoke(cli, ["schema", "macros"]).output)
    assert made["properties"]["perform"]["description"]
    assert made["additionalProperties"] is False


def test_they_are_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["schema", "--out", str(tmp_path / "new")])
    assert (result.exit_code, result.output) == (0, "")
    assert {file.stem for file in (tmp_path / "new").iterdir()} == set(FILE_KINDS)
    CliRunner().invoke(cli, ["schema", "groups", "--out", str(tmp_path)])
    assert json.loads((tmp_path / "groups.json").read_text(encoding="utf-8"))["title"] == "Group"


@pytest.mark.parametrize(
    ("kind", "said"), [("macro", "did you mean 'macros'"), ("zzz", "'zzz': one of ")]
)
def test_an_unknown_kind_is_a_mistake_of_usage(kind: str, said: str) -> None:
    result = CliRunner().invoke(cli, ["schema", kind])
    assert result.exit_code == 2 and said in result.output
