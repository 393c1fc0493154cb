"""retention: what was kept long enough goes, by the desk's own rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import DESK_VARIABLE, FORMAT, STATE_DIR, connection, desk_with
from zammad_plugin.cli.output import counted
from zammad_plugin.cli.server import Server, place
from zammad_plugin.errors import ExitCode, PluginError

if TYPE_CHECKING:
    from zammad_plugin.config.settings.protection import RetentionRule
    from zammad_plugin.retention.plan import Plan
    from zammad_plugin.retention.work import Done
    from zammad_plugin.zammad.client import Client


OUR_DESK = desk_with("retention", DESK_VARIABLE)


@click.group()
def retention() -> None:
    """What was kept long enough goes, after a plan that somebody has seen (docs/retention.md)."""


def _shared(command: Callable[..., object]) -> Callable[..., object]:
    return connection(OUR_DESK(STATE_DIR(FORMAT(command))))


@retention.command("plan")
@_shared
def plan_(server: Server, desk: Path, state_dir: Path | None, form: str) -> None:
    """Say what `apply` would remove; nothing is written to Zammad. Exits 4 when something waits."""
    from zammad_plugin.retention import plan

    now, rules = datetime.now(UTC), _rules(desk)
    here = place(server.url, desk, state_dir).retention
    with server.client(desk) as client:
        made = plan.plan(client, rules, now.date())
    plan.save(here / "plan.json", made, now)
    if form == "json":
        told = {"rules": made.by_rule(), "stays": dict(made.stays), "closed": made.ended}
        click.echo(json.dumps(told))
    else:
        _tell(made)
    if made.due:
        raise SystemExit(int(ExitCode.PENDING))


def _tell(made: Plan) -> None:
    for rule, many in zip(made.rules, made.by_rule(), strict=True):
        named = ", ".join(rule.category) or "all categories"
        click.echo(f"{rule.do:<7} {many:>6}  {named}, closed for {rule.closed_months} months")
    for why, many in sorted(made.stays.items()):
        click.echo(f"stays   {many:>6}  {STAYS[why]}")


STAYS = {
    "hold": "under a legal hold (tag cs-hold)",
    "clock": "evidence whose clock runs",
    "asked": "an authority was asked and has not answered",
}


@retention.command("apply")
@_shared
@click.option("--force", is_flag=True, help="Also when it is very much at once.")
def apply_(server: Server, desk: Path, state_dir: Path | None, form: str, force: bool) -> None:
    """Remove what the plan of the last 24 hours named and what is still due. Needs `admin`.

    Evidence under a running clock, legal holds and what an authority has not answered stay.
    """
    from zammad_plugin.retention import plan, work

    now, rules = datetime.now(UTC), _rules(desk)
    here = place(server.url, desk, state_dir).retention
    with server.client(desk) as client:
        made = plan.plan(client, rules, now.date())
        done = work.Done()
        if made.due:
            allowed = plan.agreed(here / "plan.json", made, now)
            if not force:
                plan.brake(made)
            done = _removed(client, made, allowed, here, _language(desk))
    if form == "json":
        click.echo(json.dumps({"gone": done.gone, "failed": done.failed}))
    elif done.gone or done.failed:
        click.echo(f"{done.gone} tickets, {len(done.failed)} failed")
    if done.failed:
        raise SystemExit(int(ExitCode.PARTIAL))


def _removed(client: Client, made: Plan, allowed: set[int], here: Path, lang: str) -> Done:
    from zammad_plugin.retention import work
    from zammad_plugin.retention.kept import Kept

    kept, proof = Kept(here / "kept.json"), here / "removed.jsonl"
    return work.apply(client, made, allowed, kept, proof, lang, partial(counted, word="removed"))


def _rules(desk: Path) -> tuple[RetentionRule, ...]:
    from zammad_plugin.config.desk import load_desk

    rules = load_desk(desk).settings.retention
    if not rules:
        hint = "write `retention:` into zammad-plugin.yml (docs/retention.md)"
        raise PluginError("the desk has no rules of retention", hint=hint)
    return rules


def _language(desk: Path) -> str:
    from zammad_plugin.config.desk import load_desk

    return load_desk(desk).settings.language
