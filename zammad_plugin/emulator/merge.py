"""Merging a ticket into another: its articles move, what hung on the ticket itself does not."""

from __future__ import annotations

from zammad_plugin.emulator import answers, history
from zammad_plugin.emulator.history import Links
from zammad_plugin.emulator.objects.crud import Answer
from zammad_plugin.emulator.selector import Change
from zammad_plugin.emulator.server.access import Request
from zammad_plugin.emulator.store import Row, Store
from zammad_plugin.emulator.triggers import Triggers


class Merge:
    def __init__(self, store: Store, triggers: Triggers) -> None:
        self.store, self.triggers = store, triggers
        self.links = Links(store)

    def merge(self, request: Request) -> Answer:
        """A target that does not exist, or the ticket itself: 200 with `failed`."""
        request.actor.need("ticket.agent")
        source = self.store.get("tickets", request.ids["id"])
        if source is None:
            raise answers.unknown("Ticket", request.ids["id"])
        target = self.store.find("tickets", number=str(request.ids["number"]))
        if target is None or target["id"] == source["id"]:
            words = "The target ticket number could not be found."
            return 200, {"result": "failed", "message": words}
        if not request.actor.sees(source) or not request.actor.sees(target):
            raise answers.not_authorized(by_token=False)
        self._move(source, target)
        state = self.store.find("ticket_states", name="merged") or {"id": 6}
        before = self.store.update("tickets", source["id"], {"state_id": state["id"]})
        history.changes(self.store, source, before, request.actor.id)
        self.links.link(source["id"], target["id"])
        self.triggers.fire(source, Change("update.merged_into", None), request.actor)
        self.triggers.fire(target, Change("update.received_merge", None), request.actor)
        return 200, {
            "result": "success",
            "target_ticket": _plain(target),
            "source_ticket": _plain(source),
        }

    def _move(self, source: Row, target: Row) -> None:
        for article_id in source["article_ids"]:
            self.store.update("ticket_articles", article_id, {"ticket_id": target["id"]})
        ids = sorted([*target["article_ids"], *source["article_ids"]])
        moved = {"article_ids": ids, "article_count": len(ids)}
        self.store.update("tickets", target["id"], moved)
        self.store.update("tickets", source["id"], {"article_ids": [], "article_count": 0})


def _plain(ticket: Row) -> Row:
    return {name: value for name, value in ticket.items() if name[0] != "_"}
