"""Figures of the last run as a Prometheus text file: counts and times, nothing of any ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    "last_run_refused_tickets": "Tickets of which the server refused a part.",
    "waiting_tickets": "Tickets that wait for triage.",
    "oldest_waiting_seconds": "Age of the oldest of them.",
}
# With a name each; no line where all is well.
NAMED = {
    "unseen_group": "A group whose tickets triage does not see.",
    "closed_group": "A group that routing names and where triage can't send tickets.",
    "missing_field": "An attribute of the desk that no ticket has.",
    "ignored_field": "A field that the server did not take in the last run.",
    "unknown_name": "A name that routing uses and the server does not have.",
}
SIGHT = {
    "agent": "1 when the token reads tickets.",
    "groups_known": "1 when it could be seen which groups triage does not see.",
}


@dataclass(frozen=True)
class Figures:
    """One value a metric, named as in HELP."""

    last_run_timestamp_seconds: float
    last_run_duration_seconds: float
    last_run_tickets: int
    last_run_failed_tickets: int
    last_run_given_up_tickets: int
    last_run_refused_tickets: int
    waiting_tickets: int
    oldest_waiting_seconds: float


@dataclass(frozen=True)
class Named:
    """Names by the metric of NAMED; nobody's name, but those of groups, fields and priorities."""

    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    agent: bool = True
    groups_known: bool = True


def write(file: Path, figures: Figures, named: Named = Named()) -> None:
    """Replaces the file at once: the collector never reads half of it. Raises StateError."""
    if not file.parent.is_dir():
        hint = "make it, or mend `metrics`: the collector looks elsewhere"
        raise StateError("no folder for the metrics", where=Where(file), hint=hint)
    # node_exporter reads it as another user.
    replace_file(file, [generate_latest(_filled(figures, named)).decode()], mode=0o644)


def _filled(figures: Figures, named: Named) -> CollectorRegistry:
    registry = CollectorRegistry()
    for name, text in HELP.items():
        gauge = Gauge(f"zammad_plugin_{name}", text, registry=registry)
        gauge.set(getattr(figures, name))
    for name, text in SIGHT.items():
        Gauge(f"zammad_plugin_{name}", text, registry=registry).set(getattr(named, name))
    for name, text in NAMED.items():
        series = Gauge(f"zammad_plugin_{name}", text, ["name"], registry=registry)
        for one in named.names.get(name, ()):
            series.labels(one).set(1)
    return registry
