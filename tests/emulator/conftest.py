from __future__ import annotations

from collections.abc import Iterator

import pytest

from zammad_plugin.emulator import Emulator


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(hold=0.2) as server:
        yield server
