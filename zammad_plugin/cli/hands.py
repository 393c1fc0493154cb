"""Who works on which ticket: files of one machine, or leases in the desk's Redis."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from zammad_plugin.errors import PluginError

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.serve.line import Line, Pace
    from zammad_plugin.state.hands import Hands
    from zammad_plugin.state.places import Place

EXTRA = "pip install 'zammad-plugin[scale]'"


def hands_for(desk: Desk | None, here: Place) -> Hands:
    """Raises PluginError for a desk whose `scale:` can't work."""
    from zammad_plugin.state.hands import hands_at

    if desk is None or desk.settings.scale is None:
        return hands_at(here.hands)
    return line_of(desk, here)[1]


def line_of(desk: Desk, here: Place, pace: Pace | None = None) -> tuple[Line, Hands]:
    """The queue and the leases of `scale:`. Raises PluginError."""
    settings = desk.settings.scale
    if settings is None:
        hint = "add `scale:` to zammad-plugin.yml (docs/running.md)"
        raise PluginError("the desk has no queue for several machines", hint=hint)
    needed()
    from zammad_plugin.serve.line import QUICK, Line, app_of, check_url, redis_of
    from zammad_plugin.state.hands import hands_at
    from zammad_plugin.state.lease import RedisHands

    pace = pace or QUICK
    url = check_url(os.environ.get(settings.redis.env, ""), settings.redis.env)
    prefix, redis = f"zammad-plugin:{here.folder.name}:", redis_of(url)
    hands = RedisHands(redis, prefix, hands_at(here.hands), lease=pace.lease)
    return Line(app_of(url, prefix, pace), redis, prefix), hands


def needed() -> Any:
    """Celery. Raises PluginError where the extra is not installed."""
    try:
        import celery
        import redis  # noqa: F401
    except ImportError:
        what = "`scale:` needs Celery and redis, which are not installed"
        raise PluginError(what, hint=EXTRA) from None
    return celery
