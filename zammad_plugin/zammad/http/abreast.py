"""Calls of one ticket that don't wait for each other.

A call takes 50 to 100 ms on a quiet server, most of it waiting, and a report costs four tags: where
seconds count they go out together. One after the other is the rule, several at once the exception
that `serve` and `worker` ask for: a run from cron leaves the server to those who work in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Abreast:
    """At most `width` calls at once; 1: each in the caller's thread, in order, until one fails."""

    def __init__(self, width: int = 1) -> None:
        self.width = width
        self._pool: ThreadPoolExecutor | None = None

    def all(self, calls: Sequence[Callable[[], T]]) -> list[T]:
        """What they return, in their order. Raises what the first that failed raised; where several
        go at once, after all of them ended."""
        if self.width == 1 or len(calls) < 2:
            return [call() for call in calls]
        # The caller waits meanwhile: beside it there are never more than `width` at work.
        begun = [self._workers().submit(call) for call in calls]
        for one in begun:
            one.exception()
        return [one.result() for one in begun]

    def both(self, one: Callable[[], T], other: Callable[[], U]) -> tuple[T, U]:
        """The same for two of different kinds."""
        if self.width == 1:
            return one(), other()
        begun = self._workers().submit(one)
        try:
            second = other()
        finally:
            begun.exception()
        return begun.result(), second

    def _workers(self) -> ThreadPoolExecutor:
        """Made at the first use, in the process that uses it: threads don't outlive a fork."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.width, thread_name_prefix="zammad")
        return self._pool

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown()
            self._pool = None
