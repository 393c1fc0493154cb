"""Jobs that workers on several machines share: ids and times only, each ticket once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

from zammad_plugin.errors import QueueFull
from zammad_plugin.serve.broker import ARRIVED, TICKETS, TRIAGE

log = logging.getLogger(__name__)
MOST = 100_000  # jobs that wait; what is more is Zammad's to send again, and `run`'s to find
MARKED = 600  # seconds after which a ticket counts as queued no more, whatever became of its job
TURN = 120.0  # seconds after which a person's later ticket waits for the earlier one no longer


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
