"""What is old enough to go, by the desk's rules; looked at before anything goes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zammad_plugin.config.settings.protection import RetentionRule
from zammad_plugin.deadlines.preservation import read_preservation
from zammad_plugin.errors import PluginError
from zammad_plugin.retention.rules import ENDED, held, rule_for
from zammad_plugin.state.atomic import read_json, replace_file
from zammad_plugin.zammad.client import Client, Record

SHARE, FEW, MOST = 0.30, 20, 500  # of all closed tickets; below FEW a share says nothing
HOURS = 24  # for which a plan holds
LOOK = "look at: zammad-plugin retention plan; if that is what you want: --force"


@dataclass
class Plan:
    """`due`: ticket → number of its rule; `stays`: why others stay → how many; `ended`: all that
    are closed."""

    rules: tuple[RetentionRule, ...]
    due: dict[int, int] = field(default_factory=dict)
    stays: Counter[str] = field(default_factory=Counter)
    ended: int = 0

    @property
    def digest(self) -> str:
        said = json.dumps([one.model_dump() for one in self.rules], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def by_rule(self) -> list[int]:
        """How many tickets each rule would take."""
        counts = Counter(self.due.values())
        return [counts[number] for number in range(len(self.rules))]


def plan(client: Client, rules: Sequence[RetentionRule], today: date) -> Plan:
    """Nothing is written. Raises ZammadError's children."""
    made, preservation = Plan(tuple(rules)), read_preservation()
    for ticket in _ended(client):
        made.ended += 1
        rule = rule_for(ticket, rules, today)
        if rule is None:
            continue
        number = int(ticket["id"])
        why = held(ticket, client.tags(number), preservation, today)
        if why:
            made.stays[why] += 1
        else:
            made.due[number] = list(rules).index(rule)
    return made


def _ended(client: Client) -> Iterator[Record]:
    states = {str(one["name"]): str(one["id"]) for one in client.list_all("ticket_states")}
    ids = [states[name] for name in ENDED if name in states]
    yield from client.every_ticket({"ticket.state_id": {"operator": "is", "value": ids}})


def save(file: Path, made: Plan, now: datetime) -> None:
    """So that `apply` does what somebody has seen. Raises StateError."""
    data = {"at": now.timestamp(), "rules": made.digest, "tickets": sorted(made.due)}
    replace_file(file, [json.dumps(data)])


def agreed(file: Path, made: Plan, now: datetime) -> set[int]:
    """Tickets of the plan that was looked at. Raises PluginError without a fresh one of these
    rules."""
    seen = read_json(file)
    data: dict[str, Any] = seen if isinstance(seen, dict) else {}
    fresh = now.timestamp() - float(data.get("at") or 0.0) < HOURS * 3600
    if not fresh or data.get("rules") != made.digest:
        what = f"nobody has looked at a plan of these rules in the last {HOURS} hours"
        raise PluginError(what, hint="zammad-plugin retention plan")
    return {int(one) for one in data.get("tickets") or ()}


def brake(made: Plan) -> None:
    """Raises PluginError when the plan looks like a mistake."""
    gone = len(made.due)
    if gone > MOST:
        raise PluginError(f"{gone} tickets would go at once, more than {MOST}", hint=LOOK)
    if gone >= FEW and gone > SHARE * made.ended:
        what = f"{gone} of {made.ended} closed tickets would go, more than {SHARE:.0%}"
        raise PluginError(what, hint=LOOK)
