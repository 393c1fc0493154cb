"""The client on a simulated daemon: what arrives, what is sent, and every way to fail."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import responses

from zammad_plugin.config.settings.signal import DAEMON
from zammad_plugin.emulator.signal import wire
from zammad_plugin.emulator.signal.calls import LINK, safety_number
from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.emulator.signal.wire import File, Person
from zammad_plugin.errors import (
    CaptchaRejected,
    DaemonAway,
    DaemonRefused,
    PluginError,
    RateLimited,
    SendUnknown,
    SignalError,
    Unregistered,
    UntrustedIdentity,
)
from zammad_plugin.signal.wire import shapes
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.signal.wire.events import parse
from zammad_plugin.signal.wire.results import Sent

CHILD = Person.made(1)
CANARY = "canary-3d8 I am 14"
RPC = "http://127.0.0.1:8090/api/v1/rpc"


@pytest.fixture
def daemon() -> Iterator[SignalDaemon]:
    with SignalDaemon(keep_alive=0.1) as one:
        yield one


@pytest.fixture
def client(daemon: SignalDaemon) -> Iterator[Daemon]:
    one = Daemon(daemon.url, daemon.network.account, read_timeout=2.0)
    yield one
    one.close()


def some(events: Iterator[str | None], count: int) -> list[str]:
    got: list[str] = []
    while len(got) < count:
        one = next(events)
        got += [one] if one is not None else []
    return got


# What arrives


def test_messages_wait_until_somebody_reads(daemon: SignalDaemon, client: Daemon) -> None:
    sent = [daemon.network.write(CHILD, f"line {n}\u2028") for n in range(3)]
    assert daemon.network.waiting == 3
    events = client.events()
    got = [parse(one) for one in some(events, 3)]
    assert [one.timestamp for one in got] == sent
    assert got[0].content == shapes.Text("line 0\u2028")
    sent.append(daemon.network.write(CHILD, None, File("a.aac", "audio/aac", b"sound")))
    (voice,) = some(events, 1)
    content = parse(voice).content
    assert isinstance(content, shapes.Text) and content.attachments[0].voice
    assert client.attachment("a.aac", CHILD.uuid) == b"sound"
    assert (daemon.network.fetched, daemon.network.waiting) == (["a.aac"], 0)


def test_an_end_is_noticed_at_the_next_write() -> None:
    """The one message that is written before that is lost: docs/signal.md. The next one waits."""
    with SignalDaemon(keep_alive=60, version="0.14.6") as daemon:
        network, client = daemon.network, Daemon(daemon.url, daemon.network.account)
        events = client.events()
        assert next(events) is None
        events.close()  # type: ignore[attr-defined]
        network.write(CHILD, "nobody reads this")
        with network.changed:
            assert network.changed.wait_for(lambda: not network.subscribed, 10)
        network.write(CHILD, "this one waits")
        assert network.waiting == 1
        client.close()


def test_a_stream_ends_with_a_reset() -> None:
    """Of an ordinary end signal-cli's next write tells nothing: it notices 15 s later only."""
    ends: list[object] = []

    def serve(door: socket.socket) -> None:
        with door.accept()[0] as there:
            there.settimeout(10)
            there.recv(65536)
            there.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n:\n\r\n")
            try:
                ends.append(there.recv(1))
            except ConnectionResetError as error:
                ends.append(type(error))

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=serve, args=(door,))
        thread.start()
        events = Daemon(f"http://127.0.0.1:{door.getsockname()[1]}", "+1").events()
        assert [next(events), next(events)] == [None, None]
        events.close()  # type: ignore[attr-defined]
        thread.join(10)
    assert ends == [ConnectionResetError]


def test_signs_of_life(client: Daemon) -> None:
    events = client.events()
    assert [next(events) for _ in range(4)] == [None] * 4


def test_a_stream_that_ends(daemon: SignalDaemon, client: Daemon) -> None:
    events = client.events()
    next(events)
    daemon.network.end_streams()
    with pytest.raises(DaemonAway, match="ended the stream") as caught:
        list(events)
    assert "systemctl start signal-cli" in caught.value.hint


def test_a_silent_stream(daemon: SignalDaemon) -> None:
    daemon.app.silent = True
    client = Daemon(daemon.url, daemon.network.account, read_timeout=0.3)
    daemon.network.write(CHILD, "x")
    events = client.events()
    some(events, 1)
    with pytest.raises(DaemonAway):
        list(events)


