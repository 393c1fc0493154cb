"""The ticket endpoints: create, read, change, search."""

from __future__ import annotations

import json
from typing import Any

from zammad_plugin.emulator import answers, articles, history, versions
from zammad_plugin.emulator.history import Links, Tags
from zammad_plugin.emulator.objects.crud import Answer, expanded, paged
from zammad_plugin.emulator.objects.fields import Fields
from zammad_plugin.emulator.selector import Change, Selector
from zammad_plugin.emulator.server.access import Actor, Request, seen
from zammad_plugin.emulator.store import Row, Store, copied
from zammad_plugin.emulator.triggers import Triggers

NAMES = {
    "group_id": "groups",
    "state_id": "ticket_states",
    "priority_id": "ticket_priorities",
    "owner_id": "users",
    "customer_id": "users",
    "create_article_type_id": "ticket_article_types",
    "create_article_sender_id": "ticket_article_senders",
}
SORTABLE = {"id", "created_at", "updated_at", "number", "title"}


class Tickets:
    def __init__(self, store: Store, triggers: Triggers) -> None:
        self.store = store
        self.triggers = triggers
        self.tags = Tags(store)
        self.fields = Fields(store)
        self.links = Links(store)
        self._last: tuple[tuple[int, str, int], list[Row]] = ((0, "", -1), [])

    def index(self, request: Request) -> Answer:
        """At most 100 a page, by id whatever was asked."""
        rows = [row for row in self.store.rows("tickets") if request.actor.sees(row)]
        page = paged(rows, request, default=50, most=100)
        return 200, [self._shown(row, request, read=True) for row in page]

    def show(self, request: Request) -> Answer:
        ticket = seen(self.store, request)
        if request.flag("all"):
            return 200, self._all(ticket, request)
        return 200, self._shown(ticket, request, read=True)

    def create(self, request: Request) -> Answer:
        request.actor.need("ticket.agent", "ticket.customer")
        given = request.body
        ticket = self.store.insert("tickets", self.fields.of_new(given, request.actor))
        self.store.update("tickets", ticket["id"], {"number": str(13000 + ticket["id"])})
        history.record(self.store, ticket["id"], request.actor.id, "created")
        for name in _tag_names(given.get("tags")):
            self.tags.add(ticket, name, request.actor.id)
        article = self._first_article(ticket, given.get("article"), request.actor)
        self.triggers.fire(ticket, Change("create", article), request.actor)
        return 201, self._shown(ticket, request)

    def update(self, request: Request) -> Answer:
        """Fields and an inline article together; what is unknown is ignored, tags too."""
        ticket = seen(self.store, request)
        request.actor.need("ticket.agent", "ticket.customer")
        changes = self.fields.of_change(request.body, ticket, request.actor)
        before = self.store.update("tickets", ticket["id"], changes)
        history.changes(self.store, ticket, before, request.actor.id)
        given = request.body.get("article")
        article = articles.create(self.store, ticket, given, request.actor) if given else None
        if before or article:
            change = Change("update", article, frozenset(before))
            self.triggers.fire(ticket, change, request.actor)
        return 200, self._shown(ticket, request)

    def delete(self, request: Request) -> Answer:
        request.actor.need("admin")
        ticket = seen(self.store, request)
        for article_id in ticket["article_ids"]:
            self.store.delete("ticket_articles", article_id)
        self.store.delete("tickets", ticket["id"])
        return 200, ""

    def _first_article(self, ticket: Row, given: Any, actor: Actor) -> Row | None:
        if not given:
            return None
        article = articles.create(self.store, ticket, given, actor)
        kind = {
            "create_article_type_id": article["type_id"],
            "create_article_sender_id": article["sender_id"],
        }
        self.store.update("tickets", ticket["id"], kind)
        return article

    def search(self, request: Request) -> Answer:
        """By condition; a query is a LIKE over a few columns, as without Elasticsearch."""
        given = {**request.params, **request.body}
        rows = self._found(request, given)
        if self.store.version >= versions.SEARCH and request.flag("only_total_count"):
            return 200, {"total_count": len(rows)}
        page = paged(rows, request, default=50, most=200)
        if request.flag("expand"):
            return 200, [self._shown(row, request) for row in page]
        if self.store.version < versions.SEARCH:
            ids, assets = self._assets(page)
            return 200, {"tickets": ids, "tickets_count": len(ids), "assets": assets}
        if not request.flag("full"):
            return 200, [self._plain(row) for row in page]
        ids, assets = self._assets(page)
        return 200, {"record_ids": ids, "assets": assets, "total_count": len(rows)}

    def _assets(self, page: list[Row]) -> tuple[list[int], Row]:
        """(ids, the rows by class and id)"""
        rows = {str(row["id"]): self._plain(row) for row in page}
        return [row["id"] for row in page], {"Ticket": rows} if rows else {}

    def _found(self, request: Request, given: Row) -> list[Row]:
        """In their order; of one search page after page only once, as long as nobody writes."""
        asked = json.dumps(
            [given.get(one) for one in ("condition", "query", "sort_by", "order_by")]
        )
        key = (request.actor.id, asked, self.store.writes)
        if key != self._last[0] or "relative" in asked:  # what is relative changes with the clock
            self._last = (key, self._matching(request, given))
        return list(self._last[1])

    def _matching(self, request: Request, given: Row) -> list[Row]:
        rows = [row for row in self.store.rows("tickets") if request.actor.sees(row)]
        if given.get("condition"):
            selector = Selector(
                self.store, given["condition"], self.tags.of, user_id=request.actor.id
            )
            rows = [row for row in rows if selector.matches(row)]
        elif given.get("query"):
            rows = [row for row in rows if self._like(row, str(given["query"]))]
        by = str(given.get("sort_by") or "updated_at")
        descending = str(given.get("order_by") or "desc") == "desc"
        if by in SORTABLE:
            rows.sort(key=lambda row: (row[by], row["id"]), reverse=descending)
        return rows

    def _like(self, ticket: Row, query: str) -> bool:
        found = (self.store.get("ticket_articles", one) for one in ticket["article_ids"])
        texts = [ticket["title"], ticket["number"], *(one["body"] for one in found if one)]
        return any(query.casefold() in str(text).casefold() for text in texts)

    def mention(self, request: Request) -> Answer:
        request.actor.need("ticket.agent")
        ticket = self.store.get("tickets", int(request.body.get("mentionable_id") or 0))
        if ticket is None:
            raise answers.unknown("Ticket", int(request.body.get("mentionable_id") or 0))
        ids = {*ticket["_mentions"], request.actor.id}
        self.store.update("tickets", ticket["id"], {"_mentions": sorted(ids)})
        return 201, True

    def _plain(self, ticket: Row) -> Row:
        return {name: copied(value) for name, value in ticket.items() if name[0] != "_"}

    def _shown(self, ticket: Row, request: Request, read: bool = False) -> Row:
        row = self._plain(ticket)
        if read and not request.flag("expand"):  # told after a write, and with names
            del row["article_ids"], row["ticket_time_accounting_ids"]
        if request.flag("expand"):
            row = {**expanded(self.store, row, NAMES), "ticket_time_accounting": []}
        return row

    def _all(self, ticket: Row, request: Request) -> Row:
        rows = articles.of(self.store, ticket, request.actor)
        plain = {str(row["id"]): articles.shown(self.store, row, names=False) for row in rows}
        assets: dict[str, Any] = {"Ticket": {str(ticket["id"]): self._plain(ticket)}}
        return {
            "ticket_id": ticket["id"],
            "ticket_article_ids": [row["id"] for row in rows],
            "assets": {**assets, "TicketArticle": plain},
            "links": self.links.of(ticket["id"]),
            "tags": self.tags.of(ticket),
            "mentions": list(ticket["_mentions"]),
        }


def _tag_names(given: Any) -> list[str]:
    names = given.split(",") if isinstance(given, str) else given or []
    return [str(name).strip() for name in names if str(name).strip()]
