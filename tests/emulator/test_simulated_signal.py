"""The simulated daemon's own promises to tests; its wire is held in tests/contract."""

from __future__ import annotations

import json
import threading

import pytest
import requests

from zammad_plugin.emulator.signal.calls import Calls, safety_number
from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.emulator.signal.network import Network
from zammad_plugin.emulator.signal.wire import Person

CHILD = Person.made(1)


def test_people_are_always_the_same() -> None:
    assert Person.made(3) == Person.made(3) != Person.made(4)
    assert Person.made(3, hidden=True) == Person.made(3).hide()
    assert len(safety_number(CHILD).split()) == 12


def test_messages_are_handed_to_every_reader_once_each() -> None:
    network = Network()
    network.write(CHILD, "before")
    one, two = network.subscribe(), network.subscribe()
    network.write(CHILD, "after")
    assert (len(one.ready), len(two.ready), network.waiting, network.subscribed) == (2, 1, 0, 2)
    network.unsubscribe(two)
    network.unsubscribe(two)
    assert [json.loads(event)["envelope"]["dataMessage"]["message"] for event in network.lost] == [
        "after"
    ]


def test_on_start_takes_messages_that_nobody_reads() -> None:
    network = Network(receive_mode="on-start")
    network.write(CHILD, "x")
    assert (network.waiting, len(network.lost)) == (0, 1)
    with pytest.raises(ValueError, match="no receive mode"):
        Network(receive_mode="manual")


def test_failures_are_named() -> None:
    with pytest.raises(ValueError, match="no failure"):
        Network().fail("hologram")


def test_events_end_when_the_stream_is_ended() -> None:
    network = Network()
    one = network.subscribe()
    network.write(CHILD, "x")
    reader = network.events(one, 30)
    assert next(reader)
    threading.Timer(0.01, network.end_streams).start()
    assert list(reader) == []


def test_strangers_and_receipts() -> None:
    network = Network()
    network.receipts = False
    assert network.person("+1").number == "+1" and network.person("u").uuid == "u"
    network.keep_sent({"recipient": ["u"], "message": None, "quoteTimestamp": 4}, 9)
    assert (network.sent[0].text, network.sent[0].quote, network.waiting) == ("", 4, 0)


def calls(**options: object) -> Calls:
    values: dict[str, object] = {"version": "0.14.6", "accounts": ["+1"], "single": False}
    return Calls(Network(), **(values | options))  # type: ignore[arg-type]


def ask(one: Calls, method: str, **params: object) -> object:
    body = {"jsonrpc": "2.0", "method": method, "params": params, "id": 1}
    return one.answer(json.dumps(body).encode())


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("send", {"recipient": "+2", "message": "x"}, -1),
        ("send", {"recipient": ["+2"], "message": ""}, -1),
        ("trust", {"recipient": "+2", "trustAllKnownKeys": True}, -1),
        ("submitRateLimitChallenge", {"challenge": "c", "captcha": "x"}, -6),
    ],
)
def test_refusals(method: str, params: dict[str, object], code: int) -> None:
    answer = ask(calls(), method, **params)
    assert isinstance(answer, dict) and answer["error"]["code"] == code


def test_a_link_that_nobody_confirms() -> None:
    one = calls()
    one.linked = ""
    link = ask(one, "startLink")
    assert isinstance(link, dict)
    answer = ask(one, "finishLink", deviceLinkUri=link["result"]["deviceLinkUri"])
    assert isinstance(answer, dict) and answer["error"]["code"] == -1


def test_a_batch_of_notifications_has_no_answer() -> None:
    assert calls().answer(b'[{"jsonrpc":"2.0","method":"version"}]') is None


def test_the_same_port_again_and_the_queue_survives() -> None:
    network = Network()
    with SignalDaemon(network) as first:
        port = first.port
    network.write(CHILD, "while away")
    with SignalDaemon(network, port=port) as second:
        assert requests.get(f"{second.url}/api/v1/check", timeout=5).status_code == 200
        with pytest.raises(OSError, match=r"[Aa]ddress"):
            SignalDaemon(port=port)
    assert network.waiting == 1
