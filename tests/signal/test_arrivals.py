"""What arrives, as agents see it: every kind, and the files that nobody copies."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from signal_world import ACCOUNT, World

from zammad_plugin.emulator import articles
from zammad_plugin.emulator.answers import Refused
from zammad_plugin.emulator.signal import wire
from zammad_plugin.emulator.signal.calls import Broken
from zammad_plugin.emulator.signal.wire import File, Person
from zammad_plugin.signal.arriving import compose
from zammad_plugin.signal.status import needs_a_person, report
from zammad_plugin.signal.store.inbox import Inbox
from zammad_plugin.text.mail.clean import clean_article
from zammad_plugin.zammad.articles import channel_of, is_voice, pictures_in

VOICE = File("v1", "audio/aac", b"\xff\xf1sound")
PICTURE = File("p1", "image/jpeg", b"\xff\xd8\xffskin", "IMG_1.jpg")
PDF = File("d1", "application/pdf", b"%PDF-1.7 words", "bill.pdf")


def only(world: World) -> dict[str, Any]:
    """The only article of the desk."""
    (article,) = world.every_article()
    return article


def words(article: dict[str, Any]) -> str:
    """What triage reads of it."""
    return clean_article(article["body"], article["content_type"])


def test_a_text(world: World, child: Person) -> None:
    at = world.network.write(child, "ساعدوني\n<b>please</b>")
    assert world.live()
    article, (ticket,) = only(world), world.tickets()
    assert words(article) == "ساعدوني\n<b>please</b>"
    assert article["body"].startswith('<div dir="rtl">')
    assert (article["type"], article["sender"], article["internal"]) == ("note", "Customer", False)
    assert article["message_id"] == f"signal:{child.uuid}:{at}"
    assert channel_of(article) == "signal"
    assert (ticket["title"], ticket["group"], ticket["state"]) == ("Request", "Users", "new")
    customer = world.store.find("users", login=f"signal-{child.uuid}")
    assert customer and customer["phone"] == child.number and not customer["mobile"]
    assert (customer["email"], customer["firstname"]) == ("", "Signal")
    assert child.name not in json.dumps(customer)
    assert article["origin_by"] == customer["login"]


def test_a_person_without_a_number(world: World) -> None:
    hidden = Person.made(9, hidden=True)
    world.network.write(hidden, "hello")
    assert world.live()
    assert world.store.find("users", login=f"signal-{hidden.uuid}", phone="")


def test_a_voice_message_is_attached_and_tagged(world: World, child: Person) -> None:
    world.network.write(child, None, VOICE)
    assert world.live()
    article = only(world)
    assert is_voice(article) and words(article) == ""
    assert article["attachments"][0]["filename"] == "voice-1.aac"
    assert "cs-voice" in world.tags(article["ticket_id"])
    assert "please listen" in article["body"]


def test_pictures_are_held(world: World, child: Person) -> None:
    film = File("p2", "video/mp4", b"film")
    named = File("p3", "application/octet-stream", b"skin", "photo.HEIC")
    world.network.write(child, "look", PICTURE, film, named)
    assert world.live()
    article = only(world)
    assert not article["attachments"] and world.network.fetched == []
    assert pictures_in(article) == 2  # by type: what octets are nobody knows
    assert words(article) == "look"
    assert "cs-media" in world.tags(article["ticket_id"])
    for shown in ("image/jpeg", "video/mp4", "h1", "h2", "h3"):
        assert shown in article["body"]


def test_a_caption_is_what_the_person_said(world: World, child: Person) -> None:
    world.network.write(child, None, File("p1", "image/png", b"skin", caption="he sent me this"))
    assert world.live()
    assert words(only(world)) == "he sent me this"


@pytest.mark.parametrize(
    ("file", "attached"),
    [
        (PDF, True),
        (File("d2", "application/pdf", b"%PDF", "x.exe"), False),
        (File("d3", "application/zip", b"PK", "x.zip"), False),
        (File("d4", "text/plain", b"\xff\xd8\xffskin", "notes.txt"), False),
        (File("d5", "text/plain", b"RIFFxxxxWEBP", None), False),
        (File("d6", "text/plain", b"xxxxftypheic", None), False),
        (File("d7", "text/plain", b"BM1234\0\0\0\0", None), False),
        (File("d8", "text/plain", b"BMW is a car", None), True),
        (File("d9", "audio/mpeg", b"ID3", "song.mp4"), False),
        (File("d10", "text/plain", b"", "empty.txt"), False),  # no size is told
        (File("d11", "application/pdf", b"%PDF", "../../etc/pass wd$.pdf"), True),
    ],
)
def test_documents_by_the_list(world: World, child: Person, file: File, attached: bool) -> None:
    world.network.write(child, "here", file)
    assert world.live()
    names = [one["filename"] for one in only(world)["attachments"]]
    assert bool(names) is attached
    assert not any("/" in name or "$" in name for name in names)
    if not attached:
        assert "Held" in only(world)["body"]


def test_large_files_stay_where_they_are(world: World, child: Person) -> None:
    event = json.loads(
        wire.event(
            ACCOUNT,
            child,
            5,
            wire.data(
                5,
                "big",
                attachments=[
                    {**PDF.wire, "size": 100 * 1024 * 1024},
                    {**VOICE.wire, "size": 100 * 1024 * 1024},
                ],
            ),
        )
    )
    world.network.raw(json.dumps(event))
    assert world.live()
    article = only(world)
    assert world.network.fetched == [] and "100.0 MB" in article["body"]
    assert {"cs-voice", "cs-media"} <= world.tags(article["ticket_id"])


def test_a_file_that_signal_cli_lost(world: World, child: Person) -> None:
    world.network.write(child, "here", PDF)
    world.network.files.clear()
    assert world.live()
    assert "could not be fetched" in only(world)["body"]


def test_a_text_does_not_wait_for_ever_for_its_file(world: World, child: Person) -> None:
    world.network.write(child, "here", PDF)
    world.calls._own["getAttachment"] = _away  # an answer that never comes
    for _ in range(5):
        assert world.live() and world.every_article() == []
    assert world.live()
    assert "could not be fetched" in only(world)["body"]


def _away(params: Any) -> Any:
    raise Broken("lost")


KINDS: list[tuple[dict[str, Any], str]] = [
    (wire.edit(7, 5, "new words"), "Changed message"),
    (wire.data(7, None, remoteDelete={"timestamp": 5}), "deleted the message of 1970-01-01"),
    (wire.data(7, None, reaction=wire.reaction(Person.made(1), 5, "👍", False)), "Reaction 👍"),
    (wire.data(7, None, reaction=wire.reaction(Person.made(1), 5, "👍", True)), "Took back"),
    (wire.data(7, None, expiresInSeconds=5400, isExpirationUpdate=True), "after 1 h 30 min"),
    (wire.data(7, "hi", expiresInSeconds=604800), "after 1 w"),
    (wire.data(7, "hi", viewOnce=True), "seen once"),
    (wire.data(7, "hi", quote=wire.quote(Person.made(2), 5, "what?")), "Answers to 1970"),
    (wire.data(7, None, contacts=[wire.card("Abu", "X", "+961 1")]), "[Contact] Abu X, +961 1"),
    (wire.data(7, None, sticker={"packId": "p", "stickerId": 1}), "[Sticker]"),
    (wire.call("offer"), "Missed call"),
    ({"dataMessage": {"timestamp": 7, "pollCreate": {}}}, "can't show (pollCreate)"),
    ({"newMessage": {"x": 1}}, "can't show (newMessage)"),
]


@pytest.mark.parametrize(("part", "shown"), KINDS)
def test_kinds_that_are_shown(
    world: World, child: Person, part: dict[str, Any], shown: str
) -> None:
    world.network.put(child, part, 7)
    assert world.live()
    assert shown in only(world)["body"]
    assert shown not in words(only(world))  # what the bridge adds is not the child's


def test_the_words_of_an_edit_are_read(world: World, child: Person) -> None:
    world.network.put(child, wire.edit(7, 5, "he threatens me"), 7)
    assert world.live()
    assert words(only(world)) == "he threatens me"


@pytest.mark.parametrize(
    "part",
    [
        wire.typing(7),
        wire.story(),
        wire.own(7, Person.made(2), "x"),
        wire.call("hangup"),
        wire.data(7, None),
    ],
)
def test_kinds_that_are_not(world: World, child: Person, part: dict[str, Any]) -> None:
    world.network.put(child, part, 7)
    assert world.live()
    assert world.tickets() == []
    with world.spool() as spool:
        assert report(spool)["waiting"] == 0


def test_a_timer_is_told_when_it_changes(make: Callable[..., World], child: Person) -> None:
    world = make(disappearing="ask")
    for seconds in (0, 60, 60, 0):
        world.network.write(child, "hi", expiresInSeconds=seconds)
    assert world.live()
    told = ["isappearing" in one["body"] for one in world.every_article()]
    assert told == [False, True, False, True]
    assert "cs-signal-timer" in world.tags(1)


def test_what_signal_cli_could_not_read(world: World, child: Person) -> None:
    world.network.raw(wire.unreadable(ACCOUNT, child, 9, "UntrustedIdentityException"))
    assert world.live()
    assert "UntrustedIdentityException" in only(world)["body"]


def test_events_that_are_cut_or_no_json(world: World, child: Person) -> None:
    whole = wire.event(ACCOUNT, child, 9, wire.data(9, "help me"))
    world.network.raw(whole[:-20])
    world.network.raw("}{")
    world.network.raw("}{")
    assert world.live()
    mine, nobodys = world.tickets()
    assert mine["customer"] == f"signal-{child.uuid}"
    assert nobodys["customer"] == "signal-unknown"
    for article in world.every_article():
        assert article["attachments"][0]["filename"] == "event.txt"
    world.network.raw(whole)  # it comes whole after all
    assert world.live()
    assert words(world.every_article()[-1]) == "help me"


def test_odd_texts(world: World, child: Person) -> None:
    odd = ["x" * 65536, "a\0b\ud800c\x07", " ", "‏RTL", "-- \nsigned", "> quoted"]
    for text in odd:
        world.network.raw(
            json.dumps(
                json.loads(wire.event(ACCOUNT, child, world.network.now(), {}))
                | {
                    "envelope": {
                        "sourceUuid": child.uuid,
                        "timestamp": world.network.now(),
                        "dataMessage": {"message": text},
                    }
                }
            )
        )
    assert world.live()
    articles = world.every_article()
    assert len(articles) == len(odd)
    assert len(words(articles[0])) == 65536
    assert "\0" not in articles[1]["body"] and "\x07" not in articles[1]["body"]


def test_the_same_event_a_thousand_times(world: World, child: Person) -> None:
    world.network.write(child, "once")
    for _ in range(999):
        world.network.raw(world.network._waiting[0])
    assert world.live()
    assert len(world.every_article()) == 1


def test_a_time_from_the_future(world: World, child: Person) -> None:
    for at in (2**53, 99_999_999_999_999, 1):
        world.network.write(child, f"at {at}", at=at)
        world.network.put(child, wire.edit(at + 1, at, "changed"), at + 1)
    assert world.live()
    assert len(world.every_article()) == 6


def test_a_group_is_answered_once_and_not_in_the_group(world: World, child: Person) -> None:
    group = {"groupId": "abc=", "type": "DELIVER"}
    world.network.write(child, "hello all", groupInfo=group)
    world.network.write(Person.made(2), "me too", groupInfo=group)
    world.network.write(child, None, groupInfo={"groupId": "new=", "type": "UPDATE"})
    assert world.live() and world.live()
    assert world.tickets() == []
    assert [(one.to, one.text) for one in world.network.sent] == [
        (child.uuid, "Please write to us directly.")
    ]
    assert b"abc=" not in world.raw_spool() and b"hello all" not in world.raw_spool()


def test_no_answer_to_groups_where_the_desk_wants_none(
    make: Callable[..., World], child: Person
) -> None:
    world = make(group_answer="")
    world.network.write(child, "hello all", groupInfo={"groupId": "abc=", "type": "DELIVER"})
    assert world.live()
    assert world.sent == []


def test_what_zammad_refuses_stays_in_the_spool(
    world: World, child: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("first", "second", "third"):
        world.network.write(child, text)
    with monkeypatch.context() as patch:
        patch.setattr(articles, "create", _refusing("second"))
        assert world.live()
        shown = world.every_article()
        assert [words(one) for one in shown] == ["first", "", "third"]
        assert "row 2" in shown[1]["body"]
        with world.spool() as spool:
            assert report(spool)["unreadable"] == 1 and needs_a_person(report(spool))
            assert Inbox(spool).again() == 1
        assert b"second" in world.raw_spool()
        assert world.live()  # refused once more: no second placeholder
        assert len(world.every_article()) == 3
    with world.spool() as spool:
        Inbox(spool).again()
    assert world.live()
    assert words(world.every_article()[-1]) == "second"
    assert b"second" not in world.raw_spool()


def _refusing(text: str) -> Callable[..., Any]:
    """Zammad takes no article with this text."""
    known = articles.create

    def create(store: Any, ticket: Any, given: Any, who: Any) -> Any:
        if text in str(given.get("body")):
            raise Refused(422, "no")
        return known(store, ticket, given, who)

    return create


def test_a_bug_on_one_message_holds_up_nobody(
    world: World, child: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(content: Any, *rest: Any) -> Any:
        if getattr(content, "text", "") == "odd":
            raise KeyError("odd")
        return known(content, *rest)

    known = compose.render
    monkeypatch.setattr(compose, "render", render)
    world.network.write(child, "odd")
    world.network.write(Person.made(2), "fine")
    assert world.live()
    assert sorted(words(one) for one in world.every_article()) == ["", "fine"]
    with world.spool() as spool:
        assert report(spool)["unreadable"] == 1


def test_a_group_that_is_closed_to_us_loses_nothing(
    make: Callable[..., World], child: Person
) -> None:
    world = make(group="No such group")
    world.network.write(child, "help")
    assert world.live()
    assert world.carrier.pump.failed == 1 and world.tickets() == []
    world.settings = world.settings.model_copy(update={"group": "Users"})
    assert world.live()
    assert words(only(world)) == "help"


def test_zammad_away_for_hours(world: World, child: Person) -> None:
    world.zammad_away = True
    for number in range(200):
        world.network.write(Person.made(number % 7), f"needle {number}")
    for _ in range(5):
        assert not world.live()
    with world.spool() as spool:
        assert report(spool)["waiting"] == 200
    world.zammad_away = False
    assert world.live()
    assert len(world.keys()) == 200
    assert b"needle" not in world.raw_spool()
