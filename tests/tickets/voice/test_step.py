"""The step in which voice messages are heard: what it writes, what it raises, and what it keeps.

Nothing here hears in truth: the transcriber is a double that prints what a test says.
"""

from __future__ import annotations

import json
import logging
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from desk_of_tests import ROUTING, RULESET, Desk
from hearing import double, ears, program

from zammad_plugin.state.local_hands import LocalHands
from zammad_plugin.tickets.run import run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.voice import step
from zammad_plugin.tickets.voice.memo import Memo
from zammad_plugin.tickets.voice.step import Done, hear
from zammad_plugin.vocabulary import CATEGORY_FIELD, TRIAGED, URGENCY_FIELD
from zammad_plugin.voice.ears import Ears

THREAT = "I am fourteen and a man on Snapchat says he will post my photos if I don't pay him"
CALM = "hello I only wanted to say thank you for your help with my printer last week goodbye"
ARABIC = "أنا عمري 14 سنة وفي رجال على سناب شات عم يهددني ينشر صوري إذا ما بدفعلو مصاري"
FILE = {"filename": "v.ogg", "data": "T2dnUwACAAAA", "mime-type": "audio/ogg"}
PICTURE = {"filename": "v.ogg", "data": "/9j/4AAQSkZJRg==", "mime-type": "audio/ogg"}


def spoken(desk: Desk, text: str = "", person: str = "a", **more: Any) -> int:
    body = {"attachments": [FILE], "preferences": {"signal": {}}, "type": "note", **more}
    return desk.report(text, person, **body)


def listen(
    desk: Desk, said: str | list[str] = THREAT, memo: Memo | None = None, **more: Any
) -> Done:
    command = double(said) if isinstance(said, str) else said
    return heard_by(desk, ears(command), memo, **more)


def heard_by(desk: Desk, by: Ears, memo: Memo | None = None, **more: Any) -> Done:
    return hear(desk.triage, Tools(RULESET, ROUTING), by, memo=memo, **more)


def last(desk: Desk, ticket: int) -> str:
    return str(desk.notes(ticket)[-1]["body"])


def test_what_was_heard_raises_and_stands_in_the_note_marked_as_a_machines(desk: Desk) -> None:
    one = spoken(desk)
    desk.run()
    done = listen(desk)
    assert (done.tickets, done.recordings, done.failed, done.left) == (1, 1, 0, 0)
    note, tags = last(desk, one), desk.tags(one)
    assert "Machine transcript, may be wrong: listen." in note and "fairly sure" in note
    assert "<blockquote" in note and "post my photos" in note and "<b>" in note
    assert {"cs-urg-critical", "cs-cat-sextortion", "cs-voice", "cs-unsure", TRIAGED} <= tags
    assert "cs-urg-high" not in tags
    assert desk.ticket(one)[URGENCY_FIELD] == "critical"


def test_each_recording_is_heard_once_whatever_comes_after(desk: Desk, tmp_path: Path) -> None:
    count = tmp_path / "count"
    answer = json.dumps({"text": THREAT, "language": "en", "confidence": 0.9})
    counts = program(f"open({str(count)!r}, 'a').write('x'); print({answer!r})")
    one = spoken(desk)
    desk.run()
    for _ in range(3):
        listen(desk, counts)
    desk.again(one, "are you there?")
    desk.run()
    listen(desk, counts)
    assert count.read_text() == "x" and len(desk.notes(one)) == 3
    assert "cs-cat-sextortion" in desk.tags(one)  # read from our own note again
    assert desk.ticket(one)[URGENCY_FIELD] == "critical"


def test_no_text_and_no_sound_is_kept_beside_the_note(desk: Desk, tmp_path: Path) -> None:
    one, file = spoken(desk), tmp_path / "voice.json"
    desk.run()
    listen(desk, memo=Memo(file))
    listen(desk, memo=Memo(file))
    kept = json.dumps(desk.notes(one)[-1]["preferences"]) + file.read_text()
    assert "photos" not in kept and "Snapchat" not in kept
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [file]


