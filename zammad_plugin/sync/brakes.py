"""When a plan looks like a mistake, nothing is written until a person says so."""

from __future__ import annotations

import hashlib

from zammad_plugin.errors import PluginError
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import Plan

SHARE = 0.30  # of the objects that exist already
FEW = 10  # below so many objects a share says nothing
FORCE = "look at: zammad-plugin plan; if that is what you want: --force"


def instance_of(url: str) -> str:
    """A digest: the state file names no server."""
    return hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:16]


def check(plan: Plan, ledger: Ledger, url: str, max_changes: int | None = None) -> None:
    """Raises PluginError when the plan should not be carried out unasked."""
    changed = sum(change.action == "update" for change in plan.changes)
    existing = changed + len(plan.unchanged) + len(plan.drifted)
    if not existing and not plan.writes and ledger.addresses():
        raise PluginError("the desk is empty, but the server has objects of ours", hint=FORCE)
    if ledger.instance and ledger.instance != instance_of(url):
        raise PluginError("this is another Zammad than last time", hint=FORCE)
    if existing >= FEW and changed > SHARE * existing:
        what = f"{changed} of {existing} objects would change"
        raise PluginError(f"{what}, more than {SHARE:.0%}", hint=FORCE)
    if max_changes is not None and len(plan.writes) > max_changes:
        raise PluginError(f"{len(plan.writes)} changes, more than {max_changes}", hint=FORCE)
