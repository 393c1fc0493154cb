"""A long text is read whole, whatever version of signal-cli cut it; nothing is hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zammad_plugin.demo.signal import signal_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.emulator.signal.wire import File, Person
from zammad_plugin.signal.arriving.long_text import whole
from zammad_plugin.signal.wire.shapes import LONG_TEXT, Attachment, Call, Edit, Text
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

WHOLE = "أنا خايفة. " * 400
FILE = Attachment("a", LONG_TEXT, None, 4000, None, False, False)
OTHER = replace(FILE, id="b", content_type="application/pdf")
CUT = Text(WHOLE[:1000], (FILE, OTHER))
FULL = Text(WHOLE, (OTHER,))


def test_before_and_since_0_14() -> None:
    assert whole(CUT, lambda one: WHOLE.encode()) == FULL
    assert whole(replace(CUT, text=WHOLE), lambda one: WHOLE.encode()) == FULL
    assert whole(Edit(4, CUT), lambda one: WHOLE.encode()) == Edit(4, FULL)


@pytest.mark.parametrize("data", [None, b"something else"])
def test_a_file_that_is_not_the_text_stays_a_file(data: bytes | None) -> None:
    assert whole(CUT, lambda one: data) == CUT


def test_nothing_else_is_fetched() -> None:
    for content in (Text("x", (OTHER, replace(FILE, held=True))), Call("offer", "1")):
        assert whole(content, lambda one: pytest.fail("fetched")) == content


def test_an_agent_reads_all_of_it() -> None:
    """Over the wire, the spool and the bridge into Zammad."""
    with Emulator() as server:
        admin = Client(Session(server.url, server.tokens["admin"]))
        with signal_desk(admin) as desk:
            network = desk._network
            child = desk._people["child"] = Person.made(1)
            network.write(child, WHOLE[:1000], File("a", LONG_TEXT, WHOLE.encode()))
            assert desk.carry() == (1, 0)
            ticket = desk.ticket("child")
        path = f"ticket_articles/by_ticket/{ticket}"
        (article,) = admin.session.call("GET", path)
        admin.session.close()
    assert article["body"].count("أنا خايفة.") == 400
    assert article["attachments"] == [] and network.fetched == ["a"]
