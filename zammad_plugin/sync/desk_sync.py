"""A desk's folder to a server in one step, for callers that show no plan first."""

from __future__ import annotations

from pathlib import Path

from zammad_plugin.config.desk import load_desk
from zammad_plugin.errors import PluginError
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.sync.server.inventory import Api


def apply_desk(client: Api, folder: Path, ledger: Ledger | None = None) -> Record:
    """Counts of what was written and of what was as wanted. Raises PluginError's children."""
    source, kept = read(folder), ledger or Ledger(desk=load_desk(folder).settings.name)
    if source.problems:
        raise source.problems[0]
    plan = make_plan(source.desired, client, kept)
    result = apply(plan, client, kept)
    failed = [f"{failure.address}: {failure.why}" for failure in result.failed] + plan.problems
    if failed:
        raise PluginError("; ".join(failed), hint="zammad-plugin plan")
    return {"written": result.written, "unchanged": len(plan.unchanged)}
