"""The narrow façade that the rest of the plugin uses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, cast

from zammad_plugin.config.renamed import for_server
from zammad_plugin.config.taxonomy import PLAIN, TagNames
from zammad_plugin.zammad import answers
from zammad_plugin.zammad.answers import Record as Record  # its users know it from here
from zammad_plugin.zammad.resources import PAGE, Resources
from zammad_plugin.zammad.rows import Article, Event
from zammad_plugin.zammad.session import Session

NAMES = {"expand": "true"}  # groups, states and such by their names


class Client(Resources):
    """Resources, and tickets with what hangs on them.

    Callers speak of tags and attributes of tickets by their plain names; `names` says what the
    server gets for them.
    Every method raises the children of ZammadError.
    """

    def __init__(self, session: Session, names: TagNames = PLAIN) -> None:
        super().__init__(session)
        self.names = names

    def search_tickets(
        self, condition: Record, limit: int = PAGE, page: int = 1, newest: bool = False
    ) -> list[Record]:
        """Tickets that match a selector, oldest first, or with the `newest` change first;
        expand=true is alike in all versions."""
        payload = {
            "condition": for_server(self.names).inside(condition),
            "expand": True,
            "limit": limit,
            "page": page,
            "sort_by": "updated_at" if newest else "created_at",
            "order_by": "desc" if newest else "asc",
        }
        answer = self.session.call("POST", "tickets/search", json=payload, repeat=True)
        rows = answers.rows(answer, "POST tickets/search")
        return [self.names.fields.known(row) for row in rows]

    def every_ticket(self, condition: Record) -> Iterator[Record]:
        """Every ticket that matches, page by page, each once: for reading. What takes tickets out
        of its own result while it works has waiting.py."""
        page, seen = 1, set[int]()
        while True:
            rows = self.search_tickets(condition, page=page)
            new = [row for row in rows if int(row["id"]) not in seen]
            seen.update(int(row["id"]) for row in new)
            yield from new
            if len(rows) < PAGE or not new:
                return
            page += 1

    def count_tickets(self, condition: Record) -> int:
        """How many match. Servers from 6.5 on count by themselves; of older ones the pages are
        read, as they don't know the word and answer a page (FACTS: `tickets_count` is its own)."""
        asked = {"condition": for_server(self.names).inside(condition), "limit": 1}
        payload = {**asked, "only_total_count": True}
        answer = self.session.call("POST", "tickets/search", json=payload, repeat=True)
        total = answer.get("total_count") if isinstance(answer, dict) else None
        if isinstance(total, int):
            return total
        return sum(1 for _ in self.every_ticket(condition))

    def ticket(self, ticket_id: int) -> tuple[Record, Record]:
        """(the ticket's fields now, what `move_fields` has to send)"""
        path = f"tickets/{ticket_id}"
        answer = self.session.call("GET", path, params=NAMES)
        row = answers.known(answer, f"GET {path}", id=ticket_id)
        return self.names.fields.known(row), self.names.fields.moves(row)

    def move_fields(self, ticket_id: int, moves: Record) -> None:
        """Bring attributes into the set of names that the desk chose."""
        self.update("tickets", ticket_id, moves)

    def put_ticket(self, ticket_id: int, payload: Record) -> Record:
        """Fields and an inline article. Never repeated blindly: the article would stand twice."""
        path, repeat = f"tickets/{ticket_id}", "article" not in payload
        sent = self.names.fields.shown(payload)
        answer = self.session.call("PUT", path, params=NAMES, json=sent, repeat=repeat)
        return self.names.fields.known(answers.known(answer, f"PUT {path}", id=ticket_id))

    def create_ticket(self, payload: Record) -> Record:
        tags = {"tags": self.names.show_list(payload["tags"])} if payload.get("tags") else {}
        sent = {**self.names.fields.shown(payload), **tags}
        return self.create("tickets", sent)

    def create_article(self, payload: Record) -> Record:
        path = "ticket_articles"
        answer = self.session.call("POST", path, json=payload, repeat=False)
        return answers.known(answer, f"POST {path}", ticket_id=int(payload["ticket_id"]))

    def article(self, article_id: int) -> Article:
        return cast("Article", self.record(f"ticket_articles/{article_id}", expand="true"))

    def articles(self, ticket_id: int, **params: Any) -> list[Article]:
        """Oldest first."""
        rows = self.rows(f"ticket_articles/by_ticket/{ticket_id}", **params)
        found = cast("list[Article]", rows)
        return sorted(found, key=lambda row: int(row["id"]))

    def tag(self, ticket_id: int, tag: str) -> None:
        """Add a tag; the server answers `true` also when it stands there already."""
        self._item("POST", "tags/add", ticket_id, self.names.show(tag))

    def untag(self, ticket_id: int, tag: str) -> None:
        self._item("DELETE", "tags/remove", ticket_id, self.names.show(tag))

    def _item(self, method: str, path: str, ticket_id: int, item: str) -> None:
        body = {"object": "Ticket", "o_id": ticket_id, "item": item}
        answers.yes(self.session.call(method, path, json=body, repeat=True), f"{method} {path}")

    def tags(self, ticket_id: int) -> list[str]:
        """Plain names, whichever set they were written with."""
        return [self.names.read(tag) for tag in self.tags_as_kept(ticket_id)]

    def tags_as_kept(self, ticket_id: int) -> list[str]:
        """By their names in Zammad."""
        params = {"object": "Ticket", "o_id": ticket_id}
        return answers.words(self.session.call("GET", "tags", params=params), "tags", "GET tags")

    def rename_tags(
        self, ticket_id: int, kept: Iterable[str], without: Collection[str] = ()
    ) -> None:
        """Those of `kept` that stand in the set of names that the desk left get their new one, but
        for `without` (plain names), which only go."""
        for tag in kept:
            plain = self.names.read(tag)
            if self.names.show(plain) == tag:
                continue
            if plain not in without:
                self.tag(ticket_id, plain)
            self._item("DELETE", "tags/remove", ticket_id, tag)

    def history(self, ticket_id: int) -> list[Event]:
        """Who changed what and when, oldest first; tags, attributes and values by plain names."""
        path = f"ticket_history/{ticket_id}"
        rows = answers.part(self.session.call("GET", path), "history", f"GET {path}")
        events = answers.records(rows, f"GET {path}")
        return cast("list[Event]", [self._event(row) for row in events])

    def _event(self, row: Record) -> Record:
        name = str(row.get("attribute") or "")
        found = self.names.fields.of(name)
        if name != "tag" and found is None:
            return dict(row)
        read = self.names.read if found is None else found.read
        values = {key: read(row[key]) for key in ("value_from", "value_to") if row.get(key)}
        return {**row, **({"attribute": found.name} if found else {}), **values}