@pytest.mark.parametrize(
    ("more", "doubt"),
    [
        ({"confidence": 0.4}, "unsure"),
        ({"confidence": None}, "unsure"),
        ({"language": "de"}, "unsure"),
        ({"text": " "}, "no voice"),
    ],
)
def test_below_the_gate_it_is_shown_and_nothing_follows(
    desk: Desk, more: dict[str, Any], doubt: str
) -> None:
    one = spoken(desk)
    desk.run()
    before = desk.tags(one)
    listen(desk, double(THREAT, **more))
    assert desk.tags(one) == before and desk.ticket(one)[URGENCY_FIELD] == "high"
    note = last(desk, one)
    assert doubt in note and ("post my photos" in note) is (doubt == "unsure")


def test_it_never_lowers_and_clears_nothing(desk: Desk) -> None:
    alone, beside = spoken(desk), spoken(desk, THREAT, "b")
    desk.run()
    before = desk.tags(alone), desk.tags(beside)
    listen(desk, CALM)
    assert (desk.tags(alone), desk.tags(beside)) == before
    assert {"cs-unsure", "cs-voice", "cs-urg-high"} <= before[0]
    assert "cs-urg-critical" in before[1]
    assert desk.ticket(alone)["group"] == "Child Safety"
    assert "clears nothing" in last(desk, alone)


def test_the_category_of_written_words_stays(desk: Desk) -> None:
    one = spoken(desk, "How do I set up parental controls on TikTok for my son, he is 10?")
    desk.run()
    assert desk.ticket(one)[CATEGORY_FIELD] == "parental_guidance"
    listen(desk, THREAT)
    ticket = desk.ticket(one)
    assert (ticket[URGENCY_FIELD], ticket[CATEGORY_FIELD]) == ("critical", "parental_guidance")


def test_arabic_runs_from_the_right_in_an_english_note(desk: Desk) -> None:
    one = spoken(desk)
    desk.run()
    listen(desk, double(ARABIC, language="ar"))
    assert '<blockquote dir="rtl">' in last(desk, one)
    assert "cs-urg-critical" in desk.tags(one)


def test_what_a_person_heard_is_heard_by_no_machine(desk: Desk) -> None:
    one = spoken(desk)
    desk.run()
    desk.admin.untag(one, "cs-voice")
    assert listen(desk).recordings == 0 and len(desk.notes(one)) == 1


def test_a_ticket_that_nobody_triaged_waits_for_that(desk: Desk) -> None:
    one = spoken(desk)
    desk.admin.tag(one, "cs-voice")  # as the bridge sets it
    assert listen(desk).recordings == 0 and desk.notes(one) == []


def test_what_was_written_meanwhile_is_judged_first(desk: Desk, tmp_path: Path) -> None:
    """The customer writes while the machine hears: the double waits for it."""
    one = spoken(desk)
    desk.run()

    class Meanwhile(Memo):
        def save(self) -> None:
            if not writes:
                desk.again(one, CALM)
                writes.append(1)

    writes: list[int] = []
    listen(desk, memo=Meanwhile())
    bodies = [str(note["body"]) for note in desk.notes(one)]
    assert len(bodies) == 3 and "<blockquote" in bodies[2] and "<blockquote" not in bodies[1]
    assert TRIAGED in desk.tags(one)


def test_a_picture_that_calls_itself_sound_is_fetched_twice_at_most(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "zammad_plugin")
    one, memo = spoken(desk, attachments=[PICTURE]), Memo()
    desk.run()
    assert [listen(desk, memo=memo).failed for _ in range(4)] == [1, 1, 0, 0]
    assert len(desk.notes(one)) == 1 and "cs-voice" in desk.tags(one)
    assert "v.ogg" not in caplog.text


