"""Settings and channels, as sources and documentation have them: read, and not measured."""

from __future__ import annotations

from typing import Any

from zammad_plugin.emulator import answers
from zammad_plugin.emulator.objects.crud import Answer
from zammad_plugin.emulator.server.access import Request
from zammad_plugin.emulator.store import Store


def settings(store: Store, request: Request) -> Answer:
    """Those whose own permission the asker holds."""
    rows = store.rows("settings")
    return 200, [row for row in rows if request.actor.may(*row["preferences"]["permission"])]


def set_setting(store: Store, request: Request) -> Answer:
    """Its value alone can be changed."""
    row = store.get("settings", request.ids["id"])
    if row is None:
        raise answers.unknown("Setting", request.ids["id"])
    request.actor.need(*row["preferences"]["permission"])
    store.update("settings", row["id"], {"state_current": request.body["state_current"]})
    return 200, row


def mailboxes(store: Store, request: Request) -> Answer:
    """Channels of every area, as a 6.5 gives them to who may see those of e-mail."""
    request.actor.need("admin.channel_email")
    rows = store.rows("channels")
    assets = {"Channel": {str(row["id"]): row for row in rows}} if rows else {}
    accounts = [row["id"] for row in rows if row["area"] == "Email::Account"]
    return 200, {"assets": assets, "account_channel_ids": accounts}


def whatsapp(store: Store, request: Request) -> Answer:
    """Channels of the area WhatsApp::Business, secrets and all, as the server gives them."""
    request.actor.need("admin.channel_whatsapp")
    rows: list[dict[str, Any]] = [
        row for row in store.rows("channels") if row["area"] == "WhatsApp::Business"
    ]
    assets = {"Channel": {str(row["id"]): row for row in rows}} if rows else {}
    return 200, {"assets": assets, "channel_ids": [row["id"] for row in rows]}
