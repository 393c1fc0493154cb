"""docs/own-desk.md is followed word for word: from nothing to an own desk on a busy Zammad."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from zammad_plugin.config.desk import load_desk
from zammad_plugin.config.starter import lay_down
from zammad_plugin.emulator import Emulator
from zammad_plugin.tickets.desk_routing import routing_of
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

PAGE = Path(__file__).resolve().parents[2] / "docs" / "own-desk.md"
FOREIGN = 2000  # text modules of others
MOST = 10  # commands


def commands() -> list[str]:
    """Blocks of shell before the page's first chapter."""
    first = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", first, re.DOTALL)


@pytest.fixture
def busy() -> Iterator[Emulator]:
    """A Zammad with 2,000 text modules and a group of its own."""
    with Emulator() as server:
        session = Session(server.url, server.tokens["sync"])
        client = Client(session)
        client.create("groups", {"name": "Hotline", "active": True})
        for number in range(FOREIGN):
            name = f"Foreign {number}"
            client.create("text_modules", {"name": name, "keywords": f"f{number}", "content": "x"})
        session.close()
        yield server


@pytest.mark.timeout(600)
def test_from_nothing_to_a_desk_of_ones_own(busy: Emulator, tmp_path: Path) -> None:
    blocks = commands()
    assert len(blocks) <= MOST and blocks[0].startswith("pip install")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ZAMMAD_URL": busy.url,
        "ZAMMAD_TOKEN": busy.tokens["sync"],
        "STATE_DIRECTORY": str(tmp_path / "state"),
    }
    said = {}
    for block in blocks[1:]:
        done = subprocess.run(
            ["bash", "-e", "-c", block],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        said[block.split(" --")[0]] = done
        assert done.returncode == 0, (block, done.stdout[-800:], done.stderr[-800:])
    plan = said["zammad-plugin plan"].stdout
    assert "create groups/child-safety\n" not in plan and "orphan" not in plan
    assert not re.search(r"~ update", plan) and "Foreign" not in plan
    again = subprocess.run(
        ["zammad-plugin", "plan", "--check", "--desk", "our-desk"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stdout[-800:]


def test_the_packages_rules_mean_the_group_that_took_the_place_of_theirs(tmp_path: Path) -> None:
    lay_down(tmp_path)
    (tmp_path / "templates" / "groups").mkdir(parents=True)
    (tmp_path / "templates" / "groups" / "child-safety.yml").write_text("name: Hotline\n")
    groups = {rule.then.group for rule in routing_of(load_desk(tmp_path)).rules}
    assert groups == {"Hotline", None}