def test_an_event_cut_in_the_middle_is_given_as_it_came(
    daemon: SignalDaemon, client: Daemon
) -> None:
    daemon.app.cut = 1
    daemon.network.write(CHILD, CANARY * 20)
    events = client.events()
    (cut,) = some(events, 1)
    assert cut.startswith('{"envelope"') and not cut.endswith("}")
    with pytest.raises(DaemonAway):
        next(events)


def test_what_nobody_got_is_gone(daemon: SignalDaemon, client: Daemon) -> None:
    daemon.network.lose()
    daemon.network.write(CHILD, "lost")
    daemon.network.write(CHILD, "kept")
    content = parse(some(client.events(), 1)[0]).content
    assert content == shapes.Text("kept") and len(daemon.network.lost) == 1


def test_an_account_of_somebody_else(daemon: SignalDaemon) -> None:
    with pytest.raises(DaemonRefused) as caught:
        next(Daemon(daemon.url, "+15550100").events())
    assert caught.value.code == 400


def test_nobody_there(daemon: SignalDaemon, client: Daemon) -> None:
    daemon.stop()
    for call in (
        client.check,
        client.version,
        lambda: next(client.events()),
        lambda: client.send(CHILD.uuid, "x"),
    ):
        with pytest.raises(DaemonAway):
            call()
    assert daemon.network.sent == []


# What is sent


def test_a_reply(daemon: SignalDaemon, client: Daemon, tmp_path: Path) -> None:
    file = tmp_path / "ملف, one=1;base64,+.pdf"
    file.write_bytes(b"%PDF")
    quote = shapes.Quote(7, CHILD.uuid, "y")
    first = client.send(CHILD.uuid, "hello", [file], quote)
    (sent,) = daemon.network.sent
    assert (sent.to, sent.text, sent.quote) == (CHILD.uuid, "hello", 7)
    assert sent.attachments == (wire.SentFile(file.name, "application/pdf", b"%PDF"),)
    assert first == Sent(sent.timestamp)
    daemon.network.read(first.timestamp)
    got = [parse(one).content for one in some(client.events(), 2)]
    stamps = (first.timestamp,)
    assert got == [shapes.Receipt("delivered", stamps), shapes.Receipt("read", stamps)]


