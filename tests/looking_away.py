"""Where coverage looks away: its tracer is told of each line of every library, and that is half of
what measuring costs, though only our own lines count.

Nothing of ours runs inside what is wrapped here, but for the embedded Zammad: how it answers a
call for the sixth time shows nothing that the fifth did not, and its own room is seen in full.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

import phonenumbers
import requests

from zammad_plugin.emulator.server import http

OFTEN = 5  # answers to calls of one kind, in one process
OWN = "tests/emulator/"  # the room of the emulators
NUMBERS = re.compile(r"\d+")
LIBRARIES = (
    (requests.Session, "request"),
    (phonenumbers, "format_number"),
    (phonenumbers, "is_possible_number_with_reason"),
    (phonenumbers, "is_valid_number"),
    (phonenumbers, "number_type"),
    (phonenumbers, "parse"),
    (phonenumbers, "region_code_for_number"),
)


def look_away() -> None:
    """Once; without coverage's tracer nothing changes, so that a debugger sees all."""
    if type(sys.gettrace()).__name__ != "CTracer":
        return
    for place, name in LIBRARIES:
        setattr(place, name, _unseen(getattr(place, name)))
    http.read = _elsewhere(http.read)
    http.respond = _seldom(http.respond)


def _unseen(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def done(*words: Any, **more: Any) -> Any:
        tracer = sys.gettrace()
        sys.settrace(None)
        try:
            return work(*words, **more)
        finally:
            sys.settrace(tracer)

    return done


def _elsewhere(work: Callable[..., Any]) -> Callable[..., Any]:
    unseen = _unseen(work)

    @wraps(work)
    def done(*words: Any) -> Any:
        return (work if _at_home() else unseen)(*words)

    return done


def _seldom(respond: Callable[..., bool]) -> Callable[..., bool]:
    seen: Counter[tuple[str, str]] = Counter()
    unseen = _unseen(respond)

    @wraps(respond)
    def answered(app: Any, environ: http.Environ, connection: Any) -> bool:
        call = (environ["REQUEST_METHOD"], NUMBERS.sub("*", environ["PATH_INFO"]))
        seen[call] += 1
        new = seen[call] <= OFTEN or _at_home()
        return (respond if new else unseen)(app, environ, connection)

    return answered


def _at_home() -> bool:
    return os.environ.get("PYTEST_CURRENT_TEST", "").startswith(OWN)
