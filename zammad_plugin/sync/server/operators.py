"""Operators of conditions by version: 6.1 renamed those of texts and brought expressions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zammad_plugin.sync.model import Record, Version
from zammad_plugin.sync.server.versions import Unsupported, words

RENAMED_IN: Version = (6, 1)
TREE_IN: Version = (5, 4)  # backend; the interface of 6.0 shows it
NUMBERS_IN: Version = (7, 0)
OLD_OF = {
    "is any of": "is",
    "is none of": "is not",
    "starts with one of": "starts with",
    "ends with one of": "ends with",
}
NEW_OF = {old: new for new, old in OLD_OF.items()}
EXPRESSIONS = {"matches regex", "does not match regex"}
COMPARISONS = {
    "is less than",
    "is less than or equal to",
    "is greater than",
    "is greater than or equal to",
}
# Attributes known to be text; others keep `is`, which every version takes for them.
TEXTS = {
    "ticket.title",
    "ticket.number",
    "ticket.note",
    "article.body",
    "article.subject",
    "article.from",
    "article.to",
    "article.cc",
    "customer.email",
    "customer.login",
    "customer.firstname",
    "customer.lastname",
    "customer.phone",
    "customer.mobile",
    "organization.name",
}


def fit_condition(tests: Record, version: Version) -> Record:
    """A condition in the form of this version. Raises Unsupported."""
    if "conditions" not in tests:
        return {name: _fit(name, test, version) for name, test in tests.items()}
    if version < TREE_IN:
        have = words(version)
        raise Unsupported(f"a tree of conditions needs Zammad 6.0, this is {have}: write it flat")
    return {**tests, "conditions": [_branch(one, version) for one in tests["conditions"]]}


def _branch(node: Record, version: Version) -> Record:
    if "conditions" in node:
        return fit_condition(node, version)
    return _fit(str(node.get("name")), node, version)


def _fit(name: str, test: Record, version: Version) -> Record:
    operator = str(test.get("operator"))
    if operator in COMPARISONS and version < NUMBERS_IN:
        raise Unsupported(f"'{operator}' needs Zammad 7.0, this is {words(version)}")
    if version < RENAMED_IN:
        return _older(test, operator, version)
    if name in TEXTS and operator in NEW_OF:
        return {**test, "operator": NEW_OF[operator], "value": listed(test.get("value"))}
    return test


def _older(test: Record, operator: str, version: Version) -> Record:
    if operator in EXPRESSIONS:
        raise Unsupported(f"'{operator}' needs Zammad 6.1, this is {words(version)}")
    if operator not in OLD_OF:
        return test
    values = listed(test.get("value"))
    if len(values) != 1:
        have = words(version)
        raise Unsupported(f"'{operator}' with several values needs Zammad 6.1, this is {have}")
    return {**test, "operator": OLD_OF[operator], "value": values[0]}


def fit_match(match: Record, version: Version) -> Record:
    """The tests of a mail filter: older servers have `regex:` in the value of `contains`."""
    return {name: _fit_header(test, version) for name, test in match.items()}


def _fit_header(test: Record, version: Version) -> Record:
    if version < RENAMED_IN and test["operator"] == "matches regex":
        return {"operator": "contains", "value": f"regex:{test['value']}"}
    if version < RENAMED_IN:
        return _older(test, test["operator"], version)
    return test


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def alike(test: Record) -> Record:
    """Old and new names of one operator, one value and a list of one: compared as equal."""
    operator, value = str(test["operator"]), test.get("value")
    if operator == "contains" and str(value).startswith("regex:"):
        return {**test, "operator": "matches regex", "value": str(value)[len("regex:") :]}
    new = NEW_OF.get(operator, operator)
    if new not in OLD_OF:
        return test
    return {**test, "operator": new, "value": sorted(map(str, _flat(value)))}


def _flat(value: Any) -> Iterator[Any]:
    yield from listed(value)


def alike_match(match: Record) -> Record:
    """For comparing the tests of a mail filter."""
    return {name: alike(test) if "operator" in test else test for name, test in match.items()}
