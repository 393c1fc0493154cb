"""Zammad 6.5 and newer end themselves when new attributes are in the database, to be started
again by systemd or docker (setting auto_shutdown). Calls meanwhile fail, so it is waited for.

Seen on a real 6.5: looked for every 5 s, then away for 8 to 60 s.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from zammad_plugin.errors import Unavailable
from zammad_plugin.sync.model import Version

log = logging.getLogger(__name__)
SINCE: Version = (6, 5)


class Asked(Protocol):
    def answers(self) -> bool:
        """Whether the server answers, asked once and without a second try."""


@dataclass(frozen=True)
class Patience:
    """Seconds: until it must have gone (else it does not restart), until it must be back, between
    two looks."""

    goes: float = 15.0
    back: float = 180.0
    look: float = 0.2
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def until(self, holds: Callable[[], bool], seconds: float) -> float | None:
        """Seconds that it took; None when it did not come to hold."""
        began = self.clock()
        while not holds():
            if self.clock() - began > seconds:
                return None
            self.sleep(self.look)
        return self.clock() - began


USUAL = Patience()


def wait_for_restart(server: Asked, patience: Patience) -> bool:
    """Whether it went and came back. Raises Unavailable when it stays away."""
    log.warning("new attributes: waiting until Zammad has restarted itself")
    if patience.until(lambda: not server.answers(), patience.goes) is None:
        return False
    away = patience.until(server.answers, patience.back)
    if away is None:
        raise Unavailable(
            f"Zammad went for a restart and is not back after {patience.back:.0f} s",
            hint="look whether systemd or docker starts it again, then: zammad-plugin apply",
        )
    log.warning("Zammad is back after %.0f s", away)
    return True
