"""What workers on all machines did, counted in Redis and told by `serve`: nothing of any ticket."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from zammad_plugin.serve.broker import TICKETS
from zammad_plugin.serve.figures import SECONDS
from zammad_plugin.serve.queue import JobQueue

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from zammad_plugin.tickets.run import Summary

log = logging.getLogger(__name__)
TOOK = ("took", "worker_queue_to_tags_seconds", "From the webhook to the ticket's last tag.")
WAITED = (
    "waited",
    "worker_message_to_tags_seconds",
    "From the customer's newest message to the ticket's last tag.",
)
OUTCOMES = ("done", "failed", "resting")
ENDLESS = "+Inf"


class Tally(Collector):
    """`told` in a worker, `collect` where Prometheus asks; without Redis it tells nothing."""

    def __init__(self, line: JobQueue, prefix: str) -> None:
        self._line, self._key = line, f"{prefix}tally"

    def told(self, done: Summary, seconds: float) -> None:
        outcome = "failed" if done.failed else "resting" if done.resting else "done"
        pipe = self._line.redis.pipeline()
        pipe.hincrby(self._key, f"tickets:{outcome}", 1)
        observed = [(TOOK[0], seconds)] if done.notes else []
        for name, value in [*observed, *((WAITED[0], one) for one in done.waited)]:
            pipe.hincrby(self._key, f"{name}:{_bucket(value)}", 1)
            pipe.hincrbyfloat(self._key, f"{name}:sum", value)
        try:
            pipe.execute()
        except RedisError as error:  # a figure is not worth a ticket
            log.warning("Redis: %s: not counted", type(error).__name__)

    def collect(self) -> Iterator[Metric]:
        try:
            rows = self._line.redis.hgetall(self._key)
            waits = {queue: self._line.waits(queue) for queue in TICKETS}
        except RedisError as error:
            log.warning("Redis: %s: no figures of workers", type(error).__name__)
            return
        counts = {_text(key): float(value) for key, value in rows.items()}
        done = CounterMetricFamily(
            "zammad_plugin_worker_tickets",
            "Tickets that workers worked on, by what became of them.",
            labels=["outcome"],
        )
        for outcome in OUTCOMES:
            done.add_metric([outcome], counts.get(f"tickets:{outcome}", 0.0))
        queued = GaugeMetricFamily(
            "zammad_plugin_queue_jobs", "Jobs that no worker has in hand.", labels=["queue"]
        )
        for queue, count in waits.items():
            queued.add_metric([queue], count)
        yield from (done, queued, _histogram(TOOK, counts), _histogram(WAITED, counts))


def _histogram(what: tuple[str, str, str], counts: dict[str, float]) -> HistogramMetricFamily:
    key, name, text = what
    total, buckets = 0.0, []
    for bound in [*map(_bound, SECONDS), ENDLESS]:
        total += counts.get(f"{key}:{bound}", 0.0)
        buckets.append((bound, total))
    made = HistogramMetricFamily(f"zammad_plugin_{name}", text)
    made.add_metric([], buckets, counts.get(f"{key}:sum", 0.0))
    return made


def _bucket(seconds: float) -> str:
    return next((_bound(one) for one in SECONDS if seconds <= one), ENDLESS)


def _bound(seconds: float) -> str:
    return str(float(seconds))


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
