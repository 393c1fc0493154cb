"""Actions of macros, triggers and their like: attributes, values, tags, webhooks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zammad_plugin.check.names import zammad_seeds as seeds
from zammad_plugin.check.names import zammad_words as words
from zammad_plugin.check.names.conditions import pre_condition, relative
from zammad_plugin.check.names.here import OWNERS, Here, table
from zammad_plugin.check.names.near import meant
from zammad_plugin.check.names.world import TAGS, texts_of
from zammad_plugin.check.placed import Loc, Problem
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.server.conditions import NAMED
from zammad_plugin.sync.server.inverse import listed
from zammad_plugin.vocabulary import TRIAGED

OF_TICKET = re.compile(r"#\{(ticket\.[a-z0-9_]+)")
TIMES = ("relative", "static")  # of dates that an action sets
STATE, PENDING_TIME = "ticket.state", "ticket.pending_time"
CUSTOMER = {"ticket.customer", "ticket.customer_id"}
NOTE = {"subject", "body", "internal", "sender", "content_type"}


def actions(data: Record, here: Here, key: str = "perform") -> Iterator[Problem]:
    if data.get(key) == {}:
        yield (key,), "it does nothing", "name an action, such as ticket.state: open"
    done = table(data.get(key))
    for name, action in done.items():
        yield from _action(str(name), action, (key, name), here)
    for name, what, hint in _together(done):
        yield (key, name), what, hint


def _together(done: Record) -> Iterator[tuple[str, str, str]]:
    """(action, what, what next) of a state and a time that don't fit each other."""
    state, timed = _plain(done.get(STATE)), PENDING_TIME in done
    if state in seeds.PENDING and not timed:
        what = f"'{state}' without {PENDING_TIME}: nobody is reminded"
        yield STATE, what, f"{PENDING_TIME}: {{operator: relative, value: 1, range: day}}"
    elif state in seeds.STATES - seeds.PENDING and timed:
        yield PENDING_TIME, f"a ticket that is '{state}' waits for no time", "take one of them away"
    if state in seeds.LOST:
        what = f"the state '{state}' takes the ticket out of every list"
        yield STATE, what, "closed, or another state"


def _plain(action: object) -> str:
    return str(action.get("value")) if isinstance(action, dict) else str(action)


def _action(name: str, action: object, loc: Loc, here: Here) -> Iterator[Problem]:
    if name in words.ACTIONS or name.startswith("notification."):
        yield from _webhook(name, action, loc, here)
        return
    yield from here.attribute(loc, name)
    if action is None:
        yield loc, f"'{name}' has no value", "write it, or take the line away"
        return
    if name in CUSTOMER:
        yield loc, "the ticket would be another person's: who wrote it", "take it away"
    yield from _value(name, action, loc, here)


def _value(name: str, action: object, loc: Loc, here: Here) -> Iterator[Problem]:
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
        yield from pre_condition(action, loc) if isinstance(action, dict) else ()
    elif here.type_of(name) in words.TIMES and not _says_when(action):
        yield loc, "no time is named", "{operator: relative, value: 1, range: day}"
    elif isinstance(action, dict) and "operator" in action:
        yield from _time(action, loc)
    else:
        yield from _typed(name, value, loc, here)
        yield from here.value(loc, name, value)


def _says_when(action: object) -> bool:
    return isinstance(action, dict) and ("operator" in action or "range" not in action)


def _typed(name: str, value: object, loc: Loc, here: Here) -> Iterator[Problem]:
    kind = here.type_of(name)
    if kind in words.ONE_OF and isinstance(value, list):
        yield loc, f"'{name}' takes one value", "one of them, without brackets"
    elif kind == "integer" and not str(value).removeprefix("-").isdigit():
        yield loc, f"'{name}' takes a number", "such as 3"
    elif kind == "boolean" and str(value).lower() not in ("true", "false"):
        yield loc, f"'{name}' is true or false", "true"


def _time(action: Record, loc: Loc) -> Iterator[Problem]:
    operator = str(action["operator"])
    if operator not in TIMES:
        yield (*loc, "operator"), f"no operator '{operator}'{meant(operator, TIMES)}", "relative"
    elif operator == "relative":
        yield from relative(action, loc)


def _webhook(name: str, action: object, loc: Loc, here: Here) -> Iterator[Problem]:
    if name == "notification.webhook":
        yield from here.named(loc, "webhooks", action)
    if name == "article.note":
        yield from _note(table(action), loc, here)


def _note(note: Record, loc: Loc, here: Here) -> Iterator[Problem]:
    for key in note.keys() - NOTE:
        yield (*loc, key), f"a note has no '{key}'{meant(str(key), NOTE)}", "subject and body"
    for key in ("subject", "body"):
        for text in texts_of(note.get(key)):
            if not text.strip():
                yield (*loc, key), f"the {key} of the note is empty", "write it"
            if "{{" in text:
                yield (*loc, key), "nothing fills {{…}} in a note", "#{ticket.number}"
            for one in OF_TICKET.findall(text):
                yield from here.attribute((*loc, key), one)


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
    if operator == "add" and TRIAGED in listed(action.get("value")):
        what = f"'{TRIAGED}' says that triage has read the ticket: it would never be read"
        yield (*loc, "value"), what, "leave it to triage"
