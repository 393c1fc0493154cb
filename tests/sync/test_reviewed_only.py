"""`texts: reviewed`: what no person has accepted is neither written, nor removed, nor sent."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from zammad_plugin.config.desk import load_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read, reader_of
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import Plan, make_plan
from zammad_plugin.sync.replies.review import accept, find
from zammad_plugin.tickets.replies.texts import _text
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

TODAY = datetime.date(2026, 11, 24)
KEY = "out-of-hours"


@pytest.fixture
def client() -> Iterator[Client]:
    with Emulator() as server:
        session = Session(server.url, server.tokens["sync"])
        yield Client(session)
        session.close()


def only_reviewed(desk: Path) -> None:
    (desk / "zammad-plugin.yml").write_text("texts: reviewed\n", encoding="utf-8")


def accepted(desk: Path, lang: str) -> None:
    item, source = find(read(desk).desired, KEY, lang)
    accept(item, source, "Ann", False, TODAY, desk)


def sync(desk: Path, client: Client, ledger: Ledger) -> Plan:
    texts = [item for item in read(desk).desired if item.kind.name == "text_modules"]
    plan = make_plan(texts, client, ledger)
    assert apply(plan, client, ledger).failed == []
    return plan


def test_only_accepted_texts_are_written(desk: Path, client: Client) -> None:
    only_reviewed(desk)
    accepted(desk, "ar")
    plan = sync(desk, client, Ledger())
    assert [change.address for change in plan.changes] == [f"text_modules/{KEY}/ar"]
    assert sum(item.held for item in read(desk).desired) > 200


def test_what_was_written_before_stays_as_it_is(desk: Path, client: Client) -> None:
    ledger = Ledger()
    sync(desk, client, ledger)
    before = client.list_all("text_modules")
    file = desk / "templates" / "replies" / KEY / "en.md"
    file.write_text(file.read_text(encoding="utf-8").replace("Hello", "Good day"), encoding="utf-8")
    only_reviewed(desk)
    plan = sync(desk, client, ledger)
    assert plan.changes == [] and client.list_all("text_modules") == before
    accepted(desk, "en")
    plan = sync(desk, client, ledger)
    assert [change.address for change in plan.changes] == [f"text_modules/{KEY}/en"]


def test_an_automatic_answer_waits_for_its_review_too(desk: Path) -> None:
    only_reviewed(desk)
    folders = [desk / "templates" / "replies"]

    def sent(lang: str) -> str:
        text = _text(folders, KEY, lang, reader_of(load_desk(desk)))
        return text.html if text else ""

    assert sent("ar") == ""
    accepted(desk, "en")
    assert 'lang="en"' in sent("ar")
    accepted(desk, "ar")
    assert 'lang="ar"' in sent("ar")
