"""Figures of the last run as a Prometheus text file: counts and times, nothing of any ticket."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from zammad_plugin.errors import StateError, Where
from zammad_plugin.state.atomic import replace_file

HELP = {
    "last_run_timestamp_seconds": "When the last run ended.",
    "last_run_duration_seconds": "How long it took.",
    "last_run_tickets": "Tickets that it triaged.",
    "last_run_failed_tickets": "Tickets that failed and stay in the queue.",
    "last_run_given_up_tickets": "Tickets that failed three times and were marked cs-error.",
    "waiting_tickets": "Tickets that wait for triage.",
    "oldest_waiting_seconds": "Age of the oldest of them.",
}


@dataclass(frozen=True)
class Figures:
    """One value a metric, named as in HELP."""

    last_run_timestamp_seconds: float
    last_run_duration_seconds: float
    last_run_tickets: int
    last_run_failed_tickets: int
    last_run_given_up_tickets: int
    waiting_tickets: int
    oldest_waiting_seconds: float


def write(file: Path, figures: Figures) -> None:
    """Replaces the file at once: the collector never reads half of it. Raises StateError."""
    if not file.parent.is_dir():
        hint = "make it, or mend `metrics`: the collector looks elsewhere"
        raise StateError("no folder for the metrics", where=Where(file), hint=hint)
    registry = CollectorRegistry()
    for name, text in HELP.items():
        gauge = Gauge(f"zammad_plugin_{name}", text, registry=registry)
        gauge.set(getattr(figures, name))
    # node_exporter reads it as another user.
    replace_file(file, [generate_latest(registry).decode()], mode=0o644)
