"""A plan for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from zammad_plugin.sync.diff import digest
from zammad_plugin.sync.model import Record, resolve
from zammad_plugin.sync.plan import Change, Plan

SIGNS = {
    "create": "+",
    "update": "~",
    "migrate": "~",
    "drift": "≠",
    "conflict": "!",
    "blocked": "!",
    "orphan": "-",
}


def _shown(value: Any) -> Any:
    return resolve(value, lambda ref: f"({ref}, to be created)")


def _short(value: Any) -> str:
    text = " ".join(str(_shown(value)).split())
    return text if len(text) <= 120 else f"{text[:117]}…"


def _hidden(change: Change, values: Record) -> Record:
    """Secrets as a digest: equal ones look equal, and nobody can read them."""
    secret = change.item.kind.secret if change.item else frozenset()
    return {
        name: f"(secret {digest(value)[:8]})" if name in secret and value else value
        for name, value in values.items()
    }


def _lines(change: Change) -> Iterator[str]:
    why = f"  ({change.why})" if change.why else ""
    yield f"{SIGNS.get(change.action, '?')} {change.action} {change.address}{why}"
    before, after = _hidden(change, change.before), _hidden(change, change.after)
    for name in before:
        mark = "  (changed in Zammad since our last write)" if name in change.drift else ""
        old, new = _short(before[name]), _short(after[name])
        yield f"    {name}: {old} → {new}{mark}"


def render_whole(change: Change) -> str:
    """Every differing field in full, the server's above the files'."""
    before, after = _hidden(change, change.before), _hidden(change, change.after)
    lines = [next(_lines(change))]
    for name in after:
        old, new = (json.dumps(_shown(one), ensure_ascii=False, indent=2, default=str)
                    for one in (before.get(name), after[name]))  # fmt: skip
        lines += [f"  {name}", f"    - {old}", f"    + {new}"]
    return "\n".join(lines)


def render_text(plan: Plan) -> str:
    """The plan for people; a last line with the counts."""
    lines = [line for change in plan.changes for line in _lines(change)]
    lines += [f"! {problem}" for problem in plan.problems]
    counts = f"{len(plan.writes)} to write, {len(plan.unchanged)} as wanted"
    refused = len(plan.refused) + len(plan.problems)
    return "\n".join([*lines, counts + (f", {refused} refused" if refused else "")])


def render_markdown(plan: Plan) -> str:
    """The plan for a review: one section an object, its fields as a table."""
    lines = [f"# Plan: {len(plan.writes)} to write, {len(plan.unchanged)} as wanted", ""]
    for change in plan.changes:
        lines += [f"## {change.action} `{change.address}`", ""]
        lines += [change.why, ""] if change.why else []
        lines += list(_table(change))
    lines += [f"- {problem}" for problem in plan.problems]
    return "\n".join(lines).rstrip()


def _table(change: Change) -> Iterator[str]:
    before, after = _hidden(change, change.before), _hidden(change, change.after)
    if after:
        yield from ("| field | in Zammad | in the files |", "|---|---|---|")
    for name in after:
        cells = (_short(before[name]) if name in before else "", _short(after[name]))
        yield f"| {name} | " + " | ".join(_cell(one) for one in cells) + " |"
    if after:
        yield ""


def _cell(text: str) -> str:
    """Isolated, so that right-to-left text does not turn the row around."""
    return f"\u2068{text.replace('|', chr(92) + '|')}\u2069" if text else ""


def to_dict(plan: Plan) -> Record:
    """The plan for programs."""
    return {
        "changes": [
            {
                "action": change.action,
                "address": change.address,
                "before": _hidden(change, change.before),
                "after": _shown(_hidden(change, change.after)),
                "why": change.why,
                "drift": list(change.drift),
            }
            for change in plan.changes
        ],
        "unchanged": len(plan.unchanged),
        "problems": list(plan.problems),
        "digest": digest_of(plan),
    }


def digest_of(plan: Plan) -> str:
    """Equal for two plans that would write the same over the same. Secrets stay in it unread."""
    return digest(
        [[one.action, one.address, one.id, one.before, _shown(one.after)] for one in plan.changes]
    )
