"""Man pages: one for each command, sound for troff, with every option as `--help` has it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from zammad_plugin.cli.lazy import commands_of
from zammad_plugin.cli.main import cli

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted((DOCS / "man").glob("*.1"))
COMMANDS = dict(commands_of(cli))
SCRIPTS = {
    "bash": "completions/bash/zammad-plugin",
    "zsh": "completions/zsh/_zammad-plugin",
    "fish": "completions/fish/zammad-plugin.fish",
}


def shown(file: Path) -> str:
    """As a reader sees it, in one line."""
    words = ["groff", "-man", "-Tascii", "-P-c", "-rLL=200n", str(file)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    return " ".join(re.sub(r".\x08", "", done.stdout).split())


def test_every_command_has_one_and_no_other() -> None:
    words = {f"zammad-plugin-{name}.1" for name in COMMANDS if " " not in name}
    assert {one.name for one in PAGES} == {"zammad-plugin.1", *words}


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff here")
def test_troff_has_nothing_to_complain_of() -> None:
    words = ["groff", "-man", "-ww", "-Tascii", "-z", *map(str, PAGES)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff here")
@pytest.mark.parametrize("name", ["apply", "route", "signal", "run"])
def test_every_option_is_told_with_the_hyphens_of_a_shell(name: str) -> None:
    text = shown(DOCS / "man" / f"zammad-plugin-{name}.1")
    for words, command in COMMANDS.items():
        if words.split()[0] != name:
            continue
        assert f"zammad-plugin {words} [OPTIONS]" in text
        for one in command.params:
            if isinstance(one, click.Option):
                assert all(opt in text for opt in one.opts), (words, one.opts)


def test_the_main_page_names_commands_codes_and_variables() -> None:
    text = (DOCS / "man" / "zammad-plugin.1").read_text("utf-8").replace("\\-", "-")
    for name in COMMANDS:
        assert " " in name or f"zammad-plugin-{name}(1)" in text
    for word in ("ZAMMAD_URL", "ZAMMAD_TOKEN", "STATE_DIRECTORY", "EXIT STATUS"):
        assert word in text


@pytest.mark.parametrize("shell", [one for one in SCRIPTS if shutil.which(one)])
def test_a_shell_reads_its_completions(shell: str) -> None:
    words = [shell, "-n", str(DOCS / SCRIPTS[shell])]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_bash_completes_by_the_file_that_is_shipped(tmp_path: Path) -> None:
    """The very script, in a real bash, with the program as it is installed."""
    import sys

    program = tmp_path / "zammad-plugin"
    start = "from zammad_plugin.cli.main import main; import sys; sys.argv[0] = 'zammad-plugin'"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{start}; main()" "$@"\n')
    program.chmod(0o755)
    ask = (
        f"PATH={tmp_path}:$PATH; . {DOCS / SCRIPTS['bash']}; COMP_WORDS=(zammad-plugin unins); "
        "COMP_CWORD=1; _zammad_plugin_completion zammad-plugin; echo ${COMPREPLY[@]}"
    )
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "uninstall", done.stderr
