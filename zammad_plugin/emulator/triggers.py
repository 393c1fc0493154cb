"""Triggers that fire, in the order of their names, inside the request that caused them."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import queue
import threading
import uuid
from dataclasses import dataclass
from typing import Any

import requests

from zammad_plugin.emulator import articles, history
from zammad_plugin.emulator.answers import Refused
from zammad_plugin.emulator.history import Tags
from zammad_plugin.emulator.objects.fields import Fields
from zammad_plugin.emulator.selector import Change, Selector
from zammad_plugin.emulator.server.access import Actor
from zammad_plugin.emulator.store import Row, Store

log = logging.getLogger(__name__)
SYSTEM = Actor({"id": 1, "group_ids": {}}, ("admin", "ticket.agent"), ("admin", "ticket.agent"))
TRIES = 5
TIMEOUT = 5.0  # seconds


@dataclass(frozen=True)
class Delivery:
    """One call to a webhook's endpoint."""

    endpoint: str
    headers: dict[str, str]
    body: bytes


class Webhooks:
    """Sends from a thread of its own, as background jobs do; five tries, then it is gone."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Delivery | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def send(self, hook: Row, trigger: str, payload: Row) -> None:
        body = json.dumps(payload, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Zammad-Trigger": trigger.encode("ascii", "replace").decode(),
            "X-Zammad-Delivery": str(uuid.uuid4()),
        }
        if hook["signature_token"]:
            digest = hmac.new(hook["signature_token"].encode(), body, hashlib.sha1).hexdigest()
            headers["X-Hub-Signature"] = f"sha1={digest}"
        if not self._thread:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        self._queue.put(Delivery(hook["endpoint"], headers, body))

    def _work(self) -> None:
        while (delivery := self._queue.get()) is not None:
            for _ in range(TRIES):
                if _sent(delivery):
                    break

    def close(self) -> None:
        if self._thread:
            self._queue.put(None)
            self._thread.join(TIMEOUT)


def _sent(delivery: Delivery) -> bool:
    try:
        answer = requests.post(
            delivery.endpoint, data=delivery.body, headers=delivery.headers, timeout=TIMEOUT
        )
    except requests.RequestException:
        return False
    return answer.ok


class Triggers:
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self.store = store
        self.webhooks = webhooks
        self.tags = Tags(store)
        self.fields = Fields(store)

    def fire(self, ticket: Row, change: Change, actor: Actor) -> None:
        """A trigger whose condition can't be run ends the pass: those after it do not run."""
        active = [row for row in self.store.rows("triggers") if row["active"]]
        for trigger in sorted(active, key=lambda row: str(row["name"]).casefold()):
            try:
                if self._holds(trigger, ticket, change, actor):
                    self._perform(trigger, ticket, change)
            except Refused:
                log.error("trigger %s: its condition can't be run", trigger["id"])
                return

    def _holds(self, trigger: Row, ticket: Row, change: Change, actor: Actor) -> bool:
        selector = Selector(self.store, trigger["condition"], self.tags.of, change, actor.id)
        if any(name.startswith("article.") for name in selector.names) and not change.article:
            return False
        if change.action == "update" and not change.article:
            # Selective mode: one of the changed attributes must stand in the condition.
            named = {name.removeprefix("ticket.") for name in selector.names}
            if named.isdisjoint(change.changed):
                return False
        return selector.matches(ticket)

    def _perform(self, trigger: Row, ticket: Row, change: Change) -> None:
        perform = trigger["perform"]
        if "notification.email" in perform and not self._can_mail(ticket):
            return  # the whole trigger is skipped, not the mail alone
        for key, action in perform.items():
            self._act(trigger, ticket, key, action, change)

    def _can_mail(self, ticket: Row) -> bool:
        group = self.store.get("groups", ticket["group_id"]) or {}
        return bool(group.get("email_address_id"))

    def _act(self, trigger: Row, ticket: Row, key: str, action: Row, change: Change) -> None:
        if key == "ticket.tags":
            self._tag(ticket, action)
        elif key == "article.note":
            self._write(ticket, action, {"internal": action.get("internal")})
        elif key == "notification.webhook":
            hook = self.store.get("webhooks", int(action.get("webhook_id") or 0))
            if hook and hook["active"]:
                self.webhooks.send(hook, trigger["name"], self._told(hook, ticket, change))
        elif key == "notification.email":
            self._write(ticket, action, {"type": "email"})
        elif key.startswith("ticket."):
            self._set(ticket, key.removeprefix("ticket."), action)

    def _write(self, ticket: Row, action: Row, more: Row) -> None:
        """An article of the system's."""
        article = {
            "subject": action.get("subject"),
            "body": action.get("body") or "",
            "content_type": "text/html",
            "sender": "System",
        }
        articles.create(self.store, ticket, {**article, **more}, SYSTEM)

    def _tag(self, ticket: Row, action: Row) -> None:
        value = action.get("value") or ""
        names = value if isinstance(value, list) else str(value).split(",")
        one = self.tags.remove if action.get("operator") == "remove" else self.tags.add
        for name in names:
            if str(name).strip():
                one(ticket, str(name).strip(), SYSTEM.id)

    def _set(self, ticket: Row, name: str, action: Row) -> None:
        value: Any = action.get("value")
        number = int(value) if name.endswith("_id") and str(value).isdigit() else value
        before = self.store.update("tickets", ticket["id"], {name: number})
        history.changes(self.store, ticket, before, SYSTEM.id)

    def _told(self, hook: Row, ticket: Row, change: Change) -> Row:
        """The hook's own payload with ids filled in, or the whole ticket."""
        if not hook.get("customized_payload"):
            return self._payload(ticket, change)
        article = change.article or {}
        text = str(hook.get("custom_payload") or "{}")
        for name, row in (("ticket", ticket), ("article", article)):
            for key in ("id", "customer_id"):
                text = text.replace(f"#{{{name}.{key}}}", str(row.get(key)))
        filled: Row = json.loads(text)
        return filled

    def _payload(self, ticket: Row, change: Change) -> Row:
        plain = {name: value for name, value in ticket.items() if name[0] != "_"}
        group = self.store.get("groups", ticket["group_id"]) or {}
        article = articles.shown(self.store, change.article) if change.article else {}
        return {
            "ticket": {
                **plain,
                "group": {"id": group.get("id"), "name": group.get("name")},
                "tags": self.tags.of(ticket),
            },
            "article": article,
        }
