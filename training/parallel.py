"""Work on several processors, with all that is in memory shared."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from typing import Any

_work: Any = None


def each(work: Callable[[Any], Any], over: Iterable[Any]) -> Any:
    """Results in the order of what was given; of a dict's keys, by key."""
    global _work
    given = list(over)
    _work = work
    with get_context("fork").Pool(os.cpu_count()) as pool:
        found = pool.map(_call, given, chunksize=1)
    return dict(zip(given, found, strict=True)) if isinstance(given[0], str) else found


def _call(one: Any) -> Any:
    return _work(one)
