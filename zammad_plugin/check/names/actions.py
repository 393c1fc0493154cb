"""Actions of macros, triggers and their like: attributes, values, tags, webhooks."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.check.names import zammad_words as words
from zammad_plugin.check.names.conditions import relative
from zammad_plugin.check.names.here import OWNERS, Here, table
from zammad_plugin.check.names.near import meant
from zammad_plugin.check.names.world import TAGS, listed
from zammad_plugin.check.placed import Loc, Problem
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.server.conditions import NAMED

TIMES = ("relative", "static")  # of dates that an action sets


def actions(data: Record, here: Here, key: str = "perform") -> Iterator[Problem]:
    if data.get(key) == {}:
        yield (key,), "it does nothing", "name an action, such as ticket.state: open"
    for name, action in table(data.get(key)).items():
        yield from _action(str(name), action, (key, name), here)


def _action(name: str, action: object, loc: Loc, here: Here) -> Iterator[Problem]:
    if name in words.ACTIONS or name.startswith("notification."):
        yield from _webhook(name, action, loc, here)
        return
    yield from here.attribute(loc, name)
    value = action.get("value") if isinstance(action, dict) else action
    if name in NAMED:
        yield from here.named(loc, NAMED[name], value)
    elif name == TAGS:
        yield from tagging(action, loc, here)
    elif name == "ticket.owner" and isinstance(action, dict):
        what = "'ticket.owner' takes a login"
        yield loc, what, "for who uses it: ticket.owner_id: {pre_condition: current_user.id}"
    elif name in OWNERS:
        yield from here.login(loc, value) if isinstance(value, str) and value else ()
    elif isinstance(action, dict) and "operator" in action:
        yield from _time(action, loc)
    else:
        yield from here.value(loc, name, value)


def _time(action: Record, loc: Loc) -> Iterator[Problem]:
    operator = str(action["operator"])
    if operator not in TIMES:
        yield (*loc, "operator"), f"no operator '{operator}'{meant(operator, TIMES)}", "relative"
    elif operator == "relative":
        yield from relative(action, loc)


def _webhook(name: str, action: object, loc: Loc, here: Here) -> Iterator[Problem]:
    if name == "notification.webhook":
        yield from here.named(loc, "webhooks", action)


def tagging(action: object, loc: Loc, here: Here) -> Iterator[Problem]:
    if not isinstance(action, dict):
        yield loc, "tags are added or removed", "{operator: add, value: cs-…}"
        return
    operator = action.get("operator")
    if operator not in ("add", "remove"):
        what = f"no operator '{operator}' for tags{meant(str(operator), ('add', 'remove'))}"
        yield (*loc, "operator"), what, "add or remove"
    if not listed(action.get("value")):
        yield loc, "no tag is named", "value: cs-…"
    yield from here.tags((*loc, "value"), action.get("value"), asked=operator == "remove")
