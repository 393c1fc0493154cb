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
    }
