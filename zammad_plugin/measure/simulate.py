"""What a changed routing file would have done with past tickets. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zammad_plugin.errors import NotFound, NotPermitted
from zammad_plugin.routing.decision import Decision, decide
from zammad_plugin.routing.rules import Routing
from zammad_plugin.tickets.judge import circumstances, messages_of, utc_now
from zammad_plugin.tickets.waiting import read_case, wrote_before
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.times import read_time, write_time

# What two decisions are compared by; the rule's name alone changes nothing on a ticket.
PARTS = (
    "group",
    "priority",
    "state",
    "follow_up",
    "owner",
    "answer_within",
    "auto_reply",
    "fields",
    "tags",
    "replies",
)


@dataclass(frozen=True)
class Difference:
    """One ticket: the rules that decide, and part → (now, then)."""

    ticket: int
    number: str
    rules: tuple[str, str]
    parts: dict[str, tuple[Any, Any]]

    def to_dict(self) -> Record:
        return {
            "ticket": self.ticket,
            "number": self.number,
            "rule": list(self.rules),
            "parts": {name: list(pair) for name, pair in self.parts.items()},
        }


@dataclass
class Simulated:
    """`rules`: (rule now, rule then) → tickets; `left`: tickets that could not be read."""

    read: int = 0
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    more: bool = False

    def to_dict(self) -> Record:
        """JSON-safe; ids, numbers and codes, no word of any message."""
        rules = [
            {"now": one, "then": other, "tickets": count}
            for (one, other), count in self.rules.most_common()
        ]
        return {
            "read": self.read,
            "rules": rules,
            "differences": [one.to_dict() for one in self.differences],
            "left": self.left,
            "more": self.more,
        }


def past(client: Client, since: datetime) -> Iterator[int]:
    """Ids of the tickets made since then, oldest first, closed ones too."""
    stamp = write_time(since)
    tests = {"ticket.created_at": {"operator": "after (absolute)", "value": stamp}}
    return (int(row["id"]) for row in client.every_ticket(tests))


def simulate(
    client: Client,
    ruleset: Ruleset,
    now: Routing,
    then: Routing,
    since: datetime,
    limit: int | None = None,
) -> Simulated:
    """Every ticket made since `since` under both files, as if it came in at its own hour."""
    made = Simulated()
    for ticket_id in past(client, since):
        if limit is not None and made.read >= limit:
            made.more = True
            return made
        try:
            case = read_case(client, ticket_id)
        except (NotFound, NotPermitted):
            made.left.append(ticket_id)
            continue
        if case.from_customer:
            _compare(made, client, case, ruleset, (now, then))
    return made


def _compare(
    made: Simulated, client: Client, case: Case, ruleset: Ruleset, files: tuple[Routing, Routing]
) -> None:
    messages, at = messages_of(case), read_time(case.ticket.get("created_at")) or utc_now()
    assessment = assess(messages, ruleset)
    returning = any(one.asks("returning") for one in files) and wrote_before(client, case)
    decisions = [
        decide(assessment, circumstances(case, messages, one, at, returning), one) for one in files
    ]
    rules = (decisions[0].rule, decisions[1].rule)
    parts = different(*decisions)
    made.read += 1
    made.rules[rules] += 1
    if parts:
        number = str(case.ticket.get("number"))
        made.differences.append(Difference(case.id, number, rules, parts))


def different(now: Decision, then: Decision) -> dict[str, tuple[Any, Any]]:
    """Part → (now, then) where they are not the same."""
    pairs = {name: (getattr(now, name), getattr(then, name)) for name in PARTS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
