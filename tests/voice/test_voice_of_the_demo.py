"""The demo's voice message is one that a real model can hear."""

from __future__ import annotations

from zammad_plugin.demo.signal import signal_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.voice.sample import SAMPLE
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session


def test_what_comes_by_signal_is_the_sample_and_no_empty_file() -> None:
    with Emulator() as server:
        client = Client(Session(server.url, server.tokens["triage"]))
        with signal_desk(client) as desk:
            desk.write("a child", "", voice=True)
            desk.carry()
            ticket = desk.ticket("a child")
        [article] = client.articles(ticket)
        [file] = article["attachments"]
        client.session.close()
    assert int(file["size"]) == SAMPLE.stat().st_size
