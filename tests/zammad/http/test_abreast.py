"""Calls that don't wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import Rejected
from zammad_plugin.zammad.http.abreast import Abreast
from zammad_plugin.zammad.session import Session

SOON = 60.0  # seconds; a barrier that nobody else comes to breaks then


@pytest.fixture
def three():
    abreast = Abreast(3)
    yield abreast
    abreast.close()


def fails(error: Exception) -> Callable[[], int]:
    def call() -> int:
        raise error

    return call


def test_all_go_at_once_and_come_back_in_order(three):
    together = threading.Barrier(3)

    def call(number: int) -> int:
        together.wait(SOON)
        return number

    assert three.all([partial(call, number) for number in range(3)]) == [0, 1, 2]
    assert not together.broken


def test_two_of_different_kinds_go_at_once(three):
    together = threading.Barrier(2)
    assert three.both(lambda: together.wait(SOON) * 0, lambda: f"{together.wait(SOON) * 0}") == (
        0,
        "0",
    )


def test_the_first_that_failed_is_told_when_all_have_ended(three):
    ended = []
    first, second = Rejected("one", hint=""), Rejected("two", hint="")
    with pytest.raises(Rejected) as told:
        three.all([lambda: 1, fails(first), fails(second), lambda: ended.append(1) or 1])
    assert told.value is first and ended == [1]


@pytest.mark.parametrize("failing", [0, 1])
def test_of_two_the_one_that_failed_is_told(three, failing):
    calls: list[Callable[[], int]] = [lambda: 1, lambda: 1]
    calls[failing] = fails(KeyError("one"))
    with pytest.raises(KeyError):
        three.both(*calls)


def test_one_by_one_in_the_caller_s_thread_and_none_behind_a_failure():
    seen: list[threading.Thread] = []
    plain = Abreast()
    note = partial(lambda: seen.append(threading.current_thread()))
    assert plain.both(note, note) == (None, None)
    with pytest.raises(KeyError):
        plain.all([note, fails(KeyError("x")), note])
    assert set(seen) == {threading.current_thread()} and len(seen) == 3


def test_each_thread_has_a_connection_of_its_own_and_all_are_closed():
    with Emulator() as server:
        session = Session(server.url, server.tokens["triage"], abreast=2)
        mine, other = session.abreast.both(lambda: session.api, lambda: session.api)
        assert mine is not other and session.api is other
        assert mine.session.headers["Accept"] == "application/json"
        assert mine.session.trust_env is False
        me, again = session.abreast.both(*[partial(session.call, "GET", "users/me")] * 2)
        assert me == again and session.calls == 2
        session.close()
    assert not any(thread.name.startswith("zammad") for thread in threading.enumerate())