def test_a_transcriber_that_fails_stops_no_other_ticket(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    answer = json.dumps({"text": THREAT, "language": "en", "confidence": 0.9})
    size = "import pathlib, sys; size = len(pathlib.Path(sys.argv[1]).read_bytes());"
    picky = program(f"{size} print({answer!r} if size > 4 else 'Zorbanella'[: size * 9])")
    broken = spoken(desk, attachments=[{**FILE, "data": "T2dnUw=="}])
    good = spoken(desk, "", "b")
    desk.run()
    done = listen(desk, picky)
    assert (done.failed, done.recordings) == (1, 1)
    assert len(desk.notes(broken)) == 1 and "<blockquote" in last(desk, good)
    assert "Zorbanella" not in caplog.text


def test_two_recordings_of_a_ticket_make_one_note(desk: Desk) -> None:
    one = spoken(desk, attachments=[FILE, FILE])
    desk.run()
    assert listen(desk).recordings == 2
    assert last(desk, one).count("<blockquote") == 2 and len(desk.notes(one)) == 2


def test_a_pass_ends_with_its_budget_and_the_next_goes_on(desk: Desk) -> None:
    for person in "abc":
        spoken(desk, "", person)
    desk.run()
    slow = program(f"import time; time.sleep(1); print({json.dumps({'text': ''})!r})")
    first = listen(desk, slow, seconds=0.5)
    assert first.recordings == 1 and first.left == 2
    assert listen(desk, slow).recordings == 2


def test_a_hand_that_is_there_for_a_moment_is_waited_for(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is heard once, and noted when the hand has let go."""
    one, count, held = spoken(desk), tmp_path / "count", ExitStack()
    run(desk.triage, RULESET, ROUTING, hands=LocalHands(tmp_path / "hands", settle=0.0))
    monkeypatch.setattr(step, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(step.time, "sleep", lambda _: held.close())
    held.enter_context(LocalHands(tmp_path / "hands", settle=0.0).take(one))
    answer = json.dumps({"text": THREAT, "language": "en", "confidence": 0.9})
    counts = program(f"open({str(count)!r}, 'a').write('x'); print({answer!r})")
    done = listen(desk, counts, hands=LocalHands(tmp_path / "hands", settle=0.0))
    assert (done.tickets, done.left, count.read_text()) == (1, 0, "x")


def test_a_ticket_that_another_hand_keeps_is_left(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, hands = spoken(desk), LocalHands(tmp_path / "hands", settle=0.0)
    monkeypatch.setattr(step, "PAUSES", (0.0,))
    desk.run()
    with hands.take(one):
        assert listen(desk, hands=LocalHands(tmp_path / "hands", settle=0.0)).left == 1
    assert listen(desk).tickets == 1


@pytest.mark.parametrize("fault", ["PUT tickets/* 1 lost", "POST tags/add 1 500"])
def test_killed_or_lost_in_between_it_is_noted_once(desk: Desk, fault: str) -> None:
    one = spoken(desk)
    desk.run()
    desk.server.faults.add(fault)
    for _ in range(3):
        try:
            listen(desk)
        except Exception as error:
            assert "Unavailable" in type(error).__name__ or "Unknown" in type(error).__name__
        desk.run()
    notes = [str(note["body"]) for note in desk.notes(one)]
    assert sum("<blockquote" in note for note in notes) == 1
    assert {"cs-urg-critical", TRIAGED} <= desk.tags(one)


def test_the_memo_may_be_anything(tmp_path: Path) -> None:
    file = tmp_path / "voice.json"
    for text in ("", "[]", '{"done": 7, "failed": {"a": "x"}}', "\xff"):
        file.write_text(text)
        assert Memo(file).done == {} and Memo(file).failed == {}


def test_beside_twenty_voice_messages_a_text_takes_its_own_time(desk: Desk) -> None:
    """`run` hears nothing: no voice message costs it more than a look."""
    for number in range(20):
        spoken(desk, "", f"p{number}")
    text = desk.report(THREAT, "q")
    began = time.monotonic()
    done = desk.run()
    assert done.done == 21 and time.monotonic() - began < 100
    assert {"cs-urg-critical", TRIAGED} <= desk.tags(text)
