"""One desk with a Signal account for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from signal_world import World

from zammad_plugin.emulator.signal.wire import Person


@pytest.fixture
def make() -> Iterator[Callable[..., World]]:
    worlds: list[World] = []

    def made(**settings: Any) -> World:
        worlds.append(World(**settings))
        assert worlds[-1].live()
        return worlds[-1]

    yield made
    for world in worlds:
        world.close()


@pytest.fixture
def world(make: Callable[..., World]) -> World:
    """A desk whose bridge was started once, so that what is written now goes out."""
    return make()


@pytest.fixture
def child() -> Person:
    return Person.made(1)
