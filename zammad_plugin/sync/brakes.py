"""When a plan looks like a mistake, nothing is written until a person says so."""

from __future__ import annotations

from zammad_plugin.errors import PluginError
from zammad_plugin.sync.changes import Plan
from zammad_plugin.sync.ledger import Ledger

SHARE = 0.30  # of the objects that exist already
FEW = 10  # below so many objects a share says nothing
FORCE = "look at: zammad-plugin plan; if that is what you want: --force"


def check(plan: Plan, ledger: Ledger, max_changes: int | None = None) -> None:
    """Raises PluginError when the plan should not be carried out unasked."""
    changed = sum(change.action in ("update", "adopt") for change in plan.changes)
    existing = changed + len(plan.unchanged) + len(plan.drifted)
    if not existing and not plan.writes and ledger.addresses():
        raise PluginError("the desk is empty, but the server has objects of ours", hint=FORCE)
    if existing >= FEW and changed > SHARE * existing:
        what = f"{changed} of {existing} objects would change"
        raise PluginError(f"{what}, more than {SHARE:.0%}", hint=FORCE)
    if max_changes is not None and len(plan.writes) > max_changes:
        raise PluginError(f"{len(plan.writes)} changes, more than {max_changes}", hint=FORCE)


def check_removal(plan: Plan) -> None:
    """Raises PluginError when `prune` would remove most of what is ours."""
    gone, stays = len(plan.orphans), len(plan.unchanged) + len(plan.drifted) + len(plan.writes)
    if gone and not stays:
        hint = "is --desk right? to take everything away: zammad-plugin uninstall; else: --force"
        raise PluginError("the desk is empty, but the server has objects of ours", hint=hint)
    if gone + stays >= FEW and gone > SHARE * (gone + stays):
        what = f"{gone} of {gone + stays} objects would be removed"
        hint = "look at: zammad-plugin prune; if that is what you want: --force"
        raise PluginError(f"{what}, more than {SHARE:.0%}", hint=hint)
