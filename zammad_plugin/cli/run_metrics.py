"""The metrics file of a run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zammad_plugin.doctor.metrics import Figures, Named
    from zammad_plugin.doctor.sight import Sight
    from zammad_plugin.doctor.waiting import Queue
    from zammad_plugin.tickets.run import Summary
    from zammad_plugin.zammad.client import Client


def measure(client: Client, file: Path, summary: Summary, began: float, seen: Sight | None) -> None:
    from zammad_plugin.doctor.metrics import write
    from zammad_plugin.doctor.waiting import queue

    write(file, _figures(summary, queue(client), began), _named(summary, seen))


def _figures(summary: Summary, left: Queue, began: float) -> Figures:
    from zammad_plugin.doctor.metrics import Figures

    now = time.time()
    return Figures(
        last_run_timestamp_seconds=now,
        last_run_duration_seconds=now - began,
        last_run_tickets=summary.done,
        last_run_failed_tickets=len(summary.failed),
        last_run_given_up_tickets=len(summary.given_up),
        last_run_refused_tickets=len(summary.refused),
        waiting_tickets=left.waiting,
        oldest_waiting_seconds=left.minutes * 60,
    )


def _named(summary: Summary, seen: Sight | None) -> Named:
    from zammad_plugin.doctor.metrics import Named

    unknown = [name.partition(", did you mean ")[0] for name in summary.unknown]
    names: dict[str, Sequence[str]] = {"ignored_field": summary.ignored, "unknown_name": unknown}
    if seen is None:
        return Named(names, groups_known=False)
    names |= {"unseen_group": seen.unseen, "closed_group": seen.closed}
    return Named({**names, "missing_field": seen.fields}, seen.agent, seen.known)
