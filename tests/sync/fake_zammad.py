"""A Zammad in memory: the calls that sync makes, counted, with faults on demand."""

from __future__ import annotations

import copy
import re
from typing import Any

from zammad_plugin.errors import OutcomeUnknown, Rejected

SEEDS = {
    "roles": ["Admin", "Agent", "Customer"],
    "ticket_states": ["new", "open", "pending reminder", "closed"],
    "ticket_priorities": ["1 low", "2 normal", "3 high"],
    "groups": ["Users"],
}
UNIQUE = {"groups", "macros", "triggers", "object_manager_attributes"}
MIGRATE = "object_manager_attributes_execute_migrations"


class FakeZammad:
    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.calls: list[tuple[str, str]] = []
        self.faults: dict[tuple[str, str], list[Exception]] = {}  # before the call takes effect
        self.lost: list[str] = []  # resources whose next create loses its answer
        self.next_id = 1
        self.restarts = False
        for resource, names in SEEDS.items():
            for name in names:
                self.add(resource, {"name": name, "note": None})

    @property
    def writes(self) -> list[tuple[str, str]]:
        return [call for call in self.calls if call[0] in {"create", "update", "post"}]

    def add(self, resource: str, fields: dict[str, Any]) -> dict[str, Any]:
        row = {"id": self.next_id, **copy.deepcopy(fields)}
        self.next_id += 1
        self.rows.setdefault(resource, []).append(row)
        return row

    def _call(self, method: str, resource: str) -> None:
        self.calls.append((method, resource))
        faults = self.faults.get((method, resource))
        if faults:
            raise faults.pop(0)

    def answers(self) -> bool:
        """As 6.5: away once after each migration."""
        away, self.restarts = self.restarts, False
        return not away

    def list_all(self, resource: str, **params: Any) -> list[dict[str, Any]]:
        self._call("list", resource)
        return copy.deepcopy(self.rows.get(resource, []))

    def get(self, path: str, **params: Any) -> Any:
        self._call("list", path.partition("/")[0])
        if path == "version":
            return {"version": "6.5.0"}
        if path == "checklist_templates":
            return self._checklists()
        if path == "object_manager_attributes":
            return copy.deepcopy(self.rows.get(path, []))
        if path == "translations/customized":
            return copy.deepcopy(self.rows.get("translations", []))
        return {"total": 0, "list": []}

    def _checklists(self) -> dict[str, Any]:
        rows = copy.deepcopy(self.rows.get("checklist_templates", []))
        texts: dict[str, Any] = {}
        for row in rows:
            keys = [f"{row['id']}-{number}" for number in range(len(row["items"]))]
            texts |= {key: {"text": row["items"][at]} for at, key in enumerate(keys)}
            row["sorted_item_ids"] = keys
            del row["items"]
        assets = {
            "ChecklistTemplate": {str(row["id"]): row for row in rows},
            "ChecklistTemplateItem": texts,
        }
        return {"record_ids": [row["id"] for row in rows], "assets": assets}

    def create(self, resource: str, payload: dict[str, Any]) -> dict[str, Any]:
        resource = resource.removesuffix("/upsert")
        self._call("create", resource)
        names = {row.get("name", "").casefold() for row in self.rows.get(resource, [])}
        if resource in UNIQUE and payload["name"].casefold() in names:
            raise Rejected("POST", status=422, said="Object already exists!")
        row = self.add(resource, self._kept(resource, payload))
        if resource in self.lost:
            self.lost.remove(resource)
            raise OutcomeUnknown("POST: the answer was lost")
        return copy.deepcopy(row)

    def update(self, resource: str, id: int, payload: dict[str, Any]) -> dict[str, Any]:
        self._call("update", resource)
        row = next(row for row in self.rows[resource] if row["id"] == id)
        row.update(copy.deepcopy(self._kept(resource, payload)))
        return copy.deepcopy(row)

    def post(self, path: str, payload: dict[str, Any] | None = None) -> Any:
        self._call("post", path)
        self.restarts = True
        for row in self.rows.get("object_manager_attributes", []):
            row.update(to_create=False, to_migrate=False)
        return {}

    def search_tickets(self, condition: dict[str, Any], limit: int = 1) -> list[dict[str, Any]]:
        self._call("search", "tickets")
        return []

    @staticmethod
    def _kept(resource: str, payload: dict[str, Any]) -> dict[str, Any]:
        """As the server makes it: sanitised HTML, keys of its own."""
        kept = copy.deepcopy(payload)
        if resource == "text_modules" and "content" in kept:
            kept["content"] = re.sub(r"</p><p>", "</p>\n<p>", kept["content"])
        if resource == "object_manager_attributes":
            kept["data_option"] = {**kept["data_option"], "relation": ""}
            kept.update(to_create=True, to_migrate=True, data_option_new={})
        return kept
