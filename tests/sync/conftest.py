from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fake_zammad import FakeZammad

from zammad_plugin.config.places import default_desk


@pytest.fixture
def zammad() -> FakeZammad:
    return FakeZammad()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the default desk that a test may change."""
    for name in ("templates", "macros"):
        shutil.copytree(default_desk() / name, tmp_path / name)
    return tmp_path