def test_files_that_no_call_holds_go_by_their_path(
    daemon: SignalDaemon, client: Daemon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zammad_plugin.signal.wire.daemon.IN_CALL", 3)
    files = [tmp_path / "large.zzz", tmp_path / "small.zzz", tmp_path / "empty.zzz"]
    for file, data in zip(files, (b"four", b"abc", b""), strict=True):
        file.write_bytes(data)
    client.send(CHILD.uuid, "", files)
    assert daemon.network.sent[0].attachments == (
        wire.SentFile(str(files[0])),
        wire.SentFile("small.zzz", "application/octet-stream", b"abc"),
        wire.SentFile(str(files[2])),
    )


FAILURES: dict[str, tuple[type[SignalError], bool]] = {
    "unregistered": (Unregistered, False),
    "identity": (UntrustedIdentity, False),
    "rate_limit": (RateLimited, False),
    "network": (SendUnknown, False),
    "keys": (DaemonRefused, False),
    "later": (SendUnknown, False),
    "internal": (SendUnknown, False),
    "file": (DaemonRefused, False),
    "http": (SendUnknown, False),
    "reset": (SendUnknown, False),
    "lost": (SendUnknown, True),
    "cut": (SendUnknown, True),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_a_send_that_fails(daemon: SignalDaemon, client: Daemon, kind: str) -> None:
    wanted, left = FAILURES[kind]
    daemon.network.fail(kind)
    with pytest.raises(wanted) as caught:
        client.send(CHILD.number or "", CANARY)
    assert type(caught.value) is wanted and caught.value.__cause__ is None
    assert "canary" not in str(caught.value) and str(CHILD.number) not in str(caught.value)
    assert bool(daemon.network.sent) is left
    assert client.send(CHILD.uuid, "again").timestamp  # the next one goes


def test_no_answer_in_time(
    daemon: SignalDaemon, client: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zammad_plugin.signal.wire.daemon.SEND", 0.2)
    daemon.network.fail("hang")
    with pytest.raises(SendUnknown):
        client.send(CHILD.uuid, "x")


def test_a_rate_limit_tells_when_and_how(daemon: SignalDaemon, client: Daemon) -> None:
    daemon.network.fail("rate_limit", retry_after=86400, token="challenge")
    daemon.network.fail("rate_limit")
    with pytest.raises(RateLimited) as caught:
        client.send(CHILD.uuid, "x")
    assert (caught.value.retry_after, caught.value.token) == (86400, "challenge")
    assert "86400 s" in caught.value.hint and "captcha" in caught.value.hint
    assert "challenge" not in str(caught.value)
    with pytest.raises(RateLimited) as plain:
        client.send(CHILD.uuid, "x")
    assert (plain.value.retry_after, plain.value.token) == (None, None)
    assert "captcha" not in plain.value.hint
    with pytest.raises(CaptchaRejected):
        client.submit_captcha("challenge", "wrong")
    daemon.calls.challenge = "solved"
    client.submit_captcha("challenge", "solved")


def test_a_new_safety_number(daemon: SignalDaemon, client: Daemon) -> None:
    daemon.network.change_key(CHILD)
    with pytest.raises(UntrustedIdentity):
        client.send(CHILD.uuid, "x")
    (identity,) = client.identities(CHILD.uuid)
    assert (identity.uuid, identity.number, identity.trust, identity.added) == (
        CHILD.uuid,
        CHILD.number,
        "UNTRUSTED",
        1,
    )
    with pytest.raises(DaemonRefused):
        client.trust(CHILD.uuid, "00000")
    assert str(CHILD.number) not in repr(identity)
    client.trust(CHILD.uuid, identity.safety_number)
    assert identity.safety_number == safety_number(CHILD)
    assert client.send(CHILD.uuid, "x") and client.identities()[0].trust == "TRUSTED_UNVERIFIED"
    daemon.network.change_key(CHILD)
    client.trust(CHILD.uuid)
    assert client.send(CHILD.uuid, "x")


def test_somebody_without_signal(daemon: SignalDaemon, client: Daemon) -> None:
    daemon.network.unregistered.add(CHILD.uuid)
    with pytest.raises(Unregistered):
        client.send(CHILD.uuid, "x")


def test_files_that_are_gone_or_too_large(daemon: SignalDaemon, client: Daemon) -> None:
    with pytest.raises(DaemonRefused, match=r"getAttachment \(-1\)"):
        client.attachment("no", CHILD.uuid)
    daemon.network.write(CHILD, None, File("b", "application/pdf", b"x" * 4000))
    assert len(client.attachment("b", CHILD.uuid, largest=4000)) == 4000
    with pytest.raises(DaemonRefused, match="larger"):
        client.attachment("b", CHILD.uuid, largest=1000)


def test_link_a_phone(daemon: SignalDaemon, client: Daemon) -> None:
    daemon.calls.accounts.clear()
    assert client.accounts() == []
    assert client.start_link() == LINK
    assert client.finish_link(LINK, "desk") == daemon.network.account
    assert client.accounts() == [daemon.network.account]
    with pytest.raises(DaemonRefused):
        client.finish_link(LINK, "desk")


def test_a_daemon_of_one_account() -> None:
    with SignalDaemon(single=True) as one:
        client = Daemon(one.url, "+15550100")
        with pytest.raises(DaemonRefused) as caught:
            client.accounts()
        assert caught.value.code == -32601
        assert client.send(CHILD.uuid, "x")


# Words that no signal-cli says


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        ({"code": -1, "message": f"The user {CHILD.number} is not registered."}, Unregistered),
        ({"code": -4, "message": CANARY}, UntrustedIdentity),
        ({"code": -5, "message": CANARY}, RateLimited),
        ({"code": -3, "message": CANARY}, SendUnknown),
        ({"code": -1, "message": CANARY}, DaemonRefused),
        ({"code": "x", "message": None, "data": "x"}, SendUnknown),
        ("x", SendUnknown),
        ({"code": -1, "data": {"response": {"results": [7, {"type": "SUCCESS"}]}}}, DaemonRefused),
    ],
)
@responses.activate
def test_errors_of_a_send(error: Any, wanted: type[SignalError]) -> None:
    responses.post(RPC, json={"error": error})
    with pytest.raises(wanted) as caught:
        Daemon("http://127.0.0.1:8090", "+1").send("+2", "x")
    assert type(caught.value) is wanted and "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("error", "wanted"),
    [({"code": -4}, UntrustedIdentity), ({"code": -5}, RateLimited), ({"code": -3}, DaemonRefused)],
)
@responses.activate
def test_errors_of_other_calls(error: Any, wanted: type[SignalError]) -> None:
    responses.post(RPC, json={"error": error})
    with pytest.raises(wanted):
        Daemon("http://127.0.0.1:8090", "+1").trust("+2")


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        {"result": None},
        {"result": {}},
        {"result": {"timestamp": True}},
        {"result": 7},
        {"result": {"timestamp": 7, "results": [{"type": "X"}]}},
    ],
)
@responses.activate
def test_an_answer_that_says_nothing_leaves_a_send_unknown(answer: Any) -> None:
    responses.post(RPC, json=answer)
    with pytest.raises(SendUnknown):
        Daemon("http://127.0.0.1:8090", "+1").send("+2", "x")


