"""A desk's routing with its own groups; apart, so that what only counts needs no engine."""

from __future__ import annotations

from zammad_plugin.config.desk import Desk
from zammad_plugin.config.overlay import own_of
from zammad_plugin.routing.rules import Routing, load_routing
from zammad_plugin.sync.kinds.groups import KIND as GROUPS


def routing_of(desk: Desk | None) -> Routing:
    """The desk's own routing file, else the package's. Raises DeskError."""
    if desk is None:
        return load_routing()
    left = (one.removeprefix("routing/") for one in desk.settings.without)
    routing, own = load_routing(own_of("routing", desk.rules), left), desk.own_names(GROUPS.files)
    return routing.with_groups(own) if own else routing
