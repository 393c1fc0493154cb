from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import Browser, program


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = program()
    if path is None:
        pytest.skip("no Chromium: apt-get install -y chromium")
    made = Browser(path)
    yield made
    made.close()
