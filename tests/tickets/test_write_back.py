from __future__ import annotations

import copy
from typing import Any

import pytest

from zammad_plugin.config.taxonomy import PLAIN
from zammad_plugin.errors import NotPermitted, OutcomeUnknown, Rejected, Unavailable
from zammad_plugin.routing.decision import Decision
from zammad_plugin.tickets.memory import KEY, Memory, recall
from zammad_plugin.tickets.prepare import Seen, prepare
from zammad_plugin.tickets.write_back import finish, write_back
from zammad_plugin.vocabulary import ERROR, TRIAGED

DECISION = Decision(
    rule="child-critical",
    group="Child Safety",
    priority="3 high",
    tags=("cs-cat-sextortion", "cs-urg-critical"),
    fields={"cs_category": "sextortion", "cs_urgency": "critical", "cs_language": "en"},
    replies=(),
    skipped=(),
)
TICKET = {
    "id": 5,
    "group": "Users",
    "priority": "2 normal",
    "owner_id": 1,
    "cs_category": "",
    "cs_urgency": None,
    "cs_language": "",
}


class Server:
    """The calls that write-back makes, on one ticket; dies before call `die_at`."""

    names = PLAIN

    def __init__(self) -> None:
        self.ticket: dict[str, Any] = copy.deepcopy(TICKET)
        self.articles: list[dict[str, Any]] = [{"id": 1, "sender": "Customer", "internal": False}]
        self.tags: list[str] = []
        self.die_at: int | None = None
        self.refuse = False
        self.writes = 0

    def _step(self) -> None:
        if self.die_at == self.writes:
            raise KeyboardInterrupt
        self.writes += 1

    def put_ticket(self, ticket_id: int, payload: dict[str, Any]) -> dict[str, Any]:
        self._step()
        fields = {name: value for name, value in payload.items() if name != "article"}
        if self.refuse and fields:
            raise Rejected("no", status=422)
        self.ticket.update(fields)
        self.articles.append({"id": len(self.articles) + 1, **payload["article"]})
        return dict(self.ticket)

    def tag(self, ticket_id: int, tag: str) -> None:
        self._step()
        if tag not in self.tags:
            self.tags.append(tag)

    def untag(self, ticket_id: int, tag: str) -> None:
        self._step()
        if tag in self.tags:
            self.tags.remove(tag)

    def rename_tags(self, ticket_id: int, kept: Any, without: Any = ()) -> None:
        assert list(kept) == []

    def run(self) -> bool:
        """As casework does it."""
        memory = recall(self.articles)
        seen = Seen(self.ticket, memory, 1, self.tags)
        if seen.fresh:
            write_back(self, 5, prepare(seen, DECISION, "r"), lambda _: "<p>n</p>")  # type: ignore[arg-type]
        elif memory:
            finish(self, 5, memory, lambda planned: None)  # type: ignore[arg-type]
        return seen.fresh

    @property
    def notes(self) -> int:
        return sum(1 for article in self.articles if article.get("internal"))


def fields_to_write(
    ticket: dict[str, Any], decision: Decision, memory: Memory | None
) -> dict[str, Any]:
    return prepare(Seen(ticket, memory, 9), decision, "r").fields


def test_one_put_then_tags_with_the_done_tag_last():
    server = Server()
    assert server.run()
    assert server.writes == 1 + len(DECISION.tags) + 1
    assert server.tags[-1] == TRIAGED
    assert server.ticket["group"] == "Child Safety" and server.ticket["priority"] == "3 high"


@pytest.mark.parametrize("die_at", range(4))
def test_killed_anywhere_and_run_again_is_the_same(die_at):
    plain, server = Server(), Server()
    plain.run()
    server.die_at = die_at
    with pytest.raises(KeyboardInterrupt):
        server.run()
    server.die_at = None
    server.run()
    server.run()
    assert server.notes == 1
    assert (server.ticket, server.tags, server.articles) == (
        plain.ticket,
        plain.tags,
        plain.articles,
    )


def test_refused_fields_do_not_cost_the_note():
    server = Server()
    server.refuse = True
    assert server.run()
    assert server.notes == 1 and TRIAGED in server.tags
    assert server.ticket["group"] == "Users"


@pytest.mark.parametrize(
    "error", [Unavailable("no", status=500), Rejected("no", status=422), NotPermitted("no")]
)
def test_an_answer_that_the_server_refuses_keeps_no_ticket_in_the_queue(error, caplog):
    server = Server()
    server.run()
    server.tags.clear()

    def reply(planned: str) -> None:
        raise error

    finish(server, 5, recall(server.articles), reply)
    assert server.tags[-2:] == [ERROR, TRIAGED]
    assert "a person must answer" in caplog.text


def test_an_answer_that_is_lost_on_the_way_is_sent_by_the_next_run():
    server = Server()
    server.run()
    server.tags.clear()

    def reply(planned: str) -> None:
        raise Unavailable("no", status=502)

    with pytest.raises(Unavailable):
        finish(server, 5, recall(server.articles), reply)
    assert server.tags == []


def test_what_a_person_did_stands():
    memory = Memory(
        1, {"group": "Child Safety", "priority": "3 high", "cs_urgency": "high"}, [], "r"
    )
    moved = {**TICKET, "group": "Legal", "priority": "1 low", "cs_urgency": "normal"}
    wanted = fields_to_write(moved, DECISION, memory)
    assert "group" not in wanted and "priority" not in wanted and "cs_urgency" not in wanted
    owned = {**TICKET, "owner_id": 7}
    assert "group" not in fields_to_write(owned, DECISION, None)
    chosen = {**TICKET, "cs_category": "grooming"}
    assert "cs_category" not in fields_to_write(chosen, DECISION, None)


def test_urgency_may_rise_where_we_set_it():
    memory = Memory(1, {"group": "Child Safety", "cs_urgency": "high"}, [], "r")
    ours = {**TICKET, "group": "Child Safety", "cs_urgency": "high"}
    assert fields_to_write(ours, DECISION, memory)["cs_urgency"] == "critical"
    higher = {**TICKET, "priority": "4 emergency"}
    assert "priority" not in fields_to_write(higher, DECISION, None)


@pytest.mark.parametrize(
    "kept", [None, 3, {"v": 2}, {"v": 1}, {"v": 1, "article": "x", "fields": {}, "tags": []}]
)
def test_a_memory_that_cant_be_read_counts_as_none(kept):
    assert recall([{"id": 1, "internal": True, "preferences": {KEY: kept}}]) is None


def test_a_customers_article_is_never_believed():
    memory = Memory(9, {}, [], "r").preferences()
    assert recall([{"id": 1, "internal": False, "preferences": memory}]) is None
    assert recall([{"id": 1, "internal": True, "preferences": memory}]) == Memory(9, {}, [], "r")


def test_a_lost_answer_is_not_repeated():
    server = Server()
    real = server.put_ticket

    def lost(ticket_id: int, payload: dict[str, Any]) -> dict[str, Any]:
        real(ticket_id, payload)
        raise OutcomeUnknown("lost")

    server.put_ticket = lost  # type: ignore[method-assign]
    with pytest.raises(OutcomeUnknown):
        server.run()
    server.put_ticket = real  # type: ignore[method-assign]
    server.run()
    assert server.notes == 1 and TRIAGED in server.tags
