"""retention: what is old enough goes, by the desk's rules, after a plan that somebody has seen.

Zammad changes no text and no file of an article, not even for an admin. So `texts` puts an empty
ticket with the same codes into the place of the old one, and the old one is deleted: what was
written is gone, what is counted stays. `delete` leaves nothing in Zammad; counts go into the state.
Killed anywhere and run again the result is the same.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from zammad_plugin.config.settings.protection import RetentionRule
from zammad_plugin.deadlines.preservation import read_preservation
from zammad_plugin.errors import NotFound, PluginError, ZammadError, brief
from zammad_plugin.retention.kept import Kept, prove
from zammad_plugin.retention.rules import ENDED, closed_on, held, rule_for
from zammad_plugin.state.atomic import read_json, replace_file
from zammad_plugin.text.languages import in_language
from zammad_plugin.tickets.note.words import words
from zammad_plugin.vocabulary import (
    CAME_FIELD,
    CATEGORY_TAG,
    CHANNEL_TAG,
    LANGUAGE_TAG,
    OUR_FIELDS,
    PLATFORM_TAG,
    TRIAGED,
    URGENCY_TAG,
)
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import internal_note
from zammad_plugin.zammad.times import read_time

SHARE, FEW, MOST = 0.30, 20, 500  # of all closed tickets; below FEW a share says nothing
HOURS = 24  # for which a plan holds
CODES = (LANGUAGE_TAG, CATEGORY_TAG, URGENCY_TAG, PLATFORM_TAG, CHANNEL_TAG)  # no account's hash
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


@dataclass
class Done:
    """`gone`: tickets; `failed`: ids of those that stayed."""

    gone: int = 0
    failed: list[int] = field(default_factory=list)


def apply(
    client: Client,
    made: Plan,
    allowed: set[int],
    kept: Kept,
    proof: Path,
    lang: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Done:
    """Carry out what stands in the plan and was seen. One that fails stops no other."""
    done, days = Done(), dict[int, list[date]]()
    for ticket_id, number in sorted(made.due.items()):
        if ticket_id not in allowed:
            continue
        try:
            closed = _remove(client, ticket_id, made.rules[number], kept, lang)
        except NotFound:
            continue  # gone already
        except ZammadError as error:
            done.failed.append(ticket_id)
            _log(ticket_id, error)
            continue
        done.gone += 1
        days.setdefault(number, []).append(closed)
        progress(done.gone)
    for number, when in sorted(days.items()):
        prove(proof, _proof(made.rules[number], when))
    return done


def _log(ticket_id: int, error: ZammadError) -> None:
    import logging

    logging.getLogger(__name__).error("ticket %s: not removed: %s", ticket_id, brief(error))


def _remove(client: Client, ticket_id: int, rule: RetentionRule, kept: Kept, lang: str) -> date:
    ticket, _ = client.ticket(ticket_id)
    closed, came = closed_on(ticket), _came(ticket)
    if rule.do == "texts":
        _empty_one(client, ticket, came, lang)
    client.delete("tickets", ticket_id)
    if rule.do == "delete":
        kept.add(came, {name: str(ticket.get(name) or "") for name in _codes(ticket)})
    return closed or came


def _came(ticket: Mapping[str, Any]) -> date:
    given = str(ticket.get(CAME_FIELD) or ticket.get("created_at") or "")
    made = read_time(given)
    return made.date() if made else datetime.now(UTC).date()


def _codes(ticket: Mapping[str, Any]) -> list[str]:
    """Attributes of ours: codes and dates, no words."""
    return sorted(name for name in ticket if name.startswith(OUR_FIELDS) and name != CAME_FIELD)


def _empty_one(client: Client, ticket: Record, came: date, lang: str) -> None:
    """The ticket that stays; once, also where the run before died behind it. Its customer is the
    plugin's own user: nothing leads to the person."""
    title = f"Request {ticket['number']}"
    found = client.search_tickets({"ticket.title": {"operator": "is", "value": title}}, limit=20)
    if any(row.get(CAME_FIELD) for row in found):
        return
    tags = [tag for tag in client.tags(int(ticket["id"])) if tag.startswith(CODES)]
    note = internal_note(in_language(words().words["emptied"], lang), plain=True)
    client.create_ticket(
        {
            "title": title,
            "group": ticket.get("group"),
            "customer_id": client.me()["id"],
            "state": "closed",
            **{name: ticket[name] for name in _codes(ticket) if ticket[name] not in (None, "")},
            CAME_FIELD: came.isoformat(),
            "tags": ",".join([*tags, TRIAGED]),
            "article": note,
        }
    )


def _proof(rule: RetentionRule, closed: Sequence[date]) -> Record:
    return {
        "at": datetime.now(UTC).date().isoformat(),
        "did": rule.do,
        "categories": list(rule.category),
        "closed_months": rule.closed_months,
        "tickets": len(closed),
        "first_closed": min(closed).isoformat(),
        "last_closed": max(closed).isoformat(),
    }
