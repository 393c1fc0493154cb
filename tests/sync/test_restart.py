"""A Zammad of 6.5 ends itself after new attributes: `apply` ends well at the first try."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import Rejected, Unavailable
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.sync.result import Result
from zammad_plugin.sync.server.migration import NO_RESTART, RESTART
from zammad_plugin.sync.server.restart import Patience, wait_for_restart
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

ATTRIBUTE = "name: cs_{0}\ndisplay: {0}\ndata_type: input\n"
MACRO = "name: M\nperform: {ticket.tags: {operator: add, value: [cs-x]}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (
        ("templates/attributes/one.yml", ATTRIBUTE.format("one")),
        ("macros/m.yml", MACRO),
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def _applied(server: Emulator, folder: Path, goes: float = 10.0) -> Result:
    session = Session(server.url, server.tokens["admin"], sleep=lambda _: None)
    client = Client(session)
    source = read(folder)
    assert source.problems == []
    plan = make_plan(source.desired, client, Ledger())
    patience = Patience(goes=goes, look=0.02)
    result = apply(plan, client, Ledger(), patience=patience)
    session.close()
    return result


@pytest.fixture
def newer() -> Iterator[Emulator]:
    with Emulator(version="6.5.0", away=1.0) as made:
        yield made


def test_what_comes_after_the_attributes_waits_for_the_restart(
    newer: Emulator, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    result = _applied(newer, folder)
    assert (result.failed, result.written, result.notes) == ([], 2, [])
    assert newer.store.find("macros", name="M")
    assert "waiting until Zammad has restarted itself" in caplog.text
    assert "Zammad is back" in caplog.text


def test_one_that_does_not_restart_itself_is_told(folder: Path) -> None:
    with Emulator(version="6.5.0", away=0.0) as server:
        result = _applied(server, folder, goes=0.2)
        assert (result.failed, result.notes) == ([], [NO_RESTART])


def test_an_older_one_is_not_waited_for(folder: Path) -> None:
    with Emulator(version="6.4.0", away=1.0) as server:
        assert _applied(server, folder).notes == [RESTART]


class Never:
    def answers(self) -> bool:
        return False


def test_one_that_stays_away_is_said() -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    with pytest.raises(Unavailable, match="not back after 180 s"):
        wait_for_restart(Never(), Patience(sleep=sleep, clock=lambda: now[0]))


def test_what_names_an_object_that_failed_says_so(
    folder: Path, newer: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = folder / "templates/groups/g.yml"
    group.parent.mkdir()
    group.write_text("name: Night\n")
    (folder / "macros/m.yml").write_text("name: M\nperform: {ticket.group: Night}\n")
    real = Client.create

    def create(client: Client, resource: str, payload: dict[str, object]) -> dict[str, object]:
        if resource == "groups":
            raise Rejected("POST groups: HTTP 422", status=422)
        return real(client, resource, payload)

    monkeypatch.setattr(Client, "create", create)
    result = _applied(newer, folder)
    [group_, macro] = sorted(result.failed, key=lambda one: one.address)
    assert (group_.address, macro.address) == ("groups/g", "macros/m")
    assert macro.why == "waits for groups/g, which failed"
    assert macro.hint == "mend that one first, then: zammad-plugin apply"
