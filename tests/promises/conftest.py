"""What the promises need: time, a bare environment, processes by fork."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from forks import Forks
from scale import FULL


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    with Forks(tmp_path_factory.mktemp("forks")) as made:
        yield made


@pytest.fixture
def env() -> dict[str, str]:
    """What a service's process gets, and nothing of the tester's."""
    return {"PATH": os.defpath, "LANG": "C.UTF-8"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(3600 if FULL else 600))
