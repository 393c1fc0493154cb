from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_zammad import FakeZammad

from zammad_plugin.config.places import default_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session


@pytest.fixture
def zammad() -> FakeZammad:
    return FakeZammad()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the default desk that a test may change."""
    for name in ("templates", "macros"):
        shutil.copytree(default_desk() / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def server() -> Iterator[Emulator]:
    with Emulator() as made:
        yield made


@pytest.fixture
def client(server: Emulator) -> Iterator[Client]:
    session = Session(server.url, server.tokens["sync"])
    yield Client(session)
    session.close()
