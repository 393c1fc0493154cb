"""A plan for programs: what would be written, and the digest by which two plans are one."""

from __future__ import annotations

import json
from typing import Any

from zammad_plugin.sync.changes import Change, Plan
from zammad_plugin.sync.diff import digest
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.refs import resolve


def shown(value: Any) -> Any:
    return resolve(value, lambda ref: f"({ref}, to be created)")


def hidden(change: Change, values: Record) -> Record:
    """Secrets as a digest: equal ones look equal, and nobody can read them."""
    secret = change.item.kind.secret if change.item else frozenset()
    return {
        name: f"(secret {digest(value)[:8]})" if name in secret and value else value
        for name, value in values.items()
    }


def _as_data(change: Change) -> Record:
    return {
        "action": change.action,
        "address": change.address,
        "before": hidden(change, change.before),
        "after": shown(hidden(change, change.after)),
        "why": change.why,
        "drift": list(change.drift),
    }


def to_dict(plan: Plan) -> Record:
    """The plan for programs."""
    return {
        "changes": [_as_data(change) for change in plan.changes],
        "unchanged": len(plan.unchanged),
        "unmanaged": dict(plan.unmanaged),
        "left_out": dict(plan.left_out),
        "problems": list(plan.problems),
        "digest": digest_of(plan),
    }


def as_json(plan: Plan) -> str:
    return json.dumps(to_dict(plan), ensure_ascii=False)


def digest_of(plan: Plan) -> str:
    """Equal for two plans that would write the same over the same. Secrets stay in it unread."""
    return digest(
        [[one.action, one.address, one.id, one.before, shown(one.after)] for one in plan.changes]
    )
