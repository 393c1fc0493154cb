"""Every name in a desk's files, held against what the desk's own files make and what Zammad has.

A name that is nearly one of those is a mistake. Another may stand in the instance only: it is
told once, and `plan` and `doctor` ask the server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from zammad_plugin.check.names import zammad_words as words
from zammad_plugin.check.names.near import folded, meant, slip_of
from zammad_plugin.check.names.world import MAIL_TAGS, TAGS, Entry, World, listed, texts_of
from zammad_plugin.config.files import place, read_yaml
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.source import parted
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.server.conditions import NAMED
from zammad_plugin.vocabulary import OUR_FIELDS, OURS

Loc = tuple[str | int, ...]
Problem = tuple[Loc, str, str]  # (where in the file, what, what next)
MEND = "mend the name, then: zammad-plugin check"
TIMES = ("relative", "static")  # of dates that an action sets
OWNERS = {"ticket.owner", "ticket.owner_id", "ticket.customer"}


@dataclass
class References:
    """`problems` of the files; `elsewhere`: (resource, name) → places that name what no file of
    the desk makes."""

    world: World
    problems: list[DeskError] = field(default_factory=list)
    elsewhere: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def look(self, files: Iterable[Entry]) -> None:
        for entry in files:
            self.told(entry, LOOKS[entry.kind.name](entry.data, Here(self, entry)))

    def told(self, entry: Entry, problems: Iterator[Problem]) -> None:
        found = list(problems)
        if not found:
            return
        front = parted(entry.file)[0] if entry.above else None
        data = read_yaml(entry.file, front, entry.above)
        for loc, what, hint in found:
            where = place(entry.file, data, loc, entry.above)
            self.problems.append(DeskError(what, where=where, hint=hint))


@dataclass(frozen=True)
class Here:
    """One file on its way through the world."""

    all: References
    entry: Entry

    @property
    def world(self) -> World:
        return self.all.world

    def named(self, loc: Loc, resource: str, name: object) -> Iterator[Problem]:
        """A group, state, calendar … that the file names."""
        known = self.world.of(resource)
        if not isinstance(name, (str, int)) or str(name) in known or "#{" in str(name):
            return
        found = slip_of(str(name), known)
        what = f"no '{name}' among {resource}"
        if found:
            yield loc, f"{what}, did you mean '{found}'?", MEND
        else:
            places = self.all.elsewhere.setdefault((resource, str(name)), [])
            places.append(str(self.entry.file))

    def attribute(self, loc: Loc, name: str) -> Iterator[Problem]:
        """`ticket.NAME` and its like, in a condition, an action or a column."""
        thing, dot, column = name.partition(".")
        if not dot:
            near = f", did you mean 'ticket.{name}'?" if name in self._columns("ticket") else ""
            yield loc, f"'{name}' is no attribute: it has no 'ticket.' before it{near}", MEND
        elif thing not in words.OBJECTS:
            yield loc, f"no object '{thing}'{meant(thing, words.OBJECTS)}", MEND
        elif (known := self._columns(thing)) and column not in known:
            found = slip_of(column, known)
            if found:
                yield loc, f"no attribute '{name}', did you mean '{thing}.{found}'?", MEND
            elif column.startswith(OUR_FIELDS):
                what = f"no file makes the attribute '{column}'{meant(column, known)}"
                yield loc, what, f"write templates/attributes/….yml for {column}, or mend the name"
            else:
                places = self.all.elsewhere.setdefault(("attributes", name), [])
                places.append(str(self.entry.file))

    def _columns(self, thing: str) -> set[str]:
        if thing == "ticket":
            return {*words.TICKET, *self.world.values}
        return set(words.ARTICLE) if thing == "article" else set()

    def value(self, loc: Loc, name: str, value: object) -> Iterator[Problem]:
        """Of an attribute of ours with options."""
        known = self.world.values.get(name.removeprefix("ticket."))
        if not known:
            return
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, (str, int)) and str(one) not in {*known, ""}:
                what = f"'{name}' has no value '{one}'{meant(str(one), known)}"
                yield loc, what, f"one of {', '.join(sorted(known))}"

    def tags(self, loc: Loc, value: object, asked: bool) -> Iterator[Problem]:
        """`asked`: by a condition; then something must set it."""
        for tag in listed(value):
            yield from self._tag(loc, tag, asked) if asked else self.routed_tag(loc, tag)

    def _tag(self, loc: Loc, tag: str, asked: bool) -> Iterator[Problem]:
        known = self.world.tags
        if tag in known or tag.startswith(self.world.prefixes):
            return
        near = slip_of(tag, known)
        if near:
            yield loc, f"no tag '{tag}', did you mean '{near}'?", MEND
        elif asked and tag.startswith(OURS):
            what = f"nothing sets the tag '{tag}'{meant(tag, known)}"
            yield loc, what, "mend it, or write it into rules/taxonomy.yml"

    def routed_tag(self, loc: Loc, tag: str) -> Iterator[Problem]:
        """One that a rule or an action sets: nearly one that is known is a slip."""
        near = slip_of(tag, self.world.written)
        if near and tag.startswith(OURS) and tag not in self.world.written:
            yield loc, f"no tag '{tag}', did you mean '{near}'?", MEND

    def login(self, loc: Loc, value: object) -> Iterator[Problem]:
        for login in value if isinstance(value, list) else [value]:
            near = slip_of(str(login), self.world.logins)
            if near and str(login) not in self.world.logins:
                yield loc, f"no login '{login}', did you mean '{near}'?", MEND


def _table(value: object) -> Record:
    return value if isinstance(value, dict) else {}


# Conditions


def _condition(data: Record, key: str, here: Here) -> Iterator[Problem]:
    yield from _tests(_table(data.get(key)), (key,), here)


def _tests(tests: Record, loc: Loc, here: Here) -> Iterator[Problem]:
    branches = tests.get("conditions")
    if isinstance(branches, list):
        operator = str(tests.get("operator"))
        if operator not in words.TREES:
            what = f"no operator '{operator}' of a tree{meant(operator, words.TREES)}"
            yield (*loc, "operator"), what, "AND, OR or NOT"
        for number, branch in enumerate(branches):
            yield from _branch(_table(branch), (*loc, "conditions", number), here)
        return
    for name, test in tests.items():
        yield from _test(str(name), test, (*loc, name), here)


def _branch(branch: Record, loc: Loc, here: Here) -> Iterator[Problem]:
    if "conditions" in branch:
        yield from _tests(branch, loc, here)
    else:
        yield from _test(str(branch.get("name")), branch, loc, here)


def _test(name: str, test: object, loc: Loc, here: Here) -> Iterator[Problem]:
    yield from here.attribute(loc, name)
    if not isinstance(test, dict):
        yield loc, f"'{name}' needs a test", "{operator: is, value: […]}"
        return
    operator = test.get("operator")
    if operator is None:
        yield loc, f"the test of '{name}' has no operator", "{operator: is, value: […]}"
        return
    yield from _operator(str(operator), name, test, loc)
    value, where = test.get("value"), (*loc, "value")
    if name in NAMED:
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield from here.named(where, NAMED[name], one)
    elif name == TAGS:
        yield from here.tags(where, value, asked=True)
    elif name in OWNERS:
        yield from here.login(where, value) if value else ()
    else:
        yield from here.value(where, name, value)


def _operator(operator: str, name: str, test: Record, loc: Loc) -> Iterator[Problem]:
    where, value = (*loc, "operator"), test.get("value")
    if operator not in words.OPERATORS:
        what = f"no operator '{operator}'{meant(operator, words.OPERATORS)}"
        yield where, what, "docs/sync.md; Zammad would refuse it"
        return
    if name == TAGS and operator not in words.OF_TAGS:
        what = f"'{operator}' does not work on tags"
        yield where, what, f"one of {', '.join(sorted(words.OF_TAGS))}"
    empty = value is None or value in ("", [])
    bare = operator in words.WITHOUT_VALUE or "pre_condition" in test or name in OWNERS
    if empty and not bare:
        yield loc, f"the test of '{name}' has no value", "value: […]"
    if operator.endswith(words.RELATIVE):
        yield from _relative(test, loc)
    if operator in words.REGEX:
        yield from _pattern(value, (*loc, "value"))
    before = test.get("pre_condition")
    if before is not None and before not in words.PRE_CONDITIONS:
        what = f"no pre_condition '{before}'{meant(str(before), words.PRE_CONDITIONS)}"
        yield (*loc, "pre_condition"), what, f"one of {', '.join(sorted(words.PRE_CONDITIONS))}"


def _relative(test: Record, loc: Loc) -> Iterator[Problem]:
    span = test.get("range")
    if span not in words.RANGES:
        what = f"no range '{span}'{meant(str(span), words.RANGES)}"
        yield (*loc, "range"), what, f"one of {', '.join(sorted(words.RANGES))}"
    if not str(test.get("value", "")).strip().isdigit():
        yield (*loc, "value"), "how many of `range`: a number", "value: 2"


def _pattern(value: object, loc: Loc) -> Iterator[Problem]:
    for one in value if isinstance(value, list) else [value]:
        try:
            re.compile(str(one))
        except re.error as error:
            yield loc, f"no regular expression: {error}", "mend it, or escape it with \\"


# Actions


def _actions(data: Record, here: Here, key: str = "perform") -> Iterator[Problem]:
    if data.get(key) == {}:
        yield (key,), "it does nothing", "name an action, such as ticket.state: open"
    for name, action in _table(data.get(key)).items():
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
        yield from _tagging(action, loc, here)
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
        yield from _relative(action, loc)


def _webhook(name: str, action: object, loc: Loc, here: Here) -> Iterator[Problem]:
    if name == "notification.webhook":
        yield from here.named(loc, "webhooks", action)


def _tagging(action: object, loc: Loc, here: Here) -> Iterator[Problem]:
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


# Kinds


def _macro(data: Record, here: Here) -> Iterator[Problem]:
    yield from _actions(data, here)
    yield from _groups(data, here)


def _groups(data: Record, here: Here) -> Iterator[Problem]:
    groups = data.get("groups")
    for number, name in enumerate(groups if isinstance(groups, list) else ()):
        yield from here.named(("groups", number), "groups", name)


def _conditional(data: Record, here: Here) -> Iterator[Problem]:
    if data.get("condition") == {}:
        yield ("condition",), "an empty condition would take every ticket", "name a test"
    for name in ("days", "hours", "minutes"):
        if data.get(name) == []:
            yield (name,), f"no {name}: it would never run", f"leave it out for all {name}"
    yield from _condition(data, "condition", here)
    yield from _actions(data, here)


def _sla(data: Record, here: Here) -> Iterator[Problem]:
    yield from _condition(data, "condition", here)
    yield from here.named(("calendar",), "calendars", data.get("calendar"))
    times = ("first_response_time", "update_time", "solution_time")
    if not any(data.get(name) for name in times):
        yield ("name",), "the service level watches no time", f"set one of {', '.join(times)}"


def _overview(data: Record, here: Here) -> Iterator[Problem]:
    yield from _condition(data, "condition", here)
    roles, columns = data.get("roles"), data.get("columns")
    for number, role in enumerate(roles if isinstance(roles, list) else ()):
        yield from here.named(("roles", number), "roles", role)
    for number, column in enumerate(columns if isinstance(columns, list) else ()):
        yield from here.attribute(("columns", number), f"ticket.{column}")
    by = _table(data.get("order")).get("by")
    if by:
        yield from here.attribute(("order", "by"), f"ticket.{by}")
    if data.get("group_by"):
        yield from here.attribute(("group_by",), f"ticket.{data['group_by']}")


def _role(data: Record, here: Here) -> Iterator[Problem]:
    for name in _table(data.get("groups")):
        yield from here.named(("groups", name), "groups", name)
    permissions = data.get("permissions")
    given = [str(one) for one in permissions] if isinstance(permissions, list) else []
    for number, one in enumerate(given):
        near = slip_of(one, words.PERMISSIONS)
        if one not in words.PERMISSIONS and near:
            what = f"no permission '{one}', did you mean '{near}'?"
            yield ("permissions", number), what, MEND
        if one in given[:number]:
            yield ("permissions", number), f"'{one}' stands here twice", "take one away"


def _workflow(data: Record, here: Here) -> Iterator[Problem]:
    yield from _condition(data, "saved", here)
    yield from _condition(data, "selected", here)
    for name, action in _table(data.get("perform")).items():
        yield from here.attribute(("perform", name), str(name))
        operators = _table(action).get("operator")
        for one in operators if isinstance(operators, list) else [operators]:
            if one not in words.FORM_ACTIONS:
                what = f"no operator '{one}' of a form{meant(str(one), words.FORM_ACTIONS)}"
                yield ("perform", name), what, f"one of {', '.join(sorted(words.FORM_ACTIONS))}"


HEADER = re.compile(r"^x-zammad-(ticket|article)-[a-z_-]+$")


def _filter(data: Record, here: Here) -> Iterator[Problem]:
    for name, test in _table(data.get("match")).items():
        if str(name) != str(name).lower():
            yield ("match", name), f"header '{name}': headers are written small", str(name).lower()
        if _table(test).get("operator") in words.REGEX:
            yield from _pattern(_table(test).get("value"), ("match", name))
    for name, action in _table(data.get("perform")).items():
        if not HEADER.match(str(name)):
            what = f"'{name}' is no header that Zammad reads"
            yield ("perform", name), what, "x-zammad-ticket-… or x-zammad-article-…"
        elif name in MAIL_TAGS:
            yield from _tagging(action, ("perform", name), here)
        for column, resource in NAMED.items():
            if str(name) == "x-zammad-ticket-" + column.removeprefix("ticket."):
                value = _table(action).get("value")
                yield from here.named(("perform", name), resource, value)


def _template(data: Record, here: Here) -> Iterator[Problem]:
    yield from _actions(data, here, "options")


def _attribute(data: Record, here: Here) -> Iterator[Problem]:
    name = str(data.get("name"))
    if name in words.RESERVED or name in words.TICKET or name.endswith(("_id", "_ids")):
        yield ("name",), f"'{name}' is a word of Zammad's own", "begin it with cs_"
    low, high = data.get("minimum"), data.get("maximum")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield ("minimum",), "the least value is greater than the greatest", "change one of them"
    for screen, shown in _table(data.get("screens")).items():
        for permission in _table(shown):
            near = slip_of(str(permission), {*words.PERMISSIONS, "-all-"})
            if permission not in {*words.PERMISSIONS, "-all-"} and near:
                what = f"no permission '{permission}', did you mean '{near}'?"
                yield ("screens", screen, permission), what, MEND
    labels = [folded(one) for label in _table(data.get("options")).values() for one in _main(label)]
    for label in sorted({one for one in labels if labels.count(one) > 1}):
        yield ("options",), f"two options are called '{label}'", "agents can't tell them apart"


def _main(label: object) -> Iterator[str]:
    yield from list(texts_of(label))[:1]


def _group(data: Record, here: Here) -> Iterator[Problem]:
    for name in texts_of(data.get("name")):
        parent = name.rpartition("::")[0]
        yield from here.named(("name",), "groups", parent) if parent else ()


def _nothing(data: Record, here: Here) -> Iterator[Problem]:
    return iter(())


Look = Callable[[Record, Here], Iterator[Problem]]
LOOKS: dict[str, Look] = {
    "groups": _group,
    "attributes": _attribute,
    "roles": _role,
    "tags": _nothing,
    "calendars": _nothing,
    "text_modules": _groups,
    "templates": _template,
    "checklists": _nothing,
    "macros": _macro,
    "overviews": _overview,
    "slas": _sla,
    "webhooks": _nothing,
    "filters": _filter,
    "workflows": _workflow,
    "jobs": _conditional,
    "triggers": _conditional,
    "translations": _nothing,
}


def same_looking(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(name, its place, the place of another that looks the same)."""
    seen: dict[str, tuple[str, str]] = {}
    for name, where in names:
        first = seen.setdefault(folded(name), (name, where))
        if first[1] != where:
            yield name, where, first[1]
