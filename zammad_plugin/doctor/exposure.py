"""Settings of a Zammad that can expose a child, or undo what triage does. Reads only.

Whoever holds the child's phone or mailbox gets what the server sends by itself, and may log in
as the customer: then tags and attributes of the ticket can be read over the API.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from zammad_plugin.doctor.findings import Finding
from zammad_plugin.errors import NotFound, NotPermitted
from zammad_plugin.zammad.client import Client, Record

SECURITY = "Settings > Security > Base"
# setting → (value that is a danger, level, what is wrong, the mend)
SETTINGS: dict[str, tuple[bool, Any, str, str]] = {
    "user_create_account": (
        True,
        "warn",
        "customers can sign up: who holds the mailbox reads the tickets' tags and attributes",
        f"switch it off: {SECURITY} > New User Accounts",
    ),
    "user_lost_password": (
        True,
        "warn",
        "customers can reset a password: who holds the mailbox can log in",
        f"switch it off: {SECURITY} > Lost Password",
    ),
    "import_mode": (
        True,
        "fail",
        "the Zammad is in import mode: no trigger runs and no mail is sent",
        "end the import, or: zammad run rails r 'Setting.set(\"import_mode\", false)'",
    ),
    "tag_new": (
        False,
        "warn",
        "agents may make no new tags: unknown ones are dropped without a word",
        "write templates/tags/*.yml for all tags of ours, then: zammad-plugin apply",
    ),
}
UNSEEN = ("user_create_account", "user_lost_password")
TO_CUSTOMERS = ("article_last_sender", "ticket_customer")
# What the customer wrote, and what we made of it.
QUOTING = re.compile(r"#\{\s*(?:ticket\.(?:title|tags|cs_\w+|group)|article\.)")
AI = "ai.ai_agent"  # key of the action
UNTRUST = (
    "in Zammad's console: c = Channel.find(ID); c.options[:inbound][:trusted] = false; c.save!"
)
WHATSAPP = "Channels > WhatsApp > edit the account"


def exposure(client: Client) -> Iterator[Finding]:
    """Sign-up, password reset, import mode, tags, WhatsApp, trusted mailboxes, AI, mails."""
    yield from _settings(client)
    yield from _whatsapp(client)
    yield from _trusted(client)
    yield from _taggers(client)
    yield from _ai_at_work(client)
    yield from _mailers(client)


def _ai_at_work(client: Client) -> Iterator[Finding]:
    """Zammad's own AI agents (7.0) run by triggers, schedulers and macros alone."""
    for kind in ("triggers", "jobs", "macros"):
        for row in _read(client, kind) or []:
            if row.get("active") and AI in (row.get("perform") or {}):
                does = "may rewrite titles, tags and groups, and sends texts to its provider"
                what = f"{kind[:-1]} '{row['name']}' runs an AI agent of Zammad: it {does}"
                mend = "leave our groups out of its condition, or switch it off in Zammad"
                yield Finding("warn", what, mend)


def _mailers(client: Client) -> Iterator[Finding]:
    """A new Zammad has two such triggers, and both are on."""
    for row in _read(client, "triggers") or []:
        mail = (row.get("perform") or {}).get("notification.email")
        if row.get("active") and isinstance(mail, dict) and _tells(mail):
            mails = "mails the report's own words to whoever has the mailbox"
            what = f"trigger '{row['name']}' {mails}"
            yield Finding("warn", what, "take title and article out of its text, or switch it off")


def _tells(mail: Record) -> bool:
    to = str(mail.get("recipient"))
    return any(one in to for one in TO_CUSTOMERS) and bool(
        QUOTING.search(f"{mail.get('subject')} {mail.get('body')}")
    )


