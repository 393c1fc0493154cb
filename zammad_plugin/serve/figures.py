"""What `serve` tells Prometheus: counts and times, nothing of any ticket."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.registry import Collector

SECONDS = (0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600)

# Name, and what it tells.
HOOKS = "zammad_plugin_webhooks", "Webhooks by what became of them."
DONE = "zammad_plugin_tickets", "Tickets that serve worked on, by what became of them."
TOOK = "zammad_plugin_webhook_to_tags_seconds", "From the webhook to the ticket's last tag."
WAITED = (
    "zammad_plugin_message_to_tags_seconds",
    "From the customer's newest message to the ticket's last tag.",
)
QUEUED = "zammad_plugin_queued_tickets", "Tickets that serve holds."


class Served:
    """A registry of its own: no figures of the process, and tests may have several. `more`: what
    others did."""

    def __init__(self, waiting: Callable[[], int], more: Collector | None = None) -> None:
        self._registry = CollectorRegistry()
        if more:
            self._registry.register(more)
        self._hooks = Counter(*HOOKS, ["outcome"], registry=self._registry)
        self._done = Counter(*DONE, ["outcome"], registry=self._registry)
        self._took = Histogram(*TOOK, buckets=SECONDS, registry=self._registry)
        self._waited = Histogram(*WAITED, buckets=SECONDS, registry=self._registry)
        Gauge(*QUEUED, registry=self._registry).set_function(waiting)

    def hook(self, outcome: str) -> None:
        self._hooks.labels(outcome).inc()

    def ticket(self, outcome: str) -> None:
        self._done.labels(outcome).inc()

    def took(self, seconds: float) -> None:
        self._took.observe(seconds)

    def waited(self, seconds: float) -> None:
        self._waited.observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)
