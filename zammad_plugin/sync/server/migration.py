"""Attributes that were saved come into the database, which may cost Zammad a restart."""

from __future__ import annotations

from collections.abc import Callable

from zammad_plugin.sync.model import Version
from zammad_plugin.sync.server.inventory import Api
from zammad_plugin.sync.server.restart import SINCE, Patience, wait_for_restart

MIGRATE = "object_manager_attributes_execute_migrations"
NO_RESTART = (
    "Zammad did not restart itself: if it has several processes and the setting auto_shutdown is "
    "off, restart them before new attributes can be written"
)
RESTART = "a Zammad of several processes must be restarted before new attributes can be written"


def migrate(client: Api, version: Callable[[], Version], patience: Patience) -> str:
    """What a person should know of it, or ''. Raises ZammadError's children."""
    known = version()  # asked now: it may be gone at once
    client.post(MIGRATE, {})
    if known < SINCE:
        return RESTART
    return "" if wait_for_restart(client, patience) else NO_RESTART
