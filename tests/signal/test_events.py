"""What the daemon tells, read: every kind, what is cut, what makes no sense."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.errors import MalformedEvent
from zammad_plugin.signal.wire import shapes
from zammad_plugin.signal.wire.events import parse
from zammad_plugin.signal.wire.shapes import (
    Attachment,
    Call,
    Contact,
    Deletion,
    Edit,
    Event,
    GroupMessage,
    Preview,
    Quote,
    Reaction,
    Receipt,
    Sticker,
    Story,
    Sync,
    Text,
    TimerChange,
    Typing,
    Unknown,
    Unreadable,
)

WHO = "5f1a2f0e-1111-4222-8333-444455556666"
US = "+96170000001"
NUMBER = "+96170000002"
CANARY = "canary-7f2 my name is Lina"


def raw(**parts: Any) -> str:
    envelope = {
        "source": NUMBER,
        "sourceNumber": NUMBER,
        "sourceUuid": WHO,
        "sourceName": CANARY,
        "sourceDevice": 1,
        "timestamp": 1000,
        "serverReceivedTimestamp": 1001,
        "serverDeliveredTimestamp": 1002,
        **parts,
    }
    return json.dumps({"account": US, "envelope": envelope})


def data(**parts: Any) -> str:
    return raw(dataMessage={"timestamp": 1000, "message": None, "expiresInSeconds": 0, **parts})


def test_an_envelope() -> None:
    event = parse(data(message="hello"))
    assert event == Event(US, WHO, NUMBER, 1, 1000, 1002, 1001, Text("hello"))


def test_a_number_may_be_missing_and_a_uuid_has_one_form() -> None:
    event = parse(raw(sourceNumber=None, sourceUuid=WHO.upper(), dataMessage={"message": "x"}))
    assert (event.sender_uuid, event.sender_number) == (WHO, None)


FILE = {
    "contentType": "application/pdf",
    "filename": "a.pdf",
    "id": "f1.pdf",
    "size": 12,
    "width": None,
    "caption": "see",
}
CONTENTS: dict[str, tuple[str, Any]] = {
    "text": (data(message="مرحبا\n<b>"), Text("مرحبا\n<b>")),
    "line separators": (data(message="a\u2028b"), Text("a\u2028b")),
    "timer": (data(message="x", expiresInSeconds=3600), Text("x", expires_in=3600)),
    "timer changed": (data(isExpirationUpdate=True, expiresInSeconds=60), TimerChange(60)),
    "file": (
        data(attachments=[FILE]),
        Text("", (Attachment("f1.pdf", "application/pdf", "a.pdf", 12, "see", False, False),)),
    ),
    "quote": (
        data(
            message="x",
            quote={
                "id": 5,
                "author": NUMBER,
                "authorNumber": NUMBER,
                "authorUuid": WHO,
                "text": "y",
                "attachments": [{"contentType": "image/png"}],
            },
        ),
        Text("x", quote=Quote(5, WHO, "y", ("image/png",))),
    ),
    "quote of a number": (
        data(message="x", quote={"id": 5, "authorNumber": NUMBER}),
        Text("x", quote=Quote(5, NUMBER, "")),
    ),
    "contact": (
        data(
            contacts=[
                {
                    "name": {"given": "A", "family": "B", "nickname": "C"},
                    "phone": [{"value": "+1", "type": "HOME"}, {"value": None}],
                    "email": [{"value": "a@b.c"}],
                    "organization": "O",
                }
            ]
        ),
        Text("", contacts=(Contact("A B", ("+1",), ("a@b.c",), "O"),)),
    ),
    "nickname": (data(contacts=[{"name": {"nickname": "C"}}]), Text("", contacts=(Contact("C"),))),
    "no name": (data(contacts=[{"name": None}]), Text("", contacts=(Contact(""),))),
    "sticker": (data(sticker={"packId": "ab", "stickerId": 3}), Text("", sticker=Sticker("ab", 3))),
    "preview": (
        data(
            message="https://a",
            previews=[{"url": "https://a", "title": "T", "description": "D", "image": FILE}],
        ),
        Text("https://a", previews=(Preview("https://a", "T", "D"),)),
    ),
    "story answered": (
        data(message="x", storyContext={"authorUuid": WHO, "sentTimestamp": 1}),
        Text("x", answers_story=True),
    ),
    "deleted": (data(remoteDelete={"timestamp": 7}), Deletion(7)),
    "reaction": (
        data(
            reaction={
                "emoji": "+",
                "targetAuthorUuid": WHO,
                "targetSentTimestamp": 7,
                "isRemove": False,
            }
        ),
        Reaction("+", WHO, 7, False),
    ),
    "reaction taken back": (
        data(
            reaction={
                "emoji": "+",
                "targetAuthorNumber": US,
                "targetSentTimestamp": 7,
                "isRemove": True,
            }
        ),
        Reaction("+", US, 7, True),
    ),
    "group": (
        data(message="x", groupInfo={"groupId": "g=", "type": "DELIVER"}),
        GroupMessage("g=", True),
    ),
    "group changed": (
        data(groupInfo={"groupId": "g=", "type": "UPDATE"}),
        GroupMessage("g=", False),
    ),
    "poll": (data(pollCreate={"question": "?"}), Unknown("pollCreate")),
    "nothing": (data(), Unknown("empty")),
    "edit": (
        raw(editMessage={"targetSentTimestamp": 7, "dataMessage": {"message": "new"}}),
        Edit(7, Text("new")),
    ),
    "edit in a group": (
        raw(
            editMessage={
                "targetSentTimestamp": 7,
                "dataMessage": {"message": "new", "groupInfo": {"groupId": "g="}},
            }
        ),
        GroupMessage("g=", True),
    ),
    "call": (
        raw(callMessage={"offerMessage": {"id": 2**64 - 1, "type": "VIDEO_CALL"}}),
        Call("offer", str(2**64 - 1), True),
    ),
    "hangup": (raw(callMessage={"hangupMessage": {"id": 3, "type": "X"}}), Call("hangup", "3")),
    "ice": (raw(callMessage={"iceUpdateMessages": [{"id": 3}]}), Call("ice", "")),
    "delivered": (
        raw(
            receiptMessage={
                "when": 1,
                "isDelivery": True,
                "isRead": False,
                "isViewed": False,
                "timestamps": [5, 6, "x"],
            }
        ),
        Receipt("delivered", (5, 6)),
    ),
    "read": (raw(receiptMessage={"isRead": True, "timestamps": [5]}), Receipt("read", (5,))),
    "viewed": (raw(receiptMessage={"isViewed": True, "timestamps": [5]}), Receipt("viewed", (5,))),
    "typing": (raw(typingMessage={"action": "STARTED", "timestamp": 1}), Typing(True)),
    "typing stopped": (raw(typingMessage={"action": "STOPPED"}), Typing(False)),
    "story": (raw(storyMessage={"allowsReplies": True}), Story()),
    "own message": (raw(syncMessage={"sentMessage": {"message": "x"}}), Sync("sentMessage")),
    "later kind": (raw(hologramMessage={"x": 1}), Unknown("hologramMessage")),
    "nothing known": (raw(), Unknown("empty")),
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_content(kind: str) -> None:
    text, wanted = CONTENTS[kind]
    assert parse(text).content == wanted


def test_all_kinds_are_told() -> None:
    told = {type(wanted) for _, wanted in CONTENTS.values()} | {Unreadable}
    assert told == set(shapes.Content.__args__)


@pytest.mark.parametrize(
    ("part", "held", "voice"),
    [
        ({"contentType": "image/jpeg"}, True, False),
        ({"contentType": "VIDEO/mp4"}, True, False),
        ({"contentType": "image/svg+xml; charset=x"}, True, False),
        ({"contentType": "application/octet-stream", "filename": "a.HEIC"}, True, False),
        ({"contentType": "text/plain", "filename": "a.png"}, True, False),
        ({"contentType": "", "filename": "a.pdf"}, True, False),
        ({"contentType": None}, True, False),
        ("nonsense", True, False),
        ({"contentType": "audio/aac"}, False, True),
        ({"contentType": "application/ogg"}, False, True),
        ({"contentType": "application/pdf", "filename": "a.pdf"}, False, False),
        ({"contentType": "application/pdf"}, False, False),
    ],
)
def test_pictures_are_held_and_sound_is_heard(part: Any, held: bool, voice: bool) -> None:
    content = parse(data(attachments=[part])).content
    assert isinstance(content, Text)
    (one,) = content.attachments
    assert (one.held, one.voice) == (held, voice)


def test_a_text_over_2000_bytes_is_a_file_too() -> None:
    long = {"contentType": "text/x-signal-plain", "id": "a", "size": 4000}
    content = parse(data(message="ب" * 1000, attachments=[long, FILE])).content
    assert isinstance(content, Text)
    assert [one.is_long_text for one in content.attachments] == [True, False]
    assert not content.attachments[0].held


def test_seen_once_is_held_whatever_it_is() -> None:
    content = parse(data(viewOnce=True, attachments=[{"contentType": "audio/aac"}])).content
    assert isinstance(content, Text) and content.view_once and content.attachments[0].held


@pytest.mark.parametrize("envelope", [None, {"sourceUuid": WHO, "timestamp": 9}])
def test_what_signal_cli_could_not_read_is_told(envelope: Any) -> None:
    body = {
        "account": US,
        "envelope": envelope,
        "exception": {"message": CANARY, "type": "UntrustedIdentityException"},
    }
    event = parse(json.dumps(body))
    assert event.content == Unreadable("UntrustedIdentityException")
    assert event.sender_uuid == (WHO if envelope else "")


def test_a_failure_without_a_type() -> None:
    assert parse('{"exception": {}}').content == Unreadable("unknown")


@pytest.mark.parametrize(
    "text",
    [
        "",
        data(message=CANARY)[:-9],
        "[]",
        "7",
        '{"envelope": []}',
        "[" * 100_000,
        '{"envelope": ' + "9" * 5000 + "}",
        data(message=["x"]),
        data(message="x").replace("1000", "-1"),
        data(message="x").replace("1000", str(2**63)),
        data(message="x").replace(f'"{WHO}"', "null"),
        data(message="x").replace(WHO, NUMBER),
        raw(dataMessage=CANARY),
        data(remoteDelete={}),
        data(reaction={"emoji": CANARY}),
        raw(editMessage={"targetSentTimestamp": 7}),
        raw(editMessage={"dataMessage": {"message": CANARY}}),
    ],
)
def test_malformed(text: str) -> None:
    with pytest.raises(MalformedEvent) as caught:
        parse(text)
    assert "canary" not in str(caught.value) and NUMBER not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_smaller_part_that_makes_no_sense_costs_no_words() -> None:
    event = parse(
        data(
            message="help",
            quote={"id": "x"},
            contacts=["x"],
            sticker=1,
            previews={},
            expiresInSeconds=-4,
            viewOnce="yes",
        )
    )
    assert event.content == Text("help")


def test_text_that_a_database_takes() -> None:
    content = parse(data(message="a\ud800b\0c")).content
    assert isinstance(content, Text) and content.text == "a\ufffdb\ufffdc"
    pair = parse(data(message="\U0001f600").replace("\U0001f600", r"\ud83d\ude00")).content
    assert pair == Text("\U0001f600")


def test_a_long_text_and_a_future_time() -> None:
    text = data(message="ب" * 65_536)
    event = parse(text.replace('"timestamp": 1000', '"timestamp": 9999999999999'))
    assert isinstance(event.content, Text) and len(event.content.text) == 65_536
    assert event.timestamp == 9_999_999_999_999


@pytest.mark.parametrize("kind", CONTENTS)
def test_nothing_is_shown_when_printed(kind: str) -> None:
    event = parse(CONTENTS[kind][0])
    assert repr(event) == "<Event>"
    assert repr(event.content) == f"<{type(event.content).__name__}>"


KEYS = st.sampled_from(
    [
        "envelope",
        "exception",
        "account",
        "sourceUuid",
        "timestamp",
        "dataMessage",
        "editMessage",
        "callMessage",
        "receiptMessage",
        "syncMessage",
        "message",
        "attachments",
        "quote",
        "contacts",
        "sticker",
        "reaction",
        "remoteDelete",
        "groupInfo",
        "timestamps",
        "offerMessage",
        "phone",
        "id",
        "targetSentTimestamp",
        "previews",
        "contentType",
        "filename",
        "name",
        "type",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(WHO),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


@given(JSON)
def test_any_json_is_read_or_malformed(body: Any) -> None:
    _read_or_refuse(json.dumps(body))


@given(st.dictionaries(KEYS, JSON, max_size=6), st.booleans())
def test_any_envelope_is_read_or_malformed(parts: dict[str, Any], inside: bool) -> None:
    _read_or_refuse(data(**parts) if inside else raw(**parts))


@given(st.text() | st.binary().map(lambda some: some.decode("utf-8", "replace")))
def test_any_text_is_read_or_malformed(text: str) -> None:
    _read_or_refuse(text)


@given(st.sampled_from(sorted(CONTENTS)), st.data())
def test_an_event_cut_anywhere(kind: str, draw: st.DataObject) -> None:
    text = CONTENTS[kind][0]
    with pytest.raises(MalformedEvent):
        parse(text[: draw.draw(st.integers(0, len(text) - 1))])


def _read_or_refuse(text: str) -> None:
    try:
        event = parse(text)
    except MalformedEvent as error:
        assert error.__cause__ is None
        return
    assert isinstance(event, Event) and 0 <= event.timestamp < 2**63
    json.dumps([event.sender_uuid, event.sender_number]).encode()
    if isinstance(event.content, Text):
        event.content.text.encode("utf-8")  # no half of a pair
