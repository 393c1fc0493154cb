"""The queue that workers on several machines share: Celery over Redis, ids and times only.

A job is acknowledged when it is done: what a worker that was killed had in hand comes back VISIBLE
seconds after it was taken. That is longer than any job may take (LONGEST), so that no job is handed
out twice while it runs; should it be, the lease on the ticket keeps the second one out. Zammad's
Redis has no password, so nothing but numbers ever stands there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

from zammad_plugin.errors import PluginError, QueueFull
from zammad_plugin.text.url import address_of

log = logging.getLogger(__name__)
ARRIVED, BACKLOG, VOICE, ROUND = "arrived", "backlog", "voice", "round"
TICKETS = (ARRIVED, BACKLOG, VOICE)
MOST = 100_000  # jobs that wait; what is more is Zammad's to send again, and `run`'s to find
MARKED = 600  # seconds after which a ticket counts as queued no more, whatever became of its job
TURN = 120.0  # seconds after which a person's later ticket waits for the earlier one no longer
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


@dataclass(frozen=True)
class Job:
    """A ticket to look at. `customer`: 0 when it is not known yet; `came`: seconds since 1970."""

    ticket: int
    customer: int = 0
    came: float = 0.0
    tries: int = 0

    @property
    def words(self) -> list[int | float]:
        return [self.ticket, self.customer, self.came, self.tries]

    def again(self) -> Job:
        return replace(self, tries=self.tries + 1)


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


class JobQueue:
    """Jobs into the queue, each ticket once, and what is known of those that wait."""

    def __init__(self, app: Celery, redis: Redis, prefix: str) -> None:
        self.app, self.redis, self._prefix = app, redis, prefix

    def close(self) -> None:
        self.app.close()
        self.redis.close()

    def put(self, job: Job, queue: str = ARRIVED, wait: float = 0.0) -> bool:
        """Whether it was queued; False: the ticket waits in that queue already. Raises QueueFull
        when there are too many, when Redis is away and when it is full."""
        job = job if job.came else replace(job, came=time.time())
        try:
            if not self._marked(job, queue):
                return False
            self._send(job, queue, wait)
        except (RedisError, OperationalError, OSError) as error:
            what = f"Redis takes no ticket: {type(error).__name__}"
            raise QueueFull(what, hint="look at Redis; run finds what waits") from None
        return True

    def _send(self, job: Job, queue: str, wait: float) -> None:
        """Without its mark, where it does not get through."""
        try:
            self.app.send_task(TRIAGE, args=job.words, queue=queue, countdown=wait or None)
        except BaseException:
            self.redis.delete(self._mark(job.ticket, queue))
            raise

    def _marked(self, job: Job, queue: str) -> bool:
        if self.waits(queue) >= MOST:
            raise QueueFull("too many tickets wait", hint="Zammad tries again, and so does run")
        if not self.redis.set(self._mark(job.ticket, queue), 1, nx=True, ex=MARKED):
            return False
        if job.customer:
            turns = self._turns(job.customer, queue)
            self.redis.zadd(turns, {str(job.ticket): time.time()}, nx=True)
            self.redis.expire(turns, MARKED)
        return True

    def began(self, job: Job, queue: str) -> None:
        """From here on news of the ticket are a new job. Raises RedisError."""
        self.redis.delete(self._mark(job.ticket, queue))

    def has(self, ticket_id: int) -> bool:
        """Whether it waits in any queue. Raises RedisError."""
        return bool(self.redis.exists(*(self._mark(ticket_id, one) for one in TICKETS)))

    def is_next(self, job: Job, queue: str) -> bool:
        """Whether no earlier ticket of the same person waits or is in work. Raises RedisError."""
        if not job.customer:
            return True
        turns = self._turns(job.customer, queue)
        self.redis.zremrangebyscore(turns, 0, time.time() - TURN)
        place = self.redis.zrank(turns, str(job.ticket))
        return not place  # the first, or there no more

    def ended(self, job: Job, queue: str) -> None:
        """The person's next ticket may begin. Raises RedisError."""
        if job.customer:
            self.redis.zrem(self._turns(job.customer, queue), str(job.ticket))

    def waits(self, queue: str) -> int:
        """Jobs of `queue` that nobody has in hand. Raises RedisError."""
        return int(self.redis.llen(f"{self._prefix}{queue}"))

    def once(self, what: str, seconds: int) -> bool:
        """Whether nobody on any machine did it in so many seconds. Raises RedisError."""
        return bool(self.redis.set(f"{self._prefix}did:{what}", 1, nx=True, ex=seconds))

    def _mark(self, ticket_id: int, queue: str) -> str:
        """By queue: a danger told later must not wait where the ordinary ticket waits."""
        return f"{self._prefix}queued:{queue}:{ticket_id}"

    def _turns(self, customer: int, queue: str) -> str:
        return f"{self._prefix}turns:{queue}:{customer}"


def put_all(line: JobQueue, jobs: Iterable[Job], told: Callable[[str], None] = log.error) -> int:
    """How many were queued; the others are found by the next look."""
    count = 0
    try:
        for job in jobs:
            count += line.put(job)
    except QueueFull as error:
        told(error.what)
    return count
