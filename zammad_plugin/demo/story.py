"""The main job on an embedded Zammad: a default desk, invented reports, triage, a table.

Follows the way of a real instance: the sync token makes the desk, the reports come in as the
channels bring them (Signal through the bridge), the triage token may do nothing but an agent's
work.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zammad_plugin.config.files import Strict, load
from zammad_plugin.config.places import default_desk, rules_folder
from zammad_plugin.demo.signal import SignalDesk, signal_desk
from zammad_plugin.demo.voice import ears_for, told
from zammad_plugin.errors import PluginError
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.tickets.run import run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.voice.step import hear
from zammad_plugin.triage.ruleset import load as load_ruleset
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.voice.sample import SAMPLE
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

TYPES = {"whatsapp": "whatsapp message"}
ANSWER = "Thank you for writing. You did nothing wrong. Please don't pay and delete nothing."


class Report(Strict):
    name: str
    channel: str
    child_safety: bool
    text: str
    subject: str = ""
    voice: bool = False
    follow_up: str = ""


class Reports(Strict):
    reports: tuple[Report, ...]


def play(url: str, tokens: dict[str, str], voice_model: Path | None = None) -> dict[str, Any]:
    """Run the story; returns a JSON-safe account of what the desk now sees. `voice_model`: hears
    the voice message; without it a double does."""
    reports = load(Reports, rules_folder() / "demo" / "reports.yml").reports
    sync, admin, triage = (
        Client(Session(url, tokens[name])) for name in ("sync", "admin", "triage")
    )
    try:
        applied = apply_desk(sync, default_desk())
        for agent in (admin, triage):
            let_in(admin, agent)
        with signal_desk(triage) as signal:
            done = _story(admin, triage, signal, reports, voice_model)
    finally:
        for client in (sync, admin, triage):
            client.session.close()
    return {"url": url, "applied": applied, **done}


def _story(
    admin: Client,
    triage: Client,
    signal: SignalDesk,
    reports: Sequence[Report],
    voice_model: Path | None,
) -> dict[str, Any]:
    """What comes in, triage, what comes then, triage, what is heard, and one answer of an agent."""
    ruleset, routing = load_ruleset(), load_routing()
    ids = _all_in(admin, signal, reports)
    first = run(triage, ruleset, routing)
    for report in reports:
        _write_again(admin, signal, ids[report.name], report)
    signal.carry()
    second = run(triage, ruleset, routing)
    heard = hear(triage, Tools(ruleset, routing), ears_for(voice_model))
    if first.failed or second.failed:
        raise PluginError(f"the demo failed at tickets {first.failed + second.failed}")
    answered = next(one.name for one in reports if one.channel == "signal")
    answer = {"body": ANSWER, "internal": False, "type": "note", "sender": "Agent"}
    admin.create_article({"ticket_id": ids[answered], "content_type": "text/plain", **answer})
    signal.carry()
    return {
        "triaged": first.done + second.done,
        "voice": {"heard": heard.recordings, "failed": heard.failed, "by": told(voice_model)},
        "answered": {"report": answered, "left": ANSWER in signal.left(answered)},
        "tickets": [_row(admin, ids[report.name], report) for report in reports],
    }


def _all_in(admin: Client, signal: SignalDesk, reports: Sequence[Report]) -> dict[str, int]:
    """Name of a report → its ticket; by Signal through the bridge, else as the channel does."""
    for report in reports:
        if report.channel == "signal":
            signal.write(report.name, report.text, report.voice)
    signal.carry()
    return {
        one.name: signal.ticket(one.name) if one.channel == "signal" else _bring_in(admin, one)
        for one in reports
    }


def let_in(admin: Client, agent: Client) -> None:
    """Rights on every group: a new group is closed to all until an admin opens it."""
    user = agent.session.call("GET", "users/me")
    groups = {str(group["id"]): ["full"] for group in admin.list_all("groups")}
    admin.update("users", user["id"], {"group_ids": groups})


def _article(report: Report, text: str) -> dict[str, Any]:
    article: dict[str, Any] = {
        "body": text,
        "type": TYPES.get(report.channel, report.channel),
        "sender": "Customer",
        "internal": False,
        "content_type": "text/plain",
    }
    if report.voice:
        data = base64.b64encode(SAMPLE.read_bytes()).decode()
        article["attachments"] = [{"filename": "voice.ogg", "data": data, "mime-type": "audio/ogg"}]
    return article


def _bring_in(admin: Client, report: Report) -> int:
    """One ticket, as its channel would make it."""
    address = report.name.replace(" ", ".") + "@example.org"
    ticket = admin.create_ticket(
        {
            "title": report.subject or "Message",
            "group": "Users",
            "customer_id": f"guess:{address}",
            "article": _article(report, report.text),
        }
    )
    return int(ticket["id"])


def _write_again(admin: Client, signal: SignalDesk, ticket_id: int, report: Report) -> None:
    if report.follow_up and report.channel == "signal":
        signal.write(report.name, report.follow_up)
    elif report.follow_up:
        admin.create_article({"ticket_id": ticket_id, **_article(report, report.follow_up)})


def _row(admin: Client, ticket_id: int, report: Report) -> dict[str, Any]:
    ticket = admin.session.call("GET", f"tickets/{ticket_id}", params={"expand": "true"})
    tags = admin.session.call("GET", "tags", params={"object": "Ticket", "o_id": ticket_id})["tags"]
    in_group = ticket["group"] == "Child Safety"
    return {
        "name": report.name,
        "ticket": ticket_id,
        "channel": report.channel,
        "child_safety": report.child_safety,
        "group": ticket["group"],
        "priority": ticket["priority"],
        "tags": sorted(tags),
        "as_expected": in_group == report.child_safety and TRIAGED in tags,
    }


def wrong(result: dict[str, Any]) -> list[str]:
    """Names of the reports that the desk does not see as it should."""
    names = [row["name"] for row in result["tickets"] if not row["as_expected"]]
    names += ["the voice message"] if result["voice"]["heard"] != 1 else []
    return names if result["answered"]["left"] else [*names, "the answer by Signal"]


def table(result: dict[str, Any]) -> str:
    """The account as a person reads it."""
    lines = [f"{'report':24} {'channel':9} {'group':13} {'priority':9} tags"]
    for row in result["tickets"]:
        tags = " ".join(tag for tag in row["tags"] if tag != TRIAGED)
        lines.append(
            f"{row['name']:24} {row['channel']:9} {row['group']:13} {row['priority']:9} {tags}"
        )
    if result["answered"]["left"]:
        lines.append(f"an agent's answer left by Signal: {result['answered']['report']}")
    lines.append(result["voice"]["by"])
    again = "look again with: zammad-plugin demo --keep (in a checkout: make demo DEMO_ARGS=--keep)"
    lines.append(f"{result['triaged']} triaged; {again}")
    return "\n".join(lines)


def wait() -> None:
    """Until the person presses Ctrl-C."""
    while True:
        time.sleep(3600)
