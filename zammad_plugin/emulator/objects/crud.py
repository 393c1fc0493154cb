"""Create, read, update, delete of the configuration objects, for every kind alike."""

from __future__ import annotations

import copy
import re
from typing import Any

from zammad_plugin.emulator import answers
from zammad_plugin.emulator.html import sanitised
from zammad_plugin.emulator.objects.kind import Kind
from zammad_plugin.emulator.server.access import Request
from zammad_plugin.emulator.store import Row, Store

Answer = tuple[int, Any]
# What a new object can't be without, beside its name.
NEEDED = {
    "macros": "perform",
    "triggers": "condition",
    "jobs": "timeplan",
    "slas": "calendar_id",
    "overviews": "role_ids",
    "text_modules": "content",
    "webhooks": "endpoint",
    "postmaster_filters": "match",
}
NEEDED_WORDS = {
    "overviews": "Roles can't be blank",
    "text_modules": "Content can't be blank",
    "webhooks": "Endpoint The provided endpoint is invalid.",
    "postmaster_filters": "At least one match rule is required, but none was provided.",
}
WHERE = {"core_workflows": ' [WHERE "core_workflows"."changeable" = $1]'}
BLANK = {"groups": "Name last"}  # in the words of 6.5 and newer
UNPAGED = 500  # rows of a list asked for without paging


def paged(rows: list[Row], request: Request, default: int = UNPAGED, most: int = 500) -> list[Row]:
    size = request.number("per_page", request.number("limit", default, most), most)
    start = (request.number("page", 1, 10**9) - 1) * size
    return rows[start : start + size]


def expanded(store: Store, row: Row, names: dict[str, str]) -> Row:
    """The row with names beside ids, as `expand=true` gives it."""
    out = dict(row)
    for column, table in names.items():
        plain = column.removesuffix("_ids").removesuffix("_id")
        if column.endswith("_ids"):
            out[f"{plain}s"] = [_name(store, table, one) for one in row.get(column) or []]
        else:
            out[plain] = _name(store, table, row.get(column))
    for column in ("created_by_id", "updated_by_id"):
        out[column.removesuffix("_id")] = _name(store, "users", row.get(column))
    return out


def _name(store: Store, table: str, row_id: Any) -> Any:
    row = store.get(table, int(row_id)) if row_id else None
    return (row.get("login") or row.get("name")) if row else None


