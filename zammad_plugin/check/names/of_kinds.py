"""What each kind of object refers to. A kind that is not named here is looked at as usual."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from zammad_plugin.check.names import zammad_words as words
from zammad_plugin.check.names.actions import actions, tagging
from zammad_plugin.check.names.attributes import ASKED_OF_ALL, attribute
from zammad_plugin.check.names.conditions import condition, pattern
from zammad_plugin.check.names.here import Here, table
from zammad_plugin.check.names.near import meant
from zammad_plugin.check.names.rights import role, seen_by
from zammad_plugin.check.names.world import MAIL_TAGS, texts_of
from zammad_plugin.check.placed import Problem
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.server.conditions import NAMED
from zammad_plugin.vocabulary import OUR_FIELDS, OURS

# Keys by which files of any kind name other objects.
NAMES = {"groups": "groups", "roles": "roles", "calendar": "calendars", "group": "groups"}


def _usual(data: Record, here: Here) -> Iterator[Problem]:
    """A condition, actions, and the keys that name objects."""
    yield from condition(data, "condition", here)
    yield from actions(data, here)
    for key, resource in NAMES.items():
        value = data.get(key)
        if isinstance(value, list):
            for number, name in enumerate(value):
                yield from here.named((key, number), resource, name)
        elif value is not None:
            yield from here.named((key,), resource, value)


def _conditional(data: Record, here: Here) -> Iterator[Problem]:
    if data.get("condition") == {}:
        yield ("condition",), "an empty condition would take every ticket", "name a test"
    for name in ("days", "hours", "minutes"):
        if data.get(name) == []:
            yield (name,), f"no {name}: it would never run", f"leave it out for all {name}"
    yield from _usual(data, here)


def _sla(data: Record, here: Here) -> Iterator[Problem]:
    yield from _usual(data, here)
    times = ("first_response_time", "update_time", "solution_time")
    if not any(data.get(name) for name in times):
        yield ("name",), "the service level watches no time", f"set one of {', '.join(times)}"
    first, last = data.get("first_response_time"), data.get("solution_time")
    if isinstance(first, int) and isinstance(last, int) and last < first:
        what = f"solved within {last} minutes, answered only within {first}"
        yield ("solution_time",), what, "change one of them"


def _overview(data: Record, here: Here) -> Iterator[Problem]:
    if data.get("condition") == {}:
        yield ("condition",), "an empty condition would show every ticket", "name a test"
    if data.get("columns") == []:
        yield ("columns",), "no column: nothing would be seen", "leave it out for the usual ones"
    yield from _usual(data, here)
    yield from seen_by(data, here)
    yield from _columns(data, here)
    by = table(data.get("order")).get("by")
    if by:
        yield from here.attribute(("order", "by"), f"ticket.{by}")
    if data.get("group_by"):
        yield from here.attribute(("group_by",), f"ticket.{data['group_by']}")


def _columns(data: Record, here: Here) -> Iterator[Problem]:
    columns = data.get("columns")
    for number, column in enumerate(columns if isinstance(columns, list) else ()):
        if str(column).startswith("ticket."):
            yield ("columns", number), "columns have no 'ticket.' before them", str(column)[7:]
        else:
            yield from here.attribute(("columns", number), f"ticket.{column}")


def _workflow(data: Record, here: Here) -> Iterator[Problem]:
    yield from condition(data, "saved", here)
    yield from condition(data, "selected", here)
    for name, action in table(data.get("perform")).items():
        yield from here.attribute(("perform", name), str(name))
        operators = table(action).get("operator")
        for one in operators if isinstance(operators, list) else [operators]:
            if one not in words.FORM_ACTIONS:
                what = f"no operator '{one}' of a form{meant(str(one), words.FORM_ACTIONS)}"
                yield ("perform", name), what, f"one of {', '.join(sorted(words.FORM_ACTIONS))}"
            elif one == "set_mandatory":
                yield ("perform", name), f"'{name}': {ASKED_OF_ALL}", "leave it out"


HEADER = re.compile(r"^x-zammad-(ticket|article)-[a-z_-]+$")


def _filter(data: Record, here: Here) -> Iterator[Problem]:
    for name, test in table(data.get("match")).items():
        if str(name) != str(name).lower():
            yield ("match", name), f"header '{name}': headers are written small", str(name).lower()
        if table(test).get("operator") in words.REGEX:
            yield from pattern(table(test).get("value"), ("match", name))
    for name, action in table(data.get("perform")).items():
        yield from _header(str(name), action, here)


def _header(name: str, action: object, here: Here) -> Iterator[Problem]:
    """What a filter sets."""
    if not HEADER.match(name):
        what = f"'{name}' is no header that Zammad reads"
        yield ("perform", name), what, "x-zammad-ticket-… or x-zammad-article-…"
    elif name in MAIL_TAGS:
        yield from tagging(action, ("perform", name), here)
    for column, resource in NAMED.items():
        if name == "x-zammad-ticket-" + column.removeprefix("ticket."):
            value = table(action).get("value")
            yield from here.named(("perform", name), resource, value)


def _template(data: Record, here: Here) -> Iterator[Problem]:
    yield from actions(data, here, "options")


def _tag(data: Record, here: Here) -> Iterator[Problem]:
    yield from _usual(data, here)
    for name in texts_of(data.get("name")):
        if name.casefold().startswith(OUR_FIELDS):
            yield ("name",), f"'{name}' begins as an attribute", f"{OURS}{name[len(OURS) :]}"


def _group(data: Record, here: Here) -> Iterator[Problem]:
    for name in texts_of(data.get("name")):
        parent = name.rpartition("::")[0]
        yield from here.named(("name",), "groups", parent) if parent else ()


def _twice(data: Record) -> Iterator[Problem]:
    """What stands twice in a list of names."""
    for key, value in data.items():
        names = value if isinstance(value, list) else []
        for number, one in enumerate(names):
            if isinstance(one, (str, int)) and one in names[:number]:
                yield (key, number), f"'{one}' stands here twice", "take one away"


Look = Callable[[Record, Here], Iterator[Problem]]
LOOKS: dict[str, Look] = {
    "tags": _tag,
    "groups": _group,
    "attributes": attribute,
    "roles": role,
    "templates": _template,
    "overviews": _overview,
    "slas": _sla,
    "filters": _filter,
    "workflows": _workflow,
    "jobs": _conditional,
    "report_profiles": _conditional,
    "triggers": _conditional,
}


def problems(data: Record, here: Here) -> Iterator[Problem]:
    """(where in the file, what, what next) of the file that `here` stands for."""
    yield from _twice(data)
    yield from LOOKS.get(here.entry.kind.name, _usual)(data, here)
