"""An embedded Zammad with the default desk, and clients with the rights of real life."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk_of_tests import Desk

from zammad_plugin.config.places import default_desk
from zammad_plugin.demo import let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.desk import apply_desk


@pytest.fixture
def bare() -> Iterator[Desk]:
    """Without the default desk."""
    with Emulator(hold=3) as server:
        made = Desk(server)
        yield made
        for client in made.clients:
            client.session.close()


@pytest.fixture
def desk(bare: Desk) -> Desk:
    apply_desk(bare.client("sync"), default_desk())
    for agent in (bare.admin, bare.triage):
        let_in(bare.admin, agent)
    bare.server.log.clear()
    return bare
