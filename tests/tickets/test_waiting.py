"""The queue, while others work on it too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.tickets.waiting import BATCH, waiting


class Queue:
    """A server with tickets that wait. The odd ones are another worker's, who finishes the
    oldest `theirs(page)` of them right before a page is answered."""

    def __init__(self, count: int, theirs: Callable[[int], int] = lambda page: 0) -> None:
        self.waits = list(range(1, count + 1))
        self.theirs = theirs
        self.searches = 0

    def list_all(self, resource: str) -> list[dict[str, Any]]:
        return [{"id": 1, "state_type_id": 1}]

    def search_tickets(
        self, _: Any, limit: int, page: int, newest: bool = False
    ) -> list[dict[str, Any]]:
        gone = [one for one in self.waits if one % 2][: self.theirs(page)]
        self.waits = [one for one in self.waits if one not in gone]
        self.searches += 1
        return [{"id": one} for one in self.waits[(page - 1) * limit : page * limit]]


def _taken(queue: Queue, fails: frozenset[int] = frozenset()) -> list[int]:
    """What the worker of the even ones took, in its order; they leave unless they fail."""
    taken = []
    for row in waiting(queue, lambda row: 0):  # type: ignore[arg-type]
        one = int(row["id"])
        if one % 2 == 0:
            taken.append(one)
            if one not in fails:
                queue.waits.remove(one)
    return taken


def _even(count: int) -> list[int]:
    return list(range(2, count + 1, 2))


def test_tickets_that_move_up_behind_us_are_seen() -> None:
    """The other worker's fill the first page, we go on to the second, and then they leave."""
    asked: list[int] = []

    def theirs(page: int) -> int:
        asked.append(page)
        return BATCH // 2 if page == 2 and asked.count(2) == 1 else 0

    count = 3 * BATCH
    assert sorted(_taken(Queue(count, theirs))) == _even(count)


@given(
    st.integers(0, 5 * BATCH),
    st.lists(st.integers(0, BATCH), max_size=30),
    st.frozensets(st.integers(1, 5 * BATCH), max_size=2 * BATCH),
)
def test_each_once_and_none_left(count: int, speeds: list[int], fails: frozenset[int]) -> None:
    """However fast others are, and whatever fails."""
    left = iter(speeds)
    taken = _taken(Queue(count, lambda page: next(left, 0)), fails)
    assert len(taken) == len(set(taken))
    assert sorted(taken) == _even(count)


def test_an_empty_queue_costs_one_search() -> None:
    queue = Queue(0)
    assert _taken(queue) == [] and queue.searches == 1


def test_a_backlog_that_takes_longer_than_a_look_is_done_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody writes meanwhile: the look finds nothing new, and what waited still has its turn."""
    monkeypatch.setattr("zammad_plugin.tickets.waiting.LOOK", 0.0)
    assert sorted(_taken(Queue(2 * BATCH))) == _even(2 * BATCH)
