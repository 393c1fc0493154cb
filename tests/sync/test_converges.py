"""Whatever is edited, whichever call fails, wherever it is killed: the next apply converges."""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from scale import many

from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import PluginError
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session


@dataclass(frozen=True)
class Sample:
    """A kind: its file with slots for number and word, what tells the word of a row, an edit."""

    resource: str
    place: str
    text: str
    word: Callable[[Any], Any]
    edit: dict[str, Any]
    name: str = "name"


NEW = "condition: {ticket.state: {operator: is, value: [new]}}\n"
# A note and a unique name; no note; neither; items that answers leave out; a path of its own.
SAMPLES = (
    Sample(
        "macros",
        "macros/m%s.yml",
        "name: N%s\nperform: {ticket.tags: {operator: add, value: [%s]}}\n",
        lambda row: row["perform"]["ticket.tags"]["value"],
        {"perform": {"ticket.tags": {"operator": "remove", "value": "theirs"}}},
    ),
    Sample(
        "overviews",
        "templates/overviews/o%s.yml",
        "name: N%s\ngroup_by: %s\n" + NEW,
        lambda row: row["group_by"],
        {"group_by": "theirs"},
    ),
    Sample(
        "templates",
        "templates/tickets/t%s.yml",
        "name: N%s\noptions: {ticket.title: %s}\n",
        lambda row: row["options"]["ticket.title"]["value"],
        {"options": {"ticket.title": {"value": "theirs"}}},
    ),
    Sample(
        "checklist_templates",
        "templates/checklists/c%s.yml",
        "name: N%s\nitems: [%s]\n",
        lambda row: row["items"][0],
        {"items": ["theirs"]},
    ),
    Sample(
        "translations",
        "templates/translations/t%s.yml",
        "locale: ar\nsource: N%s\ntarget: %s\n",
        lambda row: row["target"],
        {"target": "theirs"},
        name="source",
    ),
)
KINDS = st.sampled_from(SAMPLES)
NUMBERS = st.integers(0, 1)
WORDS = st.sampled_from(["a", "b", "c"])
FAULTS = st.sampled_from(["reset", "lost", "cut", "html", "422", "500", "503"])
METHODS = st.sampled_from(["GET", "POST", "PUT", "*"])


class Killed(BaseException):
    """The machine goes down."""


class Desk(RuleBasedStateMachine):
    @initialize()
    def start(self) -> None:
        self.server = Emulator(hold=0.1).start()
        session = Session(self.server.url, self.server.tokens["sync"], sleep=lambda _: None)
        self.client = Client(session)
        self.folder = Path(tempfile.mkdtemp())
        self.state = self.folder / "state.json"
        self.ledger = Ledger(self.state)
        tag = {"ticket.tags": {"operator": "add", "value": "x"}}
        foreign = {"name": "theirs", "perform": tag, "note": "by hand"}
        self.client.create("macros", foreign)
        self.client.create("templates", {"name": "theirs", "options": {}})
        self.foreign = self._foreign()

    @rule(kind=KINDS, number=NUMBERS, word=WORDS)
    def edit_file(self, kind: Sample, number: int, word: str) -> None:
        file = self.folder / (kind.place % number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(kind.text % (number, word))

    @rule(kind=KINDS, number=NUMBERS)
    def delete_file(self, kind: Sample, number: int) -> None:
        (self.folder / (kind.place % number)).unlink(missing_ok=True)

    @rule(kind=KINDS, number=NUMBERS)
    def edit_server(self, kind: Sample, number: int) -> None:
        for row in self._rows(kind, number):
            self.client.update(kind.resource, row["id"], kind.edit)

    @rule(kind=KINDS, number=NUMBERS)
    def delete_on_server(self, kind: Sample, number: int) -> None:
        for row in self._rows(kind, number):
            self.client.delete(kind.resource, row["id"])

    @rule()
    def lose_state(self) -> None:
        self.state.unlink(missing_ok=True)
        self.ledger = Ledger(self.state)

    @rule(kind=KINDS, method=METHODS, count=st.integers(1, 3), fault=FAULTS)
    def apply_with_faults(self, kind: Sample, method: str, count: int, fault: str) -> None:
        self.server.faults.add(f"{method} {kind.resource}* {count} {fault}")
        with suppress(PluginError):  # told to the caller; the next apply goes on
            self._apply()
        self.server.faults.clear()

    @rule(kind=KINDS, number=NUMBERS, word=WORDS, fault=st.sampled_from(["lost", "cut"]))
    def create_whose_answer_is_lost(self, kind: Sample, number: int, word: str, fault: str) -> None:
        self.delete_on_server(kind, number)
        self.edit_file(kind, number, word)
        self.apply_with_faults(kind, "POST", 1, fault)

    @rule(after=st.integers(0, 4), done=st.booleans())
    def apply_until_killed(self, after: int, done: bool) -> None:
        """At the nth write, before it or after it was done; only what was on disk is left."""
        with suppress(Killed):
            self._apply(_Mortal(self.client, after, done), _OnDisk(self.state))
        self.ledger = Ledger(self.state)

    @rule()
    def converge(self) -> None:
        self._apply()
        self.server.log.clear()
        self._apply()
        assert self.server.writes == []
        for kind in SAMPLES:
            for number in (0, 1):
                self._is_as_wanted(kind, number)

    def _is_as_wanted(self, kind: Sample, number: int) -> None:
        file, rows = self.folder / (kind.place % number), self._rows(kind, number)
        assert len(rows) <= 1
        if file.exists():
            assert file.read_text() == kind.text % (number, kind.word(rows[0]))

    @invariant()
    def foreign_objects_are_equal(self) -> None:
        if hasattr(self, "foreign"):
            assert self._foreign() == self.foreign

    def _apply(self, client: Any = None, ledger: Ledger | None = None) -> None:
        client, ledger = client or self.client, ledger or self.ledger
        source = read(self.folder)
        assert source.problems == []
        # After a lost state only --adopt says that what keeps no note is ours.
        plan = make_plan(source.desired, client, ledger, adopt=True, overwrite=True)
        apply(plan, client, ledger)

    def _foreign(self) -> list[dict[str, Any]]:
        rows = [*self.server.store.rows("macros"), *self.server.store.rows("templates")]
        return copy.deepcopy([row for row in rows if row["name"] == "theirs"])

    def _rows(self, kind: Sample, number: int) -> list[dict[str, Any]]:
        texts = {row["id"]: row["text"] for row in self.server.store.rows("checklist_items")}
        found = copy.deepcopy(self.server.store.rows(kind.resource))
        for row in found:
            row["items"] = [texts[one] for one in row.get("sorted_item_ids", [])]
        return [row for row in found if row[kind.name] == f"N{number}"]

    def teardown(self) -> None:
        if hasattr(self, "server"):
            self.client.session.close()
            self.server.stop()
            shutil.rmtree(self.folder)


class _Mortal:
    """A client that dies at its nth write."""

    def __init__(self, client: Client, after: int, done: bool) -> None:
        self.client, self.left, self.done = client, after, done

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.client, name)
        return self._dying(call) if name in ("create", "update") else call

    def _dying(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def write(*words: Any) -> Any:
            if self.left:
                self.left -= 1
                return call(*words)
            if self.done:
                call(*words)
            raise Killed

        return write


class _OnDisk(Ledger):
    """A kill leaves no time for the last save."""

    def save(self) -> None:
        if not hasattr(self, "begun"):
            self.begun = True
            super().save()


TestConverges = Desk.TestCase
TestConverges.settings = settings(max_examples=many(12, 40), stateful_step_count=25, deadline=None)
