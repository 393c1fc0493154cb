"""A desk's own transcriber: what it hears, what fails, and that nothing stays on this machine."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from zammad_plugin.errors import NotFound
from zammad_plugin.voice.transcriber import LARGEST, LONGEST, Transcriber
from zammad_plugin.zammad.case import Case

CANARY = "Zorbanella"
SAYS = "import sys, pathlib; print('heard ' + pathlib.Path(sys.argv[1]).read_text())"


class Files:
    """Stands for the client; remembers what was fetched and where it lay."""

    def __init__(self, fails: bool = False) -> None:
        self.fails, self.asked, self.places = fails, list[str](), list[Path]()
        self.session = SimpleNamespace(download=self.download)

    def download(self, path: str, file: Path, largest: int) -> None:
        assert largest == LARGEST
        self.asked.append(path)
        self.places.append(file)
        if self.fails:
            raise NotFound("gone", status=404)
        file.write_text(f"{CANARY} {path.rsplit('/', 1)[1]}")


def case(*files: dict[str, Any], sender: str = "Customer", internal: bool = False) -> Case:
    article = {"id": 7, "sender": sender, "internal": internal, "attachments": list(files)}
    return Case({"id": 3}, [article])


def audio(number: int) -> dict[str, Any]:
    return {"id": number, "filename": f"{number}.ogg", "preferences": {"Mime-Type": "audio/ogg"}}


IMAGE = {"id": 9, "filename": "a.jpg", "preferences": {"Mime-Type": "image/jpeg"}}


def test_every_voice_message_is_heard_and_no_image_is_fetched() -> None:
    files = Files()
    heard = Transcriber([sys.executable, "-c", SAYS]).hear(files, case(audio(1), IMAGE, audio(2)))
    assert heard == {7: f"heard {CANARY} 1\nheard {CANARY} 2"}
    assert files.asked == ["ticket_attachment/3/7/1", "ticket_attachment/3/7/2"]
    assert not any(place.exists() for place in files.places)


@pytest.mark.parametrize(
    "said", [case(audio(1), sender="Agent"), case(audio(1), internal=True), case(IMAGE), case()]
)
def test_only_what_the_customer_said_is_fetched(said: Case) -> None:
    files = Files()
    assert Transcriber([sys.executable, "-c", SAYS]).hear(files, said) == {}
    assert files.asked == []


@pytest.mark.parametrize(
    ("command", "fails"),
    [
        ([sys.executable, "-c", SAYS], True),
        ([sys.executable, "-c", "raise SystemExit(3)"], False),
        (["/no/such/transcriber"], False),
        ([sys.executable, "-c", "import time; time.sleep(60)"], False),
        ([sys.executable, "-c", "pass"], False),
    ],
)
def test_what_fails_is_left_to_a_person(
    command: list[str], fails: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    files = Files(fails)
    assert Transcriber(command, patience=1.0).hear(files, case(audio(1))) == {}
    assert CANARY not in caplog.text
    assert not any(place.exists() for place in files.places)


def test_a_transcript_is_bounded_and_any_bytes_are_read() -> None:
    long = "import sys; sys.stdout.buffer.write(b'\\xff' + b'a' * 50000)"
    heard = Transcriber([sys.executable, "-c", long]).hear(Files(), case(audio(1)))
    assert len(heard[7]) == LONGEST and heard[7].startswith("\ufffd")
