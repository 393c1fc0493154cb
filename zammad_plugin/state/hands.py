"""Who works on which ticket, and what a hand that died has left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from zammad_plugin.errors import Locked, OutcomeUnknown

KILLED = 40.0  # seconds after the start of a write whose process was killed: time-out and some
SETTLING = 60.0  # seconds after a lost answer in which the server may still do what it was asked
LOOK = 90.0  # seconds after which a ticket that was taken over is looked at once more


class Taken(Locked):
    """Another hand has the ticket: it does the work."""


class Resting(Locked):
    """A write of an earlier hand may still take effect: not before it has settled."""


@dataclass
class Hand:
    """One ticket in hand. `name`: of all hands that see each other here; empty: nobody else works.

    `taken_over`: an earlier hand died with it; `settle`: seconds to wait before notes are compared;
    `until`: on the monotonic clock, when what it may send is another's.
    """

    name: str = ""
    settle: float = 0.0
    taken_over: bool = False
    began: float = 0.0  # of the newest write, on the monotonic clock
    wrote: float = 0.0  # when its answer was there
    until: float = float("inf")
    note: Callable[[float], None] = lambda until: None
    holds: Callable[[], bool] = lambda: True

    def check(self) -> None:
        """Before each call to the server. Raises Taken when the hold was lost."""
        if not self.holds():
            raise Taken("the hold on the ticket ended", hint="another worker does it")

    def writing(self) -> None:
        """Before each write that must not be sent twice. Raises Taken when the hold was lost, and
        Resting when its time is over: a machine that slept must not send what others took over."""
        self.check()
        if time.monotonic() > self.until:
            raise Resting("too late to send it", hint="another run will")
        self.began = time.monotonic()
        self.note(KILLED)


def held(hand: Hand, forget: Callable[[], None]) -> Iterator[Hand]:
    """The hand at work, then what it leaves: `forget` when nothing of it is under way."""
    try:
        yield hand
    except OutcomeUnknown:
        hand.note(SETTLING)
        raise
    except Exception:
        forget()  # at once again is right
        raise
    if hand.taken_over and hand.began:
        hand.note(LOOK)
    else:
        forget()


class Hands(Protocol):
    """Where hands are taken: this machine's files, or a Redis that several machines share."""

    def take(self, ticket_id: int) -> AbstractContextManager[Hand]:
        """A context manager that gives a Hand. Raises Taken, Resting."""

    def left(self) -> list[int]:
        """Tickets that a hand left behind and that have settled."""


@dataclass(frozen=True)
class Alone:
    """Nobody else works on this server, or with a `name`: others may, and nothing tells of them."""

    name: str = ""
    settle: float = 0.0

    @contextmanager
    def take(self, ticket_id: int) -> Iterator[Hand]:
        yield Hand(self.name, self.settle)

    def left(self) -> list[int]:
        return []
