"""A plan for people: on a terminal, and for a review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from zammad_plugin.sync.changes import Change, Plan
from zammad_plugin.sync.files.located import located
from zammad_plugin.sync.output.data import hidden, shown
from zammad_plugin.sync.output.leaves import Leaf, isolated, leaves, lines_of, short
from zammad_plugin.sync.replies.html import to_body
from zammad_plugin.sync.server.conditions import NAMED

# In a plan for people: what needs a decision first.
ORDER = ("blocked", "conflict", "drift", "adopt", "update", "migrate", "create", "orphan")
# Part of a field's path → the list in which its ids have names.
RESOURCES = {
    **{f"{name}_id": resource for name, resource in NAMED.items()},
    "group_ids": "groups",
    "role_ids": "roles",
    "calendar_id": "calendars",
    "webhook_id": "webhooks",
}
MANY = 12  # changes; so many fit on a screen with their fields
SIGNS = {
    "create": "+",
    "update": "~",
    "adopt": "±",
    "migrate": "~",
    "drift": "≠",
    "conflict": "!",
    "blocked": "!",
    "orphan": "-",
}


def _leaves(change: Change) -> Iterator[Leaf]:
    """What differs, down to the single value; of a create nothing is there to differ from."""
    kind = change.item.kind if change.item else None
    before, after = hidden(change, change.before), shown(hidden(change, change.after))
    for name in after:
        whole = kind is None or name not in kind.partly
        old, new = before.get(name), after[name]
        if kind and name in kind.html:  # as the file has it: nobody reads tags
            old, new = _as_text(old), _as_text(new)
        yield from leaves(name, old, new, whole)


def _as_text(content: Any) -> Any:
    return to_body(content) or content if isinstance(content, str) else content


def with_names(leaf: Leaf, plan: Plan) -> Leaf:
    """Names of groups, states and such in the place of their ids."""
    resource = next((one for part, one in RESOURCES.items() if part in leaf.path), None)
    if resource is None:
        return leaf
    names = {str(row["id"]): row.get("name") for row in plan.inventory.known(resource)}
    return replace(leaf, old=_named(leaf.old, names), new=_named(leaf.new, names))


def _named(value: Any, names: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_named(one, names) for one in value]
    return names.get(str(value), value) if isinstance(value, (str, int)) else value


def _head(change: Change) -> str:
    why = f"  ({change.why})" if change.why else ""
    place = ""
    if change.action in ("conflict", "blocked") and change.item:
        place = f"  {located(change.item.where, change.why)}"
    return f"{SIGNS[change.action]} {change.action} {change.address}{why}{place}"


def _lines(change: Change, plan: Plan) -> Iterator[str]:
    yield _head(change)
    if not change.before:
        return
    for leaf in (with_names(one, plan) for one in _leaves(change)):
        mark = "  (changed in Zammad since our last write)" if leaf.field in change.drift else ""
        old, new = short(leaf.old, leaf.new)
        yield f"    {leaf.path}: {isolated(old)} → {isolated(new)}{mark}"


def render_whole(change: Change, plan: Plan) -> str:
    """Every differing value in full, line by line: the server's with `-`, the files' with `+`."""
    lines = [_head(change)]
    for leaf in (with_names(one, plan) for one in _leaves(change)):
        lines.append(f"  {leaf.path}")
        lines += [f"    {sign} {isolated(one)}" for sign, one in lines_of(leaf)]
    return "\n".join(lines)


def render_text(plan: Plan, styled: Callable[[str, str], str] = lambda _, text: text) -> str:
    """The plan for people: kinds first, then what needs a decision, a last line with the counts.

    `styled` (action, line) → the line, in colour on a terminal."""
    lines = [f"! {problem}" for problem in plan.problems]
    for change in sorted(plan.changes, key=lambda one: ORDER.index(one.action)):
        first, *rest = _lines(change, plan)
        lines += [styled(change.action, first), *rest]
    lines += [f"  left out: {what}: {why}" for what, why in plan.left_out.items()]
    return "\n".join([*_summary(plan), *lines, _counts(plan)])


def _summary(plan: Plan) -> list[str]:
    """A line a kind, where there is more than one screen can show at once."""
    if len(plan.changes) < MANY:
        return []
    counts: dict[str, dict[str, int]] = {}
    for change in plan.changes:
        of_kind = counts.setdefault(change.address.partition("/")[0], {})
        of_kind[change.action] = of_kind.get(change.action, 0) + 1
    rows = (
        f"  {kind:<13} " + ", ".join(f"{found[one]} {one}" for one in ORDER if one in found)
        for kind, found in counts.items()
    )
    return [*rows, ""]


def _counts(plan: Plan) -> str:
    refused, others = len(plan.refused) + len(plan.problems), sum(plan.unmanaged.values())
    parts = [f"{len(plan.writes)} to write, {len(plan.unchanged)} as wanted"]
    parts += [f"{refused} refused"] if refused else []
    parts += [f"{others} of others"] if others else []
    return ", ".join(parts)


def render_markdown(plan: Plan) -> str:
    """The plan for a review: one section an object, its fields as a table."""
    lines = [f"# Plan: {_counts(plan)}", ""]
    for change in plan.changes:
        lines += [f"## {change.action} `{change.address}`", ""]
        lines += [change.why, ""] if change.why else []
        lines += list(_table(change))
    lines += [f"- {problem}" for problem in plan.problems]
    lines += [f"- left out: {what}: {why}" for what, why in plan.left_out.items()]
    return "\n".join(lines).rstrip()


def _table(change: Change) -> Iterator[str]:
    rows = list(_leaves(change))
    if rows:
        yield from ("| field | in Zammad | in the files |", "|---|---|---|")
    for leaf in rows:
        cells = short(leaf.old, leaf.new) if change.before else ("", short(None, leaf.new)[1])
        yield f"| {leaf.path} | " + " | ".join(_cell(one) for one in cells) + " |"
    if rows:
        yield ""


def _cell(text: str) -> str:
    return isolated(text.replace("|", "\\|")) if text else ""
