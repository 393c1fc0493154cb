"""Who works on which ticket: files of one machine, or leases in the desk's Redis."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zammad_plugin.errors import PluginError

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.serve.queue import JobQueue
    from zammad_plugin.serve.tally import Tally
    from zammad_plugin.state.hands import Hands
    from zammad_plugin.state.places import Place

ABREAST = 4  # calls of one ticket at once, where seconds count
EXTRA = "pip install 'zammad-plugin[scale]'"


@dataclass(frozen=True)
class Shared:
    """Who works on which ticket; with `scale:` also the queue of all machines, and its figures."""

    hands: Hands
    line: JobQueue | None = None
    tally: Tally | None = None

    def close(self) -> None:
        if self.line:
            self.line.close()

    @property
    def put(self) -> Callable[[int, int], object] | None:
        """Queues the ids of a ticket and its customer, raises QueueFull; None without a queue."""
        line = self.line
        if line is None:
            return None
        from zammad_plugin.serve.queue import Job

        return lambda ticket, customer: line.put(Job(ticket, customer))


def shared_by(desk: Desk | None, here: Place, slow: bool = False) -> Shared:
    """`slow`: of workers that hear voice messages. Raises PluginError for a `scale:` that can't
    work."""
    from zammad_plugin.state.local_hands import hands_at

    local = hands_at(here.hands)
    settings = desk.settings.scale if desk else None
    if settings is None:
        return Shared(local)
    _needed()
    from zammad_plugin.serve.broker import QUICK, SLOW, app_of, check_url, redis_of
    from zammad_plugin.serve.queue import JobQueue
    from zammad_plugin.serve.tally import Tally
    from zammad_plugin.state.lease import RedisHands

    pace = SLOW if slow else QUICK
    url = check_url(os.environ.get(settings.redis.env, ""), settings.redis.env)
    prefix, redis = f"zammad-plugin:{here.folder.name}:", redis_of(url)
    line = JobQueue(app_of(url, prefix, pace), redis, prefix)
    return Shared(RedisHands(redis, prefix, local, lease=pace.lease), line, Tally(line, prefix))


def _needed() -> None:
    """Raises PluginError where the extra is not installed."""
    try:
        import celery  # noqa: F401
        import redis  # noqa: F401
    except ImportError:
        what = "`scale:` needs Celery and redis, which are not installed"
        raise PluginError(what, hint=EXTRA) from None
