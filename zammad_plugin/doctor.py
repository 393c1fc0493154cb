"""What a person would check by hand when the plugin does not do what it should. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from zammad_plugin.errors import NotPermitted, Rejected, ZammadError
from zammad_plugin.findings import Finding
from zammad_plugin.intake.waiting import BATCH, DONE_TAG, condition
from zammad_plugin.zammad.client import Client, Record

RIGHTS = {
    "text_modules": "admin.text_module (or ticket.agent to read)",
    "macros": "admin.macro (or ticket.agent to read)",
    "overviews": "admin.overview",
    "triggers": "admin.trigger",
    "object_manager_attributes": "admin.object",
    "groups": "admin.group",
    "ticket_states": "ticket.agent or admin.object",
}
OURS = "cs_"
SKEW = 120  # seconds


@dataclass(frozen=True)
class Queue:
    """`waiting` tickets (of the first page; `more` beyond it), the oldest's age in minutes."""

    waiting: int
    more: bool
    minutes: float


def queue(client: Client) -> Queue:
    rows = client.search_tickets(condition(client), limit=BATCH)
    times = [_time(row["created_at"]) for row in rows]
    age = (datetime.now(UTC) - min(times)).total_seconds() / 60 if times else 0.0
    return Queue(len(rows), len(rows) == BATCH, round(max(0.0, age), 1))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def examine(client: Client) -> list[Finding]:
    """Every check, whatever the others found. Raises NotAuthenticated and Unavailable only."""
    me = client.session.call("GET", "users/me")
    found = [Finding("ok", f"the server answers, the token is user {me['id']}")]
    lists = {resource: _list(client, resource) for resource in RIGHTS}
    found += [_right(resource, rows) for resource, rows in lists.items()]
    found += _attributes(lists["object_manager_attributes"])
    found += _triggers(client, lists["triggers"])
    found += _groups(lists["groups"])
    found += [_clock(client), _waiting(client)]
    return found


def _list(client: Client, resource: str) -> list[Record] | None:
    """None without the right to it."""
    try:
        return client.list_all(resource)
    except NotPermitted:
        return None


def _right(resource: str, rows: list[Record] | None) -> Finding:
    if rows is not None:
        return Finding("ok", f"may read {resource}")
    mend = f"needed for sync only: give the sync token {RIGHTS[resource]}"
    return Finding("warn", f"may not read {resource}", mend)


def _attributes(rows: list[Record] | None) -> list[Finding]:
    ours = [row for row in rows or [] if str(row["name"]).startswith(OURS)]
    waiting = [row["name"] for row in ours if row.get("to_create") or row.get("to_migrate")]
    if waiting:
        names = ", ".join(sorted(waiting))
        return [Finding("fail", f"not yet in the database: {names}", "zammad-plugin apply")]
    if rows is not None and not ours:
        mend = "zammad-plugin apply"
        return [Finding("warn", "no attribute of ours: category and urgency are tags only", mend)]
    return [Finding("ok", f"{len(ours)} attributes in the database")] if ours else []


def _triggers(client: Client, rows: list[Record] | None) -> list[Finding]:
    """A trigger that can't be run stops all after it, at every change of a ticket."""
    broken = [row for row in rows or [] if row.get("active") and not _runs(client, row)]
    found = [
        Finding("fail", f"trigger '{row['name']}' can't be run and stops those after it",
                "mend its condition, or switch it off in Zammad")
        for row in broken
    ]  # fmt: skip
    again = [row for row in rows or [] if DONE_TAG in str(row.get("perform")) and row.get("active")]
    if rows is not None and not again:
        what = "no trigger puts a ticket back when its customer writes again"
        found.append(Finding("fail", what, "zammad-plugin apply"))
    return found or ([Finding("ok", f"{len(rows)} triggers run")] if rows is not None else [])


def _runs(client: Client, row: Record) -> bool:
    tests = row.get("condition") or {}
    if "conditions" in tests:
        return True  # nested ones name actions that a search can't have
    plain = {name: test for name, test in tests.items() if not name.endswith(".action")}
    try:
        client.search_tickets(plain, limit=1)
    except Rejected:
        return False
    return True


def _groups(rows: list[Record] | None) -> list[Finding]:
    mute = [str(row["name"]) for row in rows or [] if row["active"] and not row["email_address_id"]]
    if not mute:
        return []
    what = f"groups without an e-mail address: {', '.join(sorted(mute))}"
    return [Finding("warn", what, "triggers that send mail are skipped whole in such a group")]


def _clock(client: Client) -> Finding:
    """The server's clock, by the newest thing that it dated: the answer's Date header."""
    seconds = client.session.skew
    if seconds is None:
        return Finding("warn", "the server tells no time", "")
    if abs(seconds) > SKEW:
        return Finding("warn", f"the clocks differ by {seconds:.0f} s", "set the clock (NTP)")
    return Finding("ok", "the clocks agree")


def _waiting(client: Client) -> Finding:
    try:
        found = queue(client)
    except ZammadError as error:
        return Finding("fail", f"tickets can't be searched: {error.what}", "ticket.agent is needed")
    if found.minutes > 10:
        what = f"{found.waiting} tickets wait, the oldest for {found.minutes:.0f} minutes"
        return Finding("warn", what, "does cron run zammad-plugin run?")
    return Finding("ok", f"{found.waiting} tickets wait")