class Objects:
    """The endpoints of one kind."""

    def __init__(self, store: Store, kind: Kind) -> None:
        self.store = store
        self.kind = kind

    def index(self, request: Request) -> Answer:
        request.actor.need(*self.kind.readers)
        rows = paged(self.store.rows(self.kind.path), request)
        return 200, [self._shown(row, request) for row in rows]

    def show(self, request: Request) -> Answer:
        request.actor.need(*self.kind.readers)
        return 200, self._shown(self._row(request), request)

    def create(self, request: Request) -> Answer:
        request.actor.need(*self.kind.write)
        fields = self._fields(request.body)
        self._check_hash(fields)
        if self.kind.path == "calendars" and not fields.get("business_hours"):
            raise answers.Refused(422, "There are no business hours configured.")
        self._check_name(fields.get("name"), None)
        self._check_needed(fields)
        if self.kind.path == "overviews":
            fields |= self._of_overview(fields)
        by = {"updated_by_id": request.actor.id, "created_by_id": request.actor.id}
        row = self.store.insert(
            self.kind.path, {**copy.deepcopy(self.kind.columns), **fields, **by}
        )
        return 201, self._shown(row, request)

    def _of_overview(self, fields: Row) -> Row:
        """Its link, and its place behind all others where none is given."""
        link = self._free_link(str(fields.get("link") or fields["name"]))
        if fields.get("prio") is not None:
            return {"link": link}
        used = [row["prio"] for row in self.store.rows("overviews")]
        return {"link": link, "prio": max(used) + 1 if used else 0}

    def update(self, request: Request) -> Answer:
        request.actor.need(*self.kind.write)
        row = self._row(request)
        fields = self._fields(request.body)
        if "name" in fields:
            self._check_name(fields["name"], row["id"])
        if self.kind.path == "overviews" and fields.get("prio", row["prio"]) != row["prio"]:
            self._number_anew(row["id"], fields["prio"])
        if self.store.update(self.kind.path, row["id"], fields):
            row["updated_by_id"] = request.actor.id
        return 200, self._shown(row, request)

    def delete(self, request: Request) -> Answer:
        request.actor.need(*self.kind.write)
        if not self.kind.deletable:
            raise answers.no_route("DELETE", request.path)
        self.store.delete(self.kind.path, self._row(request)["id"])
        return 200, {}

    def _shown(self, row: Row, request: Request) -> Row:
        if request.flag("expand"):
            return expanded(self.store, row, self.kind.names)
        return copy.deepcopy(row)

    def _row(self, request: Request) -> Row:
        row = self.store.get(self.kind.path, request.ids["id"])
        if row is None:
            where = WHERE.get(self.kind.path, "")
            raise answers.unknown(self.kind.model, request.ids["id"], where=where)
        return row

    def _fields(self, body: Row) -> Row:
        """Known columns only: the server drops others without a word."""
        fields = {name: body[name] for name in body if name in self.kind.columns}
        for column, table in self.kind.names.items():
            plain = column.removesuffix("_ids").removesuffix("_id")
            given = body.get(f"{plain}s" if column.endswith("_ids") else plain)
            if given is not None and column not in body:
                fields[column] = self._ids(table, given, plain)
        for name in self.kind.html:
            if isinstance(fields.get(name), str):
                fields[name] = sanitised(fields[name])
        return fields

    def _ids(self, table: str, given: Any, field: str) -> Any:
        names = given if isinstance(given, list) else [given]
        rows = [self.store.find(table, name=name) for name in names]
        if None in rows:
            raise answers.no_lookup(
                f"{field}s" if isinstance(given, list) else field, names[rows.index(None)]
            )
        ids = [row["id"] for row in rows if row]
        return ids if isinstance(given, list) else ids[0]

    def _check_hash(self, fields: Row) -> None:
        """Before 6.5 the server falls over a missing one; from there on it is asked for."""
        column = self.kind.hash_needed
        if not column or isinstance(fields.get(column), dict):
            return
        if self.store.version >= answers.NEW_WORDS:
            self._check_name(fields.get("name"), None)
            raise answers.required(self.kind.path, column)
        raise answers.Refused(500, "undefined method `each_key' for nil:NilClass", human=False)

    def _check_name(self, name: Any, own_id: int | None) -> None:
        if not str(name or "").strip():
            raise answers.blank("Name", newer=BLANK.get(self.kind.path, ""))
        other = self.store.find(self.kind.path, name=name) if self.kind.unique else None
        if other and other["id"] != own_id:
            raise answers.taken()

    def _number_anew(self, moved: int, taken: int) -> None:
        """All other overviews from 1 on, as one is moved to `taken`."""
        rows = sorted(self.store.rows("overviews"), key=lambda row: row["updated_at"], reverse=True)
        place = 0
        for row in sorted(rows, key=lambda row: row["prio"]):
            if row["id"] != moved:
                place += 2 if place + 1 == taken else 1
                self.store.update("overviews", row["id"], {"prio": place})

    def _check_needed(self, fields: Row) -> None:
        path, column = self.kind.path, NEEDED.get(self.kind.path, "")
        if path == "jobs" and self.store.version >= answers.NEW_WORDS and not fields.get("object"):
            raise answers.blank("Object")
        if not column or fields.get(column):
            return
        words = NEEDED_WORDS.get(path)
        raise answers.Refused(422, words) if words else answers.required(path, column)

    def _free_link(self, wanted: str) -> str:
        link = re.sub(r"[^a-z0-9]+", "_", wanted.casefold()).strip("_") or "overview"
        taken = {row["link"] for row in self.store.rows("overviews")}
        number, free = 0, link
        while free in taken:
            number += 1
            free = f"{link}_{number}"
        return free


class Groups(Objects):
    """Groups in a tree by their names (`A::B`), in versions that have one."""

    def _fields(self, body: Row) -> Row:
        fields = super()._fields(body)
        if "name_last" not in self.kind.columns or "name" not in fields:
            return fields
        above, _, last = str(fields["name"] or "").rpartition("::")
        parent = self.store.find("groups", name=above) if above else None
        if above and parent is None:
            raise answers.Refused(422, "Name contains invalid path")
        return {**fields, "name_last": last, "parent_id": parent["id"] if parent else None}