def _settings(client: Client) -> Iterator[Finding]:
    rows = _read(client, "settings") or []
    values = {str(row["name"]): (row.get("state_current") or {}).get("value") for row in rows}
    for name, (danger, level, what, mend) in SETTINGS.items():
        if name in values and bool(values[name]) is danger:
            yield Finding(level, what, mend)
    if not set(UNSEEN) & set(values):
        what = "whether customers can sign up or reset passwords can't be seen with this token"
        yield Finding("warn", what, f"look at {SECURITY}, or give this token admin.security")
    elif not any(values.get(name) for name in UNSEEN):
        yield Finding("ok", "customers can neither sign up nor reset passwords")
        return
    yield _readable(client)


def _readable(client: Client) -> Finding:
    """What whoever logs in as the customer reads of ours, over the API."""
    if client.names.neutral:
        what = "who logs in as a customer reads neutral codes; of the ticket still group, priority"
        return Finding("ok", what, "give the group a name that says nothing (docs/routing.md)")
    what = "who logs in as a customer reads tags and attributes that say what they mean"
    mend = "if that is a danger at your desk: tags: neutral in zammad-plugin.yml (docs/routing.md)"
    return Finding("warn", what, f"{mend}, and doctor --desk DESK")


def _read(client: Client, path: str) -> Any:
    """None where it may not be read or is not there."""
    try:
        return client.get(path)
    except (NotFound, NotPermitted):
        return None


def _whatsapp(client: Client) -> Iterator[Finding]:
    """Channels come with their secrets: only ids are told."""
    try:
        answer = client.get("channels/admin/whatsapp")
    except NotFound:
        return  # before 6.3
    except NotPermitted:
        what = "WhatsApp's reminder and welcome can't be seen with this token"
        yield Finding("warn", what, f"look at {WHATSAPP}, or give it admin.channel_whatsapp")
        return
    channels = ((answer.get("assets") or {}).get("Channel") or {}).values()
    found = [one for channel in channels if channel.get("active", True) for one in _talks(channel)]
    yield from found
    if channels and not found:
        yield Finding("ok", "WhatsApp sends nothing by itself")


def _talks(channel: Record) -> Iterator[Finding]:
    """What the server writes to a customer by itself; the reminder is on unless switched off."""
    options = channel.get("options") or {}
    if options.get("reminder_active", True) not in (False, "false"):
        what = f"WhatsApp channel {channel['id']} reminds customers by itself after 23 hours"
        mend = "switch the automatic reminders off: who holds the phone reads them"
        yield Finding("warn", what, f"{WHATSAPP}: {mend}")
    if str(options.get("welcome") or "").strip():
        what = f"WhatsApp channel {channel['id']} sends a welcome by itself"
        mend = "empty the welcome message, or make it say nothing of the desk"
        yield Finding("warn", what, f"{WHATSAPP}: {mend}")


def _trusted(client: Client) -> Iterator[Finding]:
    """Mailboxes whose X-Zammad-… headers are obeyed; secrets stand beside: only ids are told."""
    answer = _read(client, "channels_email")
    if answer is None:
        what = "whether a mailbox is trusted can't be seen with this token"
        yield Finding("warn", what, "give this token admin.channel_email")
        return
    channels = ((answer.get("assets") or {}).get("Channel") or {}).values()
    for row in channels:
        inbound = (row.get("options") or {}).get("inbound") or {}
        if row.get("active", True) and inbound.get("trusted"):
            what = f"mail channel {row['id']} is trusted: any writer may tag, close, or have the"
            yield Finding("fail", f"{what} mail ignored by headers X-Zammad-…", UNTRUST)


def _taggers(client: Client) -> Iterator[Finding]:
    """AI agents (7.0+) that put tags in the place of those that stand there."""
    for row in _read(client, "ai_agents") or []:
        said = json.dumps(row, default=str).casefold()
        if row.get("active", True) and "tagger" in said and "replace" in said:
            what = f"AI agent {row['id']} replaces tags: ours go, and triage starts over"
            yield Finding("fail", what, "let it add tags, or switch it off: AI > AI Agents")
