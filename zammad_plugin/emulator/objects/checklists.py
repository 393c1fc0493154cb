"""Templates of checklists, as sources and documentation have them: read, and not measured."""

from __future__ import annotations

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
