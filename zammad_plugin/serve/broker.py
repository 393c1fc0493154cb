"""The queue that workers on several machines share: Celery over Redis, as far as we use it.

A job is acknowledged when it is done: what a worker that was killed had in hand comes back
`Pace.visible` seconds after it was taken. That is longer than any job may take (`Pace.longest`), so
that no job is handed out twice while it runs; should it be, the lease on the ticket keeps the
second one out. Zammad's Redis has no password, so nothing but numbers ever stands there.
"""

from __future__ import annotations

from dataclasses import dataclass

from celery import Celery
from redis import Redis

from zammad_plugin.errors import PluginError
from zammad_plugin.text.url import address_of

ARRIVED, BACKLOG, VOICE, ROUND = "arrived", "backlog", "voice", "round"
TICKETS = (ARRIVED, BACKLOG, VOICE)
CONNECT = 2.0  # seconds
TRIAGE = "zammad_plugin.triage_ticket"
LOOK = "zammad_plugin.round"


@dataclass(frozen=True)
class Pace:
    """Of one kind of worker, in seconds. `queues`: in the order in which they are served."""

    queues: tuple[str, ...]
    longest: int  # then a job's process is killed, and the ticket is left to `run`
    lease: float  # without a call to Zammad, then the ticket is another's
    visible: int  # then a job that nobody acknowledged is another's
    look: int  # between two looks for such jobs
    name: str


# A worker that dies: its last ticket is another's after 40 + 5 seconds.
QUICK = Pace((ARRIVED, BACKLOG), 35, 38.0, 40, 5, "quick")
# Voice is heard for 25 minutes a file at most; sync writes hundreds of objects.
SLOW = Pace((VOICE, ROUND), 1740, 1770.0, 1800, 60, "slow")


def check_url(url: str, variable: str) -> str:
    """Raises PluginError unless it is redis://HOST/N with a database of its own."""
    parts = address_of(url.strip())
    number = parts.path.strip("/")
    if parts.scheme not in {"redis", "rediss"} or not number.isdigit() or number == "0":
        raise PluginError(
            f"scale: ${variable} names no Redis database of its own",
            hint="redis://HOST:6379/N with N from 1 on: 0 is Zammad's",
        )
    return url.strip()


# No results, no events, no remote control, and no second try of anything: tickets that fail stay in
# Zammad's queue, calls to Zammad have their own one layer.
CELERY = {
    "task_default_queue": ARRIVED,
    "task_create_missing_queues": True,
    "task_routes": {TRIAGE: {"queue": ARRIVED}, LOOK: {"queue": ROUND}},
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_publish_retry": False,
    "worker_prefetch_multiplier": 1,
    "worker_hijack_root_logger": False,
    "worker_redirect_stdouts": False,
    "worker_enable_remote_control": False,
    "worker_send_task_events": False,
    "broker_connection_retry_on_startup": True,
}


def app_of(url: str, prefix: str, pace: Pace = QUICK) -> Celery:
    """Celery as far as we use it (CELERY), at this pace."""
    app = Celery("zammad_plugin", broker=url, set_as_current=False)
    app.conf.update(
        CELERY,
        task_time_limit=pace.longest,
        broker_transport_options=_transport(prefix, pace),
    )
    return app


def _transport(prefix: str, pace: Pace) -> dict[str, object]:
    """Jobs that are in hand stand apart by kind: whoever looks for old ones knows how long these
    may take."""
    return {
        "global_keyprefix": prefix,
        "queue_order_strategy": "priority",
        "visibility_timeout": pace.visible,
        "unacked_restore_interval": pace.look,
        "unacked_restore_throttle": 1,
        "unacked_restore_limit": None,  # all of them, not ten at each look
        "unacked_mutex_expire": pace.look,  # of one that died with it
        "unacked_key": f"unacked-{pace.name}",
        "unacked_index_key": f"unacked-{pace.name}-index",
        "unacked_mutex_key": f"unacked-{pace.name}-mutex",
        "socket_connect_timeout": CONNECT,
        "socket_timeout": 30.0,  # a broker that went without a word
    }


def redis_of(url: str) -> Redis:
    return Redis.from_url(url, socket_connect_timeout=CONNECT, socket_timeout=CONNECT)
