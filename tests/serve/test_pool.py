"""The threads behind the door."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from zammad_plugin.errors import QueueFull
from zammad_plugin.serve.pool import TRIES, Pool, Work

WAIT = 30.0


class Shop:
    """Work that waits for a word, and tells what it did."""

    def __init__(self, result: Callable[[int], bool] = lambda _: True) -> None:
        self.result, self.go = result, threading.Event()
        self.done: list[int] = []
        self.turn = threading.Condition()

    def open(self, _: ExitStack) -> Work:
        return self.work

    def work(self, ticket_id: int) -> bool:
        assert self.go.wait(WAIT)
        with self.turn:
            self.done.append(ticket_id)
            self.turn.notify_all()
        return self.result(ticket_id)

    def until(self, count: int) -> None:
        with self.turn:
            assert self.turn.wait_for(lambda: len(self.done) >= count, WAIT)


def test_what_waits_already_is_not_queued_twice() -> None:
    shop = Shop()
    pool = Pool(shop.open, 1)
    for one in (1, 2, 1, 2):
        pool.accept(one)
    shop.go.set()
    pool.start()
    shop.until(2)
    pool.stop(WAIT)
    assert shop.done == [1, 2]


def test_a_queue_ends_somewhere() -> None:
    pool = Pool(Shop().open, 1, most=2)
    pool.accept(1)
    pool.accept(2)
    pool.accept(2)
    with pytest.raises(QueueFull):
        pool.accept(3)


def test_one_that_another_hand_has_is_tried_again_a_few_times() -> None:
    shop = Shop(lambda _: False)
    shop.go.set()
    pool = Pool(shop.open, 1, pause=0.01)
    pool.start()
    pool.accept(1)
    shop.until(TRIES)
    pool.stop(WAIT)
    assert shop.done == [1] * TRIES


def test_an_error_stops_no_thread() -> None:
    def fails(ticket_id: int) -> bool:
        if ticket_id == 1:
            raise ValueError
        return True

    shop = Shop(fails)
    shop.go.set()
    pool = Pool(shop.open, 1)
    pool.start()
    pool.accept(1)
    pool.accept(2)
    shop.until(2)
    pool.stop(WAIT)
    assert shop.done == [1, 2]
