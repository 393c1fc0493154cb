"""Whatever is edited, and whichever call fails: an apply without faults converges."""

from __future__ import annotations

import copy
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import PluginError
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.sync.source import read
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

NUMBERS = st.integers(0, 3)
TAGS = st.sampled_from(["a", "b", "c"])
FAULTS = st.sampled_from(["reset", "lost", "cut", "html", "422", "500", "503"])
METHODS = st.sampled_from(["GET", "POST", "PUT", "*"])


class Desk(RuleBasedStateMachine):
    @initialize()
    def start(self) -> None:
        self.server = Emulator(hold=0.1).start()
        session = Session(self.server.url, self.server.tokens["sync"], sleep=lambda _: None)
        self.client = Client(session)
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "macros").mkdir()
        self.ledger = Ledger()
        foreign = {"name": "theirs", "perform": {}, "note": "by hand"}
        self.foreign = self.client.create("macros", foreign)

    @rule(number=NUMBERS, tag=TAGS)
    def edit_file(self, number: int, tag: str) -> None:
        text = f"name: M{number}\nperform: {{ticket.tags: {{operator: add, value: [{tag}]}}}}\n"
        (self.folder / "macros" / f"m{number}.yml").write_text(text)

    @rule(number=NUMBERS)
    def delete_file(self, number: int) -> None:
        (self.folder / "macros" / f"m{number}.yml").unlink(missing_ok=True)

    @rule(number=NUMBERS, tag=TAGS)
    def edit_server(self, number: int, tag: str) -> None:
        row = self._row(number)
        if row:
            tags = {"ticket.tags": {"operator": "remove", "value": tag}}
            self.client.update("macros", row["id"], {"perform": tags})

    @rule(number=NUMBERS)
    def delete_on_server(self, number: int) -> None:
        row = self._row(number)
        if row:
            self.client.delete("macros", row["id"])

    @rule()
    def lose_state(self) -> None:
        self.ledger = Ledger()

    @rule(method=METHODS, count=st.integers(1, 3), kind=FAULTS)
    def apply_with_faults(self, method: str, count: int, kind: str) -> None:
        self.server.faults.add(f"{method} macros* {count} {kind}")
        with suppress(PluginError):  # told to the caller; the next apply goes on
            self._apply()
        self.server.faults.clear()

    @rule()
    def converge(self) -> None:
        self._apply()
        self.server.log.clear()
        self._apply()
        assert self.server.writes == []
        for file in (self.folder / "macros").glob("*.yml"):
            row = self._row(int(file.stem[1:]))
            assert row is not None
            assert row["perform"]["ticket.tags"]["operator"] == "add"
            assert row["perform"]["ticket.tags"]["value"] in file.read_text()
        names = [row["name"] for row in self._rows()]
        assert len(names) == len(set(names))

    @invariant()
    def foreign_objects_are_equal(self) -> None:
        if hasattr(self, "foreign"):
            now = next(row for row in self._rows() if row["name"] == "theirs")
            assert now == self.foreign

    def _apply(self) -> None:
        desired = read(self.folder).desired
        plan = make_plan(desired, self.client, self.ledger, overwrite=True)
        apply(plan, self.client, self.ledger)

    def _rows(self) -> list[dict[str, Any]]:
        return copy.deepcopy(self.server.store.rows("macros"))

    def _row(self, number: int) -> dict[str, Any] | None:
        return next((row for row in self._rows() if row["name"] == f"M{number}"), None)

    def teardown(self) -> None:
        if hasattr(self, "server"):
            self.client.session.close()
            self.server.stop()
            shutil.rmtree(self.folder)


TestConverges = Desk.TestCase
TestConverges.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
