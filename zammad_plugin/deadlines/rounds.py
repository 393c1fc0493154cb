"""What a run does beside triage, each in its own rhythm: sync before it, clocks after it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from zammad_plugin.deadlines.asked import keep_asked
from zammad_plugin.deadlines.evidence import Call, keep
from zammad_plugin.deadlines.whatsapp import warn
from zammad_plugin.errors import NotAuthenticated, StateError, Untrusted, brief
from zammad_plugin.routing.people import choose
from zammad_plugin.routing.rules import Routing
from zammad_plugin.state.atomic import read_json, replace_file
from zammad_plugin.state.hands import Alone, Hands
from zammad_plugin.tickets.mend import mend
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.writing.fields import Roster
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.people import owner_id

log = logging.getLogger(__name__)
CLOCKS, WINDOWS, REFUSED = "clocks", "windows", "refused"
EVERY = {CLOCKS: 60, WINDOWS: 10, REFUSED: 10}  # minutes
OVERDUE = 6  # times its rhythm, then it is done although the time for the run is over


class Times:
    """When each step was last done: seconds since 1970 in a file that may be lost. `kept`: whether
    the disk took it."""

    def __init__(self, file: Path) -> None:
        self.file, self.kept = file, True
        try:
            self._done = {str(name): float(at) for name, at in read_json(file).items()}
        except (ValueError, AttributeError, TypeError, OverflowError):
            self._done = {}

    def due(self, step: str, minutes: int, now: datetime, times: int = 1) -> bool:
        """Also when the clock was set back: a step that was done in the future is due."""
        since = now.timestamp() - self._done.get(step, 0.0)
        return since < 0 or since >= minutes * 60 * times

    def did(self, step: str, now: datetime) -> None:
        self._done[step] = now.timestamp()
        try:
            replace_file(self.file, [json.dumps(self._done)])
        except StateError as error:  # done too often is no harm
            if self.kept:
                log.error("%s", error)
            self.kept = False


@dataclass
class Done:
    """How many tickets the clocks wrote to; ids of those that failed; steps that failed whole."""

    deadlines: int = 0
    warnings: int = 0
    reminders: int = 0
    mended: int = 0  # tickets that got what was refused before
    failed: list[int] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)


def after_triage(
    client: Client,
    tools: Tools,
    times: Times,
    time_left: Callable[[], bool] = lambda: True,
    hands: Hands | None = None,
) -> Done:
    """Deadlines, windows and what was refused, where they are due; a step that fails stops
    nobody."""
    done, now = Done(), tools.now()

    def again(client: Client, tools: Tools, done: Done) -> None:
        done.mended += mend(client, tools, hands or Alone())

    for step, work in ((WINDOWS, _windows), (CLOCKS, _deadlines), (REFUSED, again)):
        minutes = EVERY[step]
        if not times.due(step, minutes, now, times=1 if time_left() else OVERDUE):
            continue
        try:
            work(client, tools, done)
        except (NotAuthenticated, Untrusted):
            raise
        except Exception as error:  # a bug in one step must not hide the other
            log.error("%s: %s; next run", step, brief(error))
            done.steps.append(step)
            continue
        times.did(step, now)
    return done


def _windows(client: Client, tools: Tools, done: Done) -> None:
    made = warn(client, tools.now(), tools.lang)
    done.warnings += len(made.written)
    done.failed += made.failed


def _deadlines(client: Client, tools: Tools, done: Done) -> None:
    zone = ZoneInfo(tools.routing.zone)
    today = tools.now().astimezone(zone).date()
    call = called(client, tools.routing, tools.now())
    silent = keep_asked(client, today, tools.lang, call)
    done.reminders += len(silent.reminded)
    done.failed += silent.failed
    kept = keep(client, today, tools.lang, call)
    done.reminders += len(kept.reminded)
    done.deadlines += len(kept.written)
    done.failed += kept.failed


def called(client: Client, routing: Routing, now: datetime) -> Call:
    """The owner, else who is on call; the lead's overview has what nobody owns."""
    roster = Roster(client)

    def one(ticket: Record) -> int:
        return owner_id(ticket) or choose("on-call", "", routing, now, roster) or 0

    return one
