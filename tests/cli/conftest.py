"""The embedded Zammad that the admin's commands speak with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from by_environment import named

from zammad_plugin.emulator import Emulator


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Emulator]:
    """Empty, named by the environment as sync's own agent, from a folder without a desk."""
    monkeypatch.chdir(tmp_path)
    with Emulator() as made:
        named(monkeypatch, made, "sync")
        yield made
