"""Who changed what on a ticket, and the tags themselves."""

from __future__ import annotations

from typing import Any

from zammad_plugin.emulator import answers
from zammad_plugin.emulator.objects.crud import Answer
from zammad_plugin.emulator.server.access import Request
from zammad_plugin.emulator.store import Row, Store, now


def record(store: Store, ticket_id: int, by: int, what: str, **more: Any) -> None:
    """One history row; `what` is created, updated, added or removed."""
    entry = {"o_id": ticket_id, "object": "Ticket", "type": what, "created_by_id": by, **more}
    store.insert("history", {"related_history_object_id": None, **entry})


class Tags:
    def __init__(self, store: Store) -> None:
        self.store = store

    def of(self, ticket: Row) -> list[str]:
        return list(ticket["_tags"])

    def add(self, ticket: Row, name: str, by: int) -> None:
        """A tag that stands there already changes nothing."""
        if name in ticket["_tags"]:
            return
        if not self.store.find("tag_list", name=name):
            self.store.insert("tag_list", {"name": name})
        self.store.update("tickets", ticket["id"], {"_tags": [*ticket["_tags"], name]})
        record(
            self.store, ticket["id"], by, "added", attribute="tag", value_from=None, value_to=name
        )

    def remove(self, ticket: Row, name: str, by: int) -> None:
        if name not in ticket["_tags"]:
            return
        rest = [one for one in ticket["_tags"] if one != name]
        self.store.update("tickets", ticket["id"], {"_tags": rest})
        record(
            self.store, ticket["id"], by, "removed", attribute="tag", value_from=None, value_to=name
        )

    def index(self, request: Request) -> Answer:
        ticket = self._ticket(request, request.params)
        if not request.actor.sees(ticket):
            raise answers.not_authorized(by_token=False)
        return 200, {"tags": self.of(ticket)}

    def add_call(self, request: Request) -> Answer:
        ticket, item = self._writable(request), str(request.body.get("item") or "").strip()
        if not item:
            raise answers.required("tags", "tag_item_id")
        self.add(ticket, item, request.actor.id)
        return 201, True

    def remove_call(self, request: Request) -> Answer:
        given = {**request.params, **request.body}
        self.remove(self._writable(request), str(given.get("item") or ""), request.actor.id)
        return 200, True

    def _writable(self, request: Request) -> Row:
        ticket = self._ticket(request, {**request.params, **request.body})
        request.actor.need("ticket.agent")
        if not request.actor.reaches(ticket["group_id"], "change"):
            raise answers.not_authorized(by_token=False)
        return ticket

    def _ticket(self, request: Request, given: Row) -> Row:
        number = str(given.get("o_id") or "0")
        ticket = self.store.get("tickets", int(number) if number.isdigit() else 0)
        if ticket is None:
            raise answers.unknown("Ticket", number, given=True)
        return ticket


class TagList:
    def __init__(self, store: Store) -> None:
        self.store = store

    def index(self, request: Request) -> Answer:
        request.actor.need("admin.tag")
        return 200, [self._shown(row) for row in self.store.rows("tag_list")]

    def create(self, request: Request) -> Answer:
        """A name that exists already is no error."""
        request.actor.need("admin.tag")
        name = str(request.body.get("name") or "").strip()
        if not name:
            raise answers.blank("Name")
        if not self.store.find("tag_list", name=name):
            self.store.insert("tag_list", {"name": name})
        return 200, {}

    def update(self, request: Request) -> Answer:
        request.actor.need("admin.tag")
        row = self._row(request)
        self.store.update("tag_list", row["id"], {"name": str(request.body.get("name"))})
        return 200, {}

    def delete(self, request: Request) -> Answer:
        """Deleting a tag takes it off every ticket."""
        request.actor.need("admin.tag")
        row = self._row(request)
        for ticket in self.store.rows("tickets"):
            Tags(self.store).remove(ticket, row["name"], request.actor.id)
        self.store.delete("tag_list", row["id"])
        return 200, {}

    def _row(self, request: Request) -> Row:
        row = self.store.get("tag_list", request.ids["id"])
        if row is None:
            raise answers.unknown("Tag::Item", request.ids["id"])
        return row

    def _shown(self, row: Row) -> Row:
        count = sum(row["name"] in ticket["_tags"] for ticket in self.store.rows("tickets"))
        return {"id": row["id"], "name": row["name"], "count": count}


class Links:
    """Links between tickets."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(self, request: Request) -> Answer:
        request.actor.need("ticket.agent")
        body = request.body
        source = self.store.find("tickets", number=str(body.get("link_object_source_number")))
        target = self.store.get("tickets", int(body.get("link_object_target_value") or 0))
        if not source or not target:
            raise answers.Refused(422, "Can't find link object")
        return 201, self.link(source["id"], target["id"])

    def link(self, source_id: int, target_id: int) -> Row:
        """The link of two tickets; one that is there already stays the only one."""
        fields = {
            "link_type_id": 1,
            "link_object_source_id": 1,
            "link_object_source_value": source_id,
            "link_object_target_id": 1,
            "link_object_target_value": target_id,
        }
        return dict(self.store.find("links", **fields) or self.store.insert("links", fields))

    def index(self, request: Request) -> Answer:
        number = str(request.params.get("link_object_value") or "0")
        return 200, {"links": self.of(int(number) if number.isdigit() else 0), "assets": {}}

    def of(self, ticket_id: int) -> list[Row]:
        ends = [
            (row["link_object_source_value"], row["link_object_target_value"])
            for row in self.store.rows("links")
        ]
        others = [b if a == ticket_id else a for a, b in ends if ticket_id in (a, b)]
        return [
            {"link_type": "normal", "link_object": "Ticket", "link_object_value": one}
            for one in others
        ]


class History:
    def __init__(self, store: Store) -> None:
        self.store = store

    def show(self, request: Request) -> Answer:
        request.actor.need("ticket.agent")
        ticket_id = request.ids["id"]
        if not self.store.get("tickets", ticket_id):
            raise answers.unknown("Ticket", ticket_id)
        rows = [dict(row) for row in self.store.rows("history") if row["o_id"] == ticket_id]
        return 200, {"history": rows, "assets": {}}


def changes(store: Store, ticket: Row, before: Row, by: int) -> None:
    """One history row a changed attribute."""
    for name, value in before.items():
        if name.startswith("_") or name in {"updated_at", "updated_by_id", "preferences"}:
            continue
        old, new = ("" if one is None else str(one) for one in (value, ticket.get(name)))
        record(
            store,
            ticket["id"],
            by,
            "updated",
            attribute=name.removesuffix("_id"),
            value_from=old,
            value_to=new,
            created_at=now(),
        )
