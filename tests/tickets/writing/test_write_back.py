from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from desk_of_tests import ROUTING, RULESET

from zammad_plugin.config.taxonomy import PLAIN
from zammad_plugin.errors import NotPermitted, OutcomeUnknown, Rejected, Unavailable
from zammad_plugin.routing.decision import Decision
from zammad_plugin.state.hands import Hand
from zammad_plugin.tickets.claim import Claim
from zammad_plugin.tickets.judge import utc_now
from zammad_plugin.tickets.memory import KEY, Memory, Note, counting, recall, spare
from zammad_plugin.tickets.run import run
from zammad_plugin.tickets.writing.ours import Seen
from zammad_plugin.tickets.writing.prepare import prepare
from zammad_plugin.tickets.writing.write_back import put_note, write_tags
from zammad_plugin.vocabulary import ERROR, TRIAGED
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.http.abreast import Abreast
from zammad_plugin.zammad.session import Session

ME = 3
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
        self.thread: list[dict[str, Any]] = [{"id": 1, "sender": "Customer", "internal": False}]
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
        one = {"id": len(self.thread) + 1, "created_by_id": ME, **payload["article"]}
        self.thread.append(one)
        return dict(self.ticket)

    def tag(self, ticket_id: int, tag: str) -> None:
        self._step()
        if tag not in self.tags:
            self.tags.append(tag)

    def untag(self, ticket_id: int, tag: str) -> None:
        self._step()
        if tag in self.tags:
            self.tags.remove(tag)

    abreast = Abreast()

    def rename_tags(self, ticket_id: int, kept: Any, without: Any = ()) -> None:
        assert list(kept) == []

    def me(self) -> dict[str, Any]:
        return {"id": ME}

    def articles(self, ticket_id: int, **_: str) -> list[dict[str, Any]]:
        return self.thread

    def run(self) -> bool:
        """As TicketWork does it."""
        case = Case(self.ticket, self.thread)
        memory = recall(case, ME)
        seen = Seen(self.ticket, memory, (1,), self.tags)
        if seen.fresh:
            back = prepare(seen, DECISION, "r")
            written = put_note(self, 5, back, lambda _: "<p>n</p>")  # type: ignore[arg-type]
            memory = written.memory
        assert memory
        write_tags(self, 5, memory)  # type: ignore[arg-type]
        self.claim().finish(memory, lambda case, planned: None)
        return seen.fresh

    def claim(self) -> Claim:
        return Claim(self, 5, Hand(), utc_now())  # type: ignore[arg-type]

    @property
    def notes(self) -> int:
        return sum(1 for article in self.thread if article.get("internal"))


