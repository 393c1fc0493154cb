"""Conditions of overviews, triggers and their like: attributes, operators, values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zammad_plugin.check.names import zammad_words as words
from zammad_plugin.check.names.here import OWNERS, Here, table
from zammad_plugin.check.names.near import meant
from zammad_plugin.check.names.world import TAGS
from zammad_plugin.check.placed import Loc, Problem
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.server.conditions import NAMED

TEST = "{operator: is, value: […]}"


def condition(data: Record, key: str, here: Here) -> Iterator[Problem]:
    yield from _tests(table(data.get(key)), (key,), here)


def _tests(tests: Record, loc: Loc, here: Here) -> Iterator[Problem]:
    branches = tests.get("conditions")
    if isinstance(branches, list):
        operator = str(tests.get("operator"))
        if operator not in words.TREES:
            what = f"no operator '{operator}' of a tree{meant(operator, words.TREES)}"
            yield (*loc, "operator"), what, "AND, OR or NOT"
        for number, branch in enumerate(branches):
            yield from _branch(table(branch), (*loc, "conditions", number), here)
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
        yield loc, f"'{name}' needs a test", TEST
        return
    operator = test.get("operator")
    if operator is None:
        yield loc, f"the test of '{name}' has no operator", TEST
        return
    yield from _operator(str(operator), name, test, loc)
    if here.type_of(name) in words.TIMES and operator in words.OF_VALUES:
        what = f"'{operator}' does not work on a time"
        yield (*loc, "operator"), what, "such as before (relative)"
    yield from _value(name, test.get("value"), (*loc, "value"), here)


def _value(name: str, value: object, where: Loc, here: Here) -> Iterator[Problem]:
    every = value if isinstance(value, list) else [value]
    given = [one for one in every if one is not None]
    if name in NAMED:
        for one in given:
            yield from here.named(where, NAMED[name], one)
    elif name == TAGS:
        yield from here.tags(where, value, asked=True)
    elif name in OWNERS:
        yield from here.login(where, value) if value else ()
        if name == "ticket.owner_id" and value and not all(str(one).isdigit() for one in every):
            yield where, "'ticket.owner_id' takes a number", "ticket.owner takes a login"
    elif name == "ticket.action":
        yield from _changes(given, where)
    else:
        yield from here.value(where, name, value)


def _changes(given: Iterable[object], where: Loc) -> Iterator[Problem]:
    for one in given:
        if one not in words.CHANGES:
            what = f"no '{one}' among the changes of a ticket{meant(str(one), words.CHANGES)}"
            yield where, what, "create or update"


def _operator(operator: str, name: str, test: Record, loc: Loc) -> Iterator[Problem]:
    where, value = (*loc, "operator"), test.get("value")
    if operator not in words.OPERATORS:
        what = f"no operator '{operator}'{meant(operator, words.OPERATORS)}"
        yield where, what, "docs/sync.md; Zammad would refuse it"
        return
    yield from _fits(operator, name, where)
    empty = value is None or value in ("", [])
    bare = operator in words.WITHOUT_VALUE or "pre_condition" in test or name in OWNERS
    if empty and not bare:
        yield loc, f"the test of '{name}' has no value", "value: […]"
    if operator.endswith(words.RELATIVE):
        yield from relative(test, loc)
    if operator in words.REGEX:
        yield from pattern(value, (*loc, "value"))
    yield from pre_condition(test, loc)
    yield from _keys(test, loc)


def _fits(operator: str, name: str, where: Loc) -> Iterator[Problem]:
    """What works on other attributes alone."""
    if name == TAGS and operator not in words.OF_TAGS:
        what = f"'{operator}' does not work on tags"
        yield where, what, f"one of {', '.join(sorted(words.OF_TAGS))}"
    if name in NAMED and operator.startswith(words.OF_TEXTS):
        yield where, f"'{operator}' does not work on {name}", "is, is not"


def _keys(test: Record, loc: Loc) -> Iterator[Problem]:
    for key in sorted(map(str, test.keys() - words.KEYS)):
        yield (*loc, key), f"a test has no '{key}'{meant(key, words.KEYS)}", "operator and value"


def pre_condition(test: Record, loc: Loc) -> Iterator[Problem]:
    before = test.get("pre_condition")
    if before is not None and before not in words.PRE_CONDITIONS:
        what = f"no pre_condition '{before}'{meant(str(before), words.PRE_CONDITIONS)}"
        yield (*loc, "pre_condition"), what, f"one of {', '.join(sorted(words.PRE_CONDITIONS))}"


def relative(test: Record, loc: Loc) -> Iterator[Problem]:
    span = test.get("range")
    if span not in words.RANGES:
        what = f"no range '{span}'{meant(str(span), words.RANGES)}"
        yield (*loc, "range"), what, f"one of {', '.join(sorted(words.RANGES))}"
    if not str(test.get("value", "")).strip().isdigit() or not int(str(test["value"])):
        yield (*loc, "value"), "how many of `range`: a number", "value: 2"


def pattern(value: object, loc: Loc) -> Iterator[Problem]:
    for one in value if isinstance(value, list) else [value]:
        try:
            re.compile(str(one))
        except re.error as error:
            yield loc, f"no regular expression: {error}", "mend it, or escape it with \\"
