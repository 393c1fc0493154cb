"""Object manager attributes: columns of tickets that exist after execute_migrations only."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from zammad_plugin.emulator import answers, versions
from zammad_plugin.emulator.objects.crud import Answer
from zammad_plugin.emulator.server.access import Request
from zammad_plugin.emulator.store import Row, Store

TABLE = "object_manager_attributes"
TYPES = {
    "input",
    "textarea",
    "select",
    "multiselect",
    "tree_select",
    "multi_tree_select",
    "boolean",
    "date",
    "datetime",
    "integer",
    "richtext",
}
BUILT_IN = {
    "title",
    "number",
    "group_id",
    "state_id",
    "priority_id",
    "owner_id",
    "customer_id",
    "note",
    "type",
    "pending_time",
    "article",
    "preferences",
    "organization_id",
}
RESTRICTS = {"select", "remove_option", "set_fixed_to", "add_option"}  # operators of workflows
COLUMNS = ("name", "display", "data_type", "active", "screens", "position")


def live(store: Store) -> list[Row]:
    """Attributes that tickets have now."""
    return [row for row in store.rows(TABLE) if row["_live"]]


def default_of(attribute: Row) -> Any:
    option = attribute["data_option"]
    if attribute["data_type"] == "date" and isinstance(option.get("diff"), int):
        # A day count, 0 too, gives every new ticket a date.
        return (date.today() + timedelta(days=option["diff"])).isoformat()
    if attribute["data_type"] in {"multiselect", "multi_tree_select"}:
        return option.get("default") or []
    return option.get("default")


def check_value(store: Store, attribute: Row, value: Any) -> None:
    """Raises 422 when `value` is no option of a select.

    A 6.5 takes any value and keeps it, unless an active core workflow restricts the field.
    """
    option = attribute["data_option"].get("options")
    if attribute["data_type"] not in {"select", "multiselect", "tree_select"} or not option:
        return
    if store.version >= versions.ANY_VALUE and not _restricted(store, attribute["name"]):
        return
    known = set(_values(option))
    for one in value if isinstance(value, list) else [value]:
        if one not in (None, "") and str(one) not in known:
            raise answers.invalid_value(one, attribute["name"])


def _restricted(store: Store, name: str) -> bool:
    flows = (row for row in store.rows("core_workflows") if row["active"])
    performs = (row["perform"].get(f"ticket.{name}") or {} for row in flows)
    operators = (perform.get("operator") for perform in performs)
    return any(RESTRICTS & set(one if isinstance(one, list) else [one]) for one in operators)


def _values(options: Any) -> list[str]:
    if isinstance(options, dict):
        return [str(one) for one in options]
    return [
        value
        for one in options
        for value in (str(one["value"]), *_values(one.get("children") or []))
    ]


def pending(store: Store) -> bool:
    """Whether a migration will change the database."""
    waits = ("to_create", "to_migrate", "to_delete")
    return any(row[name] for row in store.rows(TABLE) for name in waits)


class Attributes:
    def __init__(self, store: Store) -> None:
        self.store = store

    def index(self, request: Request) -> Answer:
        request.actor.need("admin.object")
        return 200, [_listed(row) for row in self.store.rows(TABLE)]

    def show(self, request: Request) -> Answer:
        request.actor.need("admin.object")
        return 200, _listed(self._row(request))

    def create(self, request: Request) -> Answer:
        request.actor.need("admin.object")
        name = str(request.body.get("name") or "")
        object_name = request.body.get("object") or "Ticket"
        if name in BUILT_IN or self.store.find(TABLE, name=name, _object=object_name):
            raise answers.duplicate()
        if not re.fullmatch(r"[a-z0-9_]*[a-z][a-z0-9_]*", name) or re.search(r"_ids?$", name):
            raise answers.Refused(422, f"Name can't be used: {name}")
        _check_type(request.body.get("data_type"))
        by = {"created_by_id": request.actor.id, "updated_by_id": request.actor.id}
        row = {**_EMPTY, **_given(request.body), **by, "_object": object_name, "_live": False}
        row["data_option"] = _filled(request.body.get("data_option") or {})
        return 201, _shown(self.store.insert(TABLE, copy.deepcopy(row)))

    def update(self, request: Request) -> Answer:
        """What is live stays as it is until the next migration."""
        request.actor.need("admin.object")
        row, given = self._row(request), _given(request.body)
        _check_type(given.get("data_type", row["data_type"]))
        option = request.body.get("data_option")
        if option is not None and _filled(option) != row["data_option"]:
            given |= {"data_option_new": _filled(option), "to_migrate": True, "to_config": True}
        if {name: row.get(name) for name in given} != given:
            given |= {"to_config": True}
        self.store.update(TABLE, row["id"], given)
        return 200, _shown(row)

    def delete(self, request: Request) -> Answer:
        request.actor.need("admin.object")
        self.store.update(TABLE, self._row(request)["id"], {"to_delete": True})
        return 200, {}

    def migrate(self, request: Request) -> Answer:
        request.actor.need("admin.object")
        for row in self.store.rows(TABLE):
            if row["to_delete"]:
                self.store.delete(TABLE, row["id"])
                self._column(row, self.store.drop_column)
                continue
            self._column(row, self.store.add_column)
            option = row["data_option_new"] or row["data_option"]
            fields = {"to_create": False, "to_migrate": False, "to_config": False, "_live": True}
            self.store.update(
                TABLE, row["id"], {**fields, "data_option": option, "data_option_new": {}}
            )
        return 200, {}

    def _column(self, row: Row, change: Callable[[str, str], None]) -> None:
        """Of the tickets that there are too."""
        if row["_object"] == "Ticket":
            change("tickets", str(row["name"]))

    def _row(self, request: Request) -> Row:
        row = self.store.get(TABLE, request.ids["id"])
        if row is None:
            raise answers.unknown("ObjectManager::Attribute", request.ids["id"])
        return row


_EMPTY: Row = {
    "object_lookup_id": 1,
    "name": None,
    "display": None,
    "data_type": None,
    "data_option": {},
    "data_option_new": {},
    "editable": True,
    "active": True,
    "screens": {},
    "to_create": True,
    "to_migrate": True,
    "to_delete": False,
    "to_config": False,
    "position": 900,
}


def _given(body: Row) -> Row:
    return {name: body[name] for name in COLUMNS if name in body}


def _filled(option: Row) -> Row:
    """The server adds empty options and relation."""
    return {**option, "options": option.get("options", {}), "relation": option.get("relation", "")}


def _check_type(data_type: Any) -> None:
    if data_type not in TYPES:
        raise answers.Refused(422, "Data type is not included in the list")


def _shown(row: Row) -> Row:
    return copy.deepcopy({name: value for name, value in row.items() if name[0] != "_"})


def _listed(row: Row) -> Row:
    """Lists name the object, where the answer to a create has a number for it."""
    shown = _shown(row)
    del shown["object_lookup_id"]
    return {**shown, "object": row["_object"], "deletable": True}
