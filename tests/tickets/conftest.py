"""An embedded Zammad with the default desk, and clients with the rights of real life."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from applied_desk import applied
from desk_of_tests import Desk

from zammad_plugin.emulator import Emulator


def _on(made: Emulator) -> Iterator[Desk]:
    with made as server:
        desk = Desk(server)
        yield desk
        for client in desk.clients:
            client.session.close()


@pytest.fixture
def bare() -> Iterator[Desk]:
    """Without the default desk."""
    yield from _on(Emulator(hold=3))


@pytest.fixture
def desk() -> Iterator[Desk]:
    yield from _on(applied(hold=3))
