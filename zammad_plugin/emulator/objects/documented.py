"""Endpoints that were read in sources and documentation, and not measured."""

from __future__ import annotations

from typing import Any

from zammad_plugin.emulator import answers
from zammad_plugin.emulator.objects.crud import Answer, paged
from zammad_plugin.emulator.server.access import Request
from zammad_plugin.emulator.store import Row, Store

MOST_ITEMS = 100


class Checklists:
    """Templates of checklists (6.4+). Names need not be unique; an answer holds no texts."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def index(self, request: Request) -> Answer:
        request.actor.need("admin.checklist", "ticket.agent")
        rows = paged(self.store.rows("checklist_templates"), request)
        if not request.flag("full"):
            return 200, rows
        ids = [row["id"] for row in rows]
        items = {
            str(row["id"]): row
            for row in self.store.rows("checklist_items")
            if row["checklist_template_id"] in ids
        }
        found = {str(row["id"]): row for row in rows}
        assets = {"ChecklistTemplate": found, "ChecklistTemplateItem": items} if rows else {}
        return 200, {"record_ids": ids, "assets": assets}

    def show(self, request: Request) -> Answer:
        request.actor.need("admin.checklist", "ticket.agent")
        return 200, self._row(request)

    def create(self, request: Request) -> Answer:
        request.actor.need("admin.checklist")
        self._check(request.body)
        fields = {
            "name": request.body.get("name"),
            "active": request.body.get("active", True),
            "sorted_item_ids": [],
        }
        row = self.store.insert("checklist_templates", fields)
        self._replace(row, request.body)
        return 201, row

    def update(self, request: Request) -> Answer:
        request.actor.need("admin.checklist")
        self._check(request.body)
        row = self._row(request)
        given: Row = {
            name: request.body[name] for name in ("name", "active") if name in request.body
        }
        self.store.update("checklist_templates", row["id"], given)
        self._replace(row, request.body)
        return 200, row

    def delete(self, request: Request) -> Answer:
        request.actor.need("admin.checklist")
        row = self._row(request)
        self._clear(row)
        self.store.delete("checklist_templates", row["id"])
        return 200, {}

    def _check(self, body: Row) -> None:
        if len(body.get("items") or []) > MOST_ITEMS:
            raise answers.Refused(422, f"Checklist template has more than {MOST_ITEMS} items.")

    def _replace(self, row: Row, body: Row) -> None:
        """All items anew, with new ids; none given leaves them as they are."""
        texts = [text for text in body.get("items") or [] if str(text).strip()]
        if not texts:
            return
        self._clear(row)
        new = [
            self.store.insert(
                "checklist_items", {"text": text, "checklist_template_id": row["id"]}
            )["id"]
            for text in texts
        ]
        self.store.update("checklist_templates", row["id"], {"sorted_item_ids": new})

    def _clear(self, row: Row) -> None:
        for item in self.store.rows("checklist_items"):
            if item["checklist_template_id"] == row["id"]:
                self.store.delete("checklist_items", item["id"])

    def _row(self, request: Request) -> Row:
        row = self.store.get("checklist_templates", request.ids["id"])
        if row is None:
            raise answers.unknown("ChecklistTemplate", request.ids["id"])
        return row


class Translations:
    """Words of the interface by language (6.3+): Zammad's own, and those an admin added."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def customized(self, request: Request) -> Answer:
        """What an admin changed or added, without Zammad's own words."""
        request.actor.need("admin.translation")
        rows = (row for row in self.store.rows("translations") if _changed(row))
        shown = sorted(rows, key=lambda row: (row["locale"], row["source"]))
        return 200, [{name: row[name] for name in SHOWN} for row in shown]

    def show(self, request: Request) -> Answer:
        request.actor.need("admin.translation")
        return 200, self._row(request)

    def lang(self, request: Request) -> Answer:
        """Every word of a language; anybody may read it."""
        rows = [
            [row["id"], row["source"], row["target"]]
            for row in self.store.rows("translations")
            if row["locale"] == str(request.ids["locale"]).lower() and row["target"]
        ]
        return 200, {"total": len(rows), "list": rows}

    def _word(self, locale: Any, source: Any) -> Row | None:
        rows = self.store.rows("translations")
        same = (row for row in rows if (row["locale"], row["source"]) == (locale, source))
        return next(same, None)

    def upsert(self, request: Request) -> Answer:
        request.actor.need("admin.translation")
        given = {name: request.body.get(name) for name in ("locale", "source", "target")}
        if not given["locale"]:
            raise answers.blank("Locale")
        found = self._word(given["locale"], given["source"])
        if found is None:
            own = {"target_initial": given["target"], "is_synchronized_from_codebase": False}
            found = self.store.insert("translations", {**given, **own})
        self.store.update("translations", found["id"], {"target": given["target"]})
        return 200, found

    def update(self, request: Request) -> Answer:
        request.actor.need("admin.translation")
        row = self._row(request)
        given: Row = {
            name: request.body[name]
            for name in ("locale", "source", "target")
            if name in request.body
        }
        self.store.update("translations", row["id"], given)
        return 200, row

    def delete(self, request: Request) -> Answer:
        request.actor.need("admin.translation")
        self.store.delete("translations", self._row(request)["id"])
        return 200, {}

    def _row(self, request: Request) -> Row:
        row = self.store.get("translations", request.ids["id"])
        if row is None:
            raise answers.unknown("Translation", request.ids["id"])
        return row


SHOWN = ("id", "locale", "source", "target", "target_initial", "is_synchronized_from_codebase")


def _changed(row: Row) -> bool:
    return bool(row["target_initial"] != row["target"] or not row["is_synchronized_from_codebase"])


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
