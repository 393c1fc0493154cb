"""What people of the demo write by Signal arrives, however soon they write again."""

from __future__ import annotations

from zammad_plugin.demo.signal import signal_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session


def test_a_follow_up_right_behind_the_last_look_is_not_lost() -> None:
    with Emulator() as server:
        client = Client(Session(server.url, server.tokens["triage"]))
        with signal_desk(client) as desk:
            for text in ("hello", "are you there?", "please"):
                desk.write("a child", text)
                assert desk.carry() == (1, 0)
            articles = client.articles(desk.ticket("a child"))
        client.session.close()
    assert len(articles) == 3