@pytest.mark.parametrize("body", ["<html>", '{"result": {"data": "%%"}}', '{"result": {}}', "[]"])
@responses.activate
def test_an_answer_that_is_none(body: str) -> None:
    responses.post(RPC, body=body)
    with pytest.raises(DaemonRefused):
        Daemon("http://127.0.0.1:8090", "+1").attachment("a", "+2")


@responses.activate
def test_lists_that_are_none() -> None:
    client = Daemon("http://127.0.0.1:8090", "+1")
    responses.post(RPC, json={"result": {}})
    assert client.accounts() == [] and client.identities() == []
    responses.post(RPC, json={"result": [{}, 7, {"number": "+1"}]})
    assert client.accounts() == ["+1"]
    responses.post(RPC, json={"result": [{"addedTimestamp": "x"}, 7]})
    assert client.identities()[0].number is None


@responses.activate
def test_something_else_on_the_port() -> None:
    responses.get("http://127.0.0.1:8090/api/v1/check", status=404)
    with pytest.raises(DaemonRefused, match=r"check: HTTP \(404\)"):
        Daemon("http://127.0.0.1:8090", "+1").check()


@pytest.mark.parametrize(
    "url", ["http://10.0.0.7:8080", "ftp://127.0.0.1", "127.0.0.1:8090", "http://a:b@127.0.0.1", ""]
)
def test_only_loopback(url: str) -> None:
    with pytest.raises(PluginError) as caught:
        Daemon(url, "+1")
    assert DAEMON in caught.value.hint


def test_another_machine_when_told() -> None:
    assert Daemon("http://10.0.0.7:8080/", "+1", remote=True).url == "http://10.0.0.7:8080"
    assert Daemon("http://[::1]:8080", "+1").url == "http://[::1]:8080"


def test_nothing_is_logged(
    daemon: SignalDaemon, client: Daemon, caplog: pytest.LogCaptureFixture
) -> None:
    """Our own loggers; the libraries' are kept at WARNING by the command line."""
    caplog.set_level(logging.DEBUG)
    daemon.network.write(CHILD, CANARY)
    some(client.events(), 1)
    daemon.network.fail("unregistered")
    with pytest.raises(Unregistered):
        client.send(CHILD.uuid, CANARY)
    own = [one for one in caplog.records if not one.name.startswith("urllib3")]
    assert own == []
    assert "canary" not in caplog.text and str(CHILD.number) not in caplog.text


def test_wire_names_what_it_makes() -> None:
    """The builder of events and the reader know the same kinds."""
    stamp, account = 5, "+1"
    made = {
        "edit": wire.edit(stamp, 4, "x"),
        "call": wire.call("offer"),
        "typing": wire.typing(stamp),
        "story": wire.story(),
        "own": wire.own(stamp, CHILD, "x"),
        "viewed": wire.receipt("viewed", stamp, [4]),
        "quote": wire.data(stamp, "x", quote=wire.quote(CHILD, 4, "y", "image/png")),
        "reaction": wire.data(stamp, reaction=wire.reaction(CHILD, 4, "+", True)),
        "card": wire.data(stamp, contacts=[wire.card("A", "B", "+1")]),
    }
    got = {k: parse(wire.event(account, CHILD, stamp, part)).content for k, part in made.items()}
    assert got == {
        "edit": shapes.Edit(4, shapes.Text("x")),
        "call": shapes.Call("offer", "1"),
        "typing": shapes.Typing(True),
        "story": shapes.Story(),
        "own": shapes.Sync("sentMessage"),
        "viewed": shapes.Receipt("viewed", (4,)),
        "quote": shapes.Text("x", quote=shapes.Quote(4, CHILD.uuid, "y", ("image/png",))),
        "reaction": shapes.Reaction("+", CHILD.uuid, 4, True),
        "card": shapes.Text("", contacts=(shapes.Contact("A B", ("+1",)),)),
    }
    lost = parse(wire.unreadable(account, CHILD.hide(), stamp, "UntrustedIdentityException"))
    assert lost.content == shapes.Unreadable("UntrustedIdentityException")
