"""Containers and CI recipes: each command in them is one that the program knows."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from zammad_plugin import __version__
from zammad_plugin.cli.lazy import commands_of
from zammad_plugin.cli.main import cli

TREE = Path(__file__).resolve().parents[2]
COMPOSE, IMAGE = TREE / "container" / "compose.yml", TREE / "container" / "Containerfile"
PAGE = (TREE / "docs" / "container.md").read_text("utf-8")
RECIPES = sorted((TREE / "docs" / "ci").glob("*.yml"))
COMMANDS = dict(commands_of(cli))


def _calls(text: str) -> Iterator[list[str]]:
    """Words behind `zammad-plugin` wherever a shell line calls it."""
    for line in re.findall(r"(?<![\w./-])zammad-plugin ([^|;>&\n]*)", text):
        if words := shlex.split(line):
            yield words


def _unknown(words: list[str]) -> list[str]:
    """Options that the command does not have; the whole when there is no such command."""
    found = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in COMMANDS), None)
    if found is None:
        return words
    command = COMMANDS[found]
    known = {name for one in command.params if isinstance(one, click.Option) for name in one.opts}
    return [word for word in words if word.startswith("--") and word not in known]


@pytest.mark.parametrize("file", RECIPES, ids=lambda file: file.stem)
def test_recipes_call_what_there_is(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    yaml.safe_load(text)
    calls = list(_calls(text))
    assert len(calls) == 3, "check, plan, apply"
    assert [_unknown(words) for words in calls] == [[], [], []]
    assert set(re.findall(r"zammad-plugin==(\S+)", text)) == {__version__}


def test_the_loop_of_the_compose_file_calls_run() -> None:
    made = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    loop = made["services"]["zammad-plugin-run"]["command"][0]
    calls = [words for words in _calls(loop) if words[0] == "run"]
    assert len(calls) == 1 and _unknown(calls[0]) == []


def test_the_bridge_of_the_compose_file_is_a_command() -> None:
    made = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    assert _unknown(made["services"]["zammad-plugin-signal"]["command"]) == []


def test_each_service_runs_without_rights_and_with_a_token_in_a_file() -> None:
    made = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    for name, service in made["services"].items():
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["secrets"] == ["zammad_token"], name
        assert "TOKEN" not in " ".join(service["environment"]), name


def test_the_image_checks_its_health_and_is_nobody() -> None:
    text = IMAGE.read_text(encoding="utf-8")
    health = re.search(r"CMD (\[\"zammad-plugin\", \"status\".*\])", text)
    assert health is not None
    assert _unknown(yaml.safe_load(health[1])[1:]) == []
    assert "USER 10001:10001" in text
    assert text.rindex("FROM ") < text.index("USER 10001")
    assert f"zammad-plugin:{__version__}" in COMPOSE.read_text(encoding="utf-8")


def test_the_page_calls_what_there_is() -> None:
    """packaging/try-image follows it with a real Docker, which tests have not."""
    shell = "\n".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    calls = list(_calls(shell.replace("\\\n", "")))
    assert [words[0] for words in calls] == ["apply", "doctor", "uninstall"]
    assert [_unknown(words) for words in calls] == [[], [], []]
    assert f"zammad-plugin:{__version__}" in shell


def test_the_token_is_readable_for_the_user_of_the_image_alone() -> None:
    """Compose lays a secret's file in as it is: one of root with 0600 was not readable."""
    user = re.search(r"^USER (\d+):(\d+)$", IMAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert user is not None
    assert f"install -m 0600 -o {user[1]} -g {user[2]} /dev/stdin zammad_token" in PAGE


def test_the_compose_file_builds_nothing() -> None:
    """Its paths are those of the first file's folder, Zammad's, where the sources are not."""
    made = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    assert not [name for name, service in made["services"].items() if "build" in service]
