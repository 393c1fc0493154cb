"""What the command line does for people: examples, near commands, pipes, completion, JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from console import invoke

from zammad_plugin.cli.examples import EXAMPLES, PROG
from zammad_plugin.cli.lazy import commands_of
from zammad_plugin.cli.main import cli

PROGRAM = Path(sys.executable).parent / PROG


@pytest.mark.parametrize("words", [words for words, _ in commands_of(cli)])
def test_every_help_shows_how_the_command_is_called(words: str) -> None:
    result = invoke(*words.split(), "--help")
    assert result.exit_code == 0
    said = " ".join(result.output.split())
    assert f"Examples: {PROG} {words.split()[0]}" in said
    if " --url TEXT" in result.output:
        assert "$ZAMMAD_TOKEN" in result.output and "ZAMMAD_URL" in result.output


def test_every_example_names_a_command_and_its_options() -> None:
    known = dict(commands_of(cli))
    for words, examples in EXAMPLES.items():
        assert words in known, words
        for example in examples:
            options = {one for one in example.split() if one.startswith("--")}
            command = max((one for one in known if f"{example} ".startswith(f"{one} ")), key=len)
            has = {name for param in known[command].params for name in param.opts}
            assert options <= has, example


@pytest.mark.parametrize(
    ("said", "meant"), [("plna", "plan"), ("chek", "check"), ("aply", "apply")]
)
def test_a_misspelt_command_is_answered_with_the_one_that_was_meant(said: str, meant: str) -> None:
    result = invoke(said)
    assert result.exit_code == 2 and f"Did you mean '{meant}'?" in result.output.replace("\n", " ")


def test_a_reader_that_went_away_is_no_error() -> None:
    script = f"set -o pipefail; '{PROGRAM}' schema routing | head -c 1 >/dev/null"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_first_sentences_of_help_need_no_import() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from zammad_plugin.cli.main import cli;"
        "CliRunner().invoke(cli, ['--help']);"
        "print([one for one in sys.modules if one.startswith('zammad_plugin.cli.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "zammad_plugin.cli.desk" not in done.stdout and "cli.lazy" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_by_one_command(
    shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", f"/bin/{shell}")
    result = invoke("completion", "--install")
    assert result.exit_code == 0, result.output
    file = Path(result.output.splitlines()[0])
    assert file.is_relative_to(tmp_path) and PROG in file.read_text(encoding="utf-8")
    assert "_ZAMMAD_PLUGIN_COMPLETE" in invoke("completion", shell).output


def test_check_as_json(tmp_path: Path) -> None:
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "m.yml").write_text("name: M\nperform: {ticket.tgas: x}\n")
    result = invoke("check", "--desk", str(tmp_path), "--format", "json")
    assert result.exit_code == 1
    [problem] = json.loads(result.stdout)["problems"]
    assert (problem["line"], problem["column"]) == (2, 11)
    assert problem["file"].endswith("macros/m.yml") and "ticket.tags" in problem["what"]


def test_init_lays_down_a_desk_that_check_has_nothing_against(tmp_path: Path) -> None:
    folder = tmp_path / "our-desk"
    assert invoke("init", str(folder)).exit_code == 0
    assert (folder / ".schema" / "macros.json").is_file() and (folder / ".gitignore").is_file()
    result = invoke("check", "--desk", str(folder))
    assert result.exit_code == 0, result.output
    again = invoke("init", str(folder))
    assert again.exit_code == 1 and "stands in" in again.output


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    result = invoke("init", str(tmp_path))
    assert result.exit_code == 0 and "left as it is" in result.output
    assert (tmp_path / "README.md").read_text() == "mine"


def test_init_on_a_disk_that_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = invoke("init", str(tmp_path / "file" / "desk"))
    assert result.exit_code == 1 and result.output.count("can't be written") == 1