def fields_to_write(
    ticket: dict[str, Any], decision: Decision, memory: Memory | None
) -> dict[str, Any]:
    return prepare(Seen(ticket, memory, (9,)), decision, "r").fields


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
    assert (server.ticket, server.tags, server.thread) == (
        plain.ticket,
        plain.tags,
        plain.thread,
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
def test_an_answer_that_the_server_refuses_keeps_no_ticket_in_the_queue(error, caplog, monkeypatch):
    server = _planned(monkeypatch)

    def answer(case: Case, planned: str) -> None:
        raise error

    server.claim().finish(_memory(server), answer)
    assert server.tags[-2:] == [ERROR, TRIAGED]
    assert "a person must answer" in caplog.text


def test_an_answer_that_is_lost_on_the_way_is_sent_by_the_next_run(monkeypatch):
    server = _planned(monkeypatch)

    def answer(case: Case, planned: str) -> None:
        raise Unavailable("no", status=502)

    with pytest.raises(Unavailable):
        server.claim().finish(_memory(server), answer)
    assert server.tags == []


def _planned(monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server with a note that plans an answer."""
    server = Server()
    server.run()
    server.tags.clear()
    server.thread[-1]["preferences"][KEY]["reply"] = "first/en"
    monkeypatch.setattr(
        "zammad_plugin.tickets.claim.read_case", lambda *_: Case(server.ticket, server.thread)
    )
    return server


def _memory(server: Server) -> Memory:
    memory = recall(Case(server.ticket, server.thread), ME)
    assert memory
    return memory


def test_what_a_person_did_stands():
    memory = Memory(
        (1,), {"group": "Child Safety", "priority": "3 high", "cs_urgency": "high"}, [], "r"
    )
    moved = {**TICKET, "group": "Legal", "priority": "1 low", "cs_urgency": "normal"}
    wanted = fields_to_write(moved, DECISION, memory)
    assert "group" not in wanted and "priority" not in wanted and "cs_urgency" not in wanted
    owned = {**TICKET, "owner_id": 7}
    assert "group" not in fields_to_write(owned, DECISION, None)
    chosen = {**TICKET, "cs_category": "grooming"}
    assert "cs_category" not in fields_to_write(chosen, DECISION, None)


def test_urgency_may_rise_where_we_set_it():
    memory = Memory((1,), {"group": "Child Safety", "cs_urgency": "high"}, [], "r")
    ours = {**TICKET, "group": "Child Safety", "cs_urgency": "high"}
    assert fields_to_write(ours, DECISION, memory)["cs_urgency"] == "critical"
    higher = {**TICKET, "priority": "4 emergency"}
    assert "priority" not in fields_to_write(higher, DECISION, None)


WRITTEN = Memory((1,), {"group": "Users"}, ["cs-unsure"], "r", ticket=5)


def _case(*notes: dict[str, Any]) -> Case:
    customer = {"id": 1, "sender": "Customer", "internal": False}
    more = [{"internal": True, "created_by_id": ME, **one} for one in notes]
    return Case({"id": 5}, [customer, *more])


@pytest.mark.parametrize(
    "kept", [None, 3, {"v": 2}, {"v": 1}, {"v": 1, "article": "x", "fields": {}, "tags": []}]
)
def test_a_memory_that_cant_be_read_counts_as_none(kept):
    assert recall(_case({"id": 2, "preferences": {KEY: kept}}), ME) is None


def test_a_memory_of_the_former_form_is_read():
    kept = {"v": 1, "article": 4, "fields": {}, "tags": [], "ruleset": "r"}
    memory = recall(_case({"id": 2, "preferences": {KEY: kept}}), ME)
    assert memory and (memory.judged, memory.ticket) == ((1,), 5)


@pytest.mark.parametrize(
    "other",
    [{"internal": False}, {"created_by_id": 7}, {"preferences": {KEY: {"v": 9}}}],
    ids=["a customer's article", "another user's note", "another form"],
)
def test_only_our_own_note_is_believed(other):
    note = {"id": 2, "preferences": WRITTEN.preferences()}
    assert recall(_case(note), ME) == WRITTEN
    assert recall(_case({**note, **other}), ME) is None


def test_the_memory_of_a_ticket_that_was_merged_is_not_believed():
    """It knows other articles; what stands there of this ticket's still counts."""
    merged = {"id": 9, "preferences": replace(WRITTEN, ticket=4, judged=(8,)).preferences()}
    assert recall(_case({"id": 2, "preferences": WRITTEN.preferences()}, merged), ME) == WRITTEN


def test_of_two_notes_that_knew_the_same_the_first_counts():
    first, second = (Note(id, replace(WRITTEN, hand=f"h{id}")) for id in (2, 3))
    more = Note(4, replace(WRITTEN, judged=(1, 7)))
    assert counting([second, first]) == [first]
    assert spare([first, second]) == [second]
    assert spare([first, more]) == []  # it judged what nobody else did
    again = Note(5, replace(WRITTEN, judged=(1, 7), round=1))
    assert spare([first, more, again]) == [more] and counting([first, more, again])[-1] == again


def test_what_every_note_wrote_was_written_by_us():
    two = replace(WRITTEN, fields={"group": "Child Safety"})
    notes = [{"id": id, "preferences": one.preferences()} for id, one in ((2, WRITTEN), (3, two))]
    memory = recall(_case(*notes), ME)
    assert memory and memory.fields == {"group": "Child Safety"}


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


def test_several_calls_at_once_write_the_same_and_the_done_tag_last(desk):
    one, other = desk.report(person="a"), desk.report(person="b")
    run(desk.triage, RULESET, ROUTING, only=[one])
    session = Session(desk.server.url, desk.server.tokens["triage"], abreast=4)
    run(Client(session), RULESET, ROUTING, only=[other])
    session.close()
    assert desk.tags(one) == desk.tags(other) > {TRIAGED}
    assert desk.admin.tags(other)[-1] == TRIAGED and len(desk.notes(other)) == 1


@pytest.mark.parametrize("width", [1, 4])
def test_a_tag_that_is_refused_costs_no_other(width, monkeypatch):
    server, whole = Server(), Server.tag
    server.abreast = Abreast(width)

    def tag(self: Server, ticket_id: int, tag: str) -> None:
        if tag == DECISION.tags[0]:
            raise NotPermitted("no", status=403)
        whole(self, ticket_id, tag)

    monkeypatch.setattr(Server, "tag", tag)
    with pytest.raises(NotPermitted):
        server.run()
    server.abreast.close()
    assert server.tags == list(DECISION.tags[1:])  # not done: it stays in the queue
