"""The article endpoints: write, read, show to customers or not, delete."""

from __future__ import annotations

import base64

from zammad_plugin.emulator import answers, articles
from zammad_plugin.emulator.objects.crud import Answer
from zammad_plugin.emulator.selector import Change
from zammad_plugin.emulator.server.access import Request, seen
from zammad_plugin.emulator.store import Store
from zammad_plugin.emulator.triggers import Triggers


class TicketArticles:
    def __init__(self, store: Store, triggers: Triggers) -> None:
        self.store = store
        self.triggers = triggers

    def create(self, request: Request) -> Answer:
        number = request.body.get("ticket_id")
        ticket_id = int(str(number)) if str(number).isdigit() else 0
        ticket = self.store.get("tickets", ticket_id)
        if ticket is None:
            raise answers.unknown("Ticket", ticket_id, given=True)
        if not request.actor.sees(ticket):
            raise answers.not_authorized(by_token=False)
        article = articles.create(self.store, ticket, request.body, request.actor)
        self.store.touch("tickets", ticket["id"])
        self.triggers.fire(ticket, Change("update", article), request.actor)
        return 201, articles.shown(self.store, article)

    def index(self, request: Request) -> Answer:
        """Those of one ticket."""
        ticket = seen(self.store, request)
        rows = articles.of(self.store, ticket, request.actor)
        return 200, [articles.shown(self.store, row) for row in rows]

    def show(self, request: Request) -> Answer:
        article = self.store.get("ticket_articles", request.ids["id"])
        ticket = self.store.get("tickets", article["ticket_id"]) if article else None
        if article is None or ticket is None:
            raise answers.unknown("Ticket::Article", request.ids["id"])
        hidden = article["internal"] and not request.actor.may("ticket.agent")
        if hidden or not request.actor.sees(ticket):
            raise answers.not_authorized(by_token=False)
        return 200, articles.shown(self.store, article, names=request.flag("expand"))

    def attachment(self, request: Request) -> Answer:
        """The file itself. *Read* in the source: the article must be one of the ticket."""
        _, row = self.show(request)
        listed = next((one for one in row["attachments"] if one["id"] == request.ids["file"]), None)
        stored = self.store.get("store_files", request.ids["file"]) if listed else None
        if row["ticket_id"] != request.ids["ticket"] or not listed or not stored:
            raise answers.unknown("Store", request.ids["file"])
        kind = str(listed["preferences"].get("Mime-Type"))
        return 200, answers.File(base64.b64decode(stored["data"]), kind)

    def update(self, request: Request) -> Answer:
        """Nothing but `internal` can be changed later."""
        request.actor.need("ticket.agent")
        article = self.store.get("ticket_articles", request.ids["id"])
        if article is None:
            raise answers.unknown("Ticket::Article", request.ids["id"])
        if "internal" in request.body:
            internal = str(request.body["internal"]).lower() == "true"
            self.store.update("ticket_articles", article["id"], {"internal": internal})
        return 200, articles.shown(self.store, article)

    def delete(self, request: Request) -> Answer:
        """What an agent wrote for agents or as a note, for ten minutes."""
        article = self.store.get("ticket_articles", request.ids["id"])
        ticket = self.store.get("tickets", article["ticket_id"]) if article else None
        if article is None or ticket is None:
            raise answers.unknown("Ticket::Article", request.ids["id"])
        articles.refuse_deletion(self.store, article, request.actor)
        self.store.delete("ticket_articles", article["id"])
        ids = [one for one in ticket["article_ids"] if one != article["id"]]
        counted = {"article_ids": ids, "article_count": ticket["article_count"] - 1}
        self.store.update("tickets", ticket["id"], counted)
        return 200, {}
