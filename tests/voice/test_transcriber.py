"""A desk's own transcriber: what it hears, what fails, and that nothing stays on this machine."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
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

    def download(self, path: str, file: Path, largest: int, fits: Callable[[bytes], bool]) -> None:
        assert largest == LARGEST and fits(b"OggS voice") and not fits(b"\xff\xd8\xff\xe0JFIF")
        self.asked.append(path)
        self.places.append(file)
        if self.fails:
            raise NotFound("gone", status=404)
        file.write_text(f"{CANARY} {path.rsplit('/', 1)[1]}")


def transcriber(folder: Path, program: str) -> Transcriber:
    return Transcriber([sys.executable, "-c", program], folder)


def case(*files: dict[str, Any], sender: str = "Customer", internal: bool = False) -> Case:
    article = {"id": 7, "sender": sender, "internal": internal, "attachments": list(files)}
    return Case({"id": 3}, [article])


def audio(number: int) -> dict[str, Any]:
    return {"id": number, "filename": f"{number}.ogg", "preferences": {"Mime-Type": "audio/ogg"}}


IMAGE = {"id": 9, "filename": "a.jpg", "preferences": {"Mime-Type": "image/jpeg"}}


def test_every_voice_message_is_heard_and_no_image_is_fetched(tmp_path: Path) -> None:
    files = Files()
    heard = transcriber(tmp_path, SAYS).hear(files, case(audio(1), IMAGE, audio(2)))
    assert heard == {7: f"heard {CANARY} 1\nheard {CANARY} 2"}
    assert files.asked == ["ticket_attachment/3/7/1", "ticket_attachment/3/7/2"]
    assert not any(place.exists() for place in files.places)


@pytest.mark.parametrize(
    "said", [case(audio(1), sender="Agent"), case(audio(1), internal=True), case(IMAGE), case()]
)
def test_only_what_the_customer_said_is_fetched(said: Case, tmp_path: Path) -> None:
    files = Files()
    assert transcriber(tmp_path, SAYS).hear(files, said) == {}
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
    command: list[str], fails: bool, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    files = Files(fails)
    assert Transcriber(command, tmp_path, patience=1.0).hear(files, case(audio(1))) == {}
    assert CANARY not in caplog.text
    assert not any(place.exists() for place in files.places)


def test_a_transcript_is_bounded_and_any_bytes_are_read(tmp_path: Path) -> None:
    long = "import sys; sys.stdout.buffer.write(b'\\xff' + b'a' * 50000)"
    heard = transcriber(tmp_path, long).hear(Files(), case(audio(1)))
    assert len(heard[7]) == LONGEST and heard[7].startswith("\ufffd")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("photo.ogg", "image/jpeg"),
        ("clip.m4a", "video/mp4"),
        ("photo.jpg", "audio/ogg"),
        ("clip.mp4", "audio/mp4"),
        ("voice.ogg", "application/octet-stream"),
        ("voice.ogg.exe", "audio/ogg"),
        ("voice.ogg", ""),
    ],
)
def test_type_and_name_must_both_say_sound(name: str, kind: str, tmp_path: Path) -> None:
    files = Files()
    file = {"id": 1, "filename": name, "preferences": {"Mime-Type": kind} if kind else {}}
    assert transcriber(tmp_path, SAYS).hear(files, case(file)) == {}
    assert files.asked == []


def test_files_lie_in_a_folder_for_their_owner_alone(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys; "
        "print(*(oct(one.stat().st_mode) for one in list(pathlib.Path(sys.argv[1]).parents)[:2]))"
    )
    heard = transcriber(tmp_path / "voice", program).hear(Files(), case(audio(1)))
    assert heard[7].split() == ["0o40700", "0o40700"]
    assert list((tmp_path / "voice").iterdir()) == []


def test_what_a_killed_run_left_goes_at_the_next_start(tmp_path: Path) -> None:
    """Killed while the transcriber hears; one that is still at work keeps its own."""
    folder = tmp_path / "voice"
    hold = f"""
import pathlib, sys, time
from zammad_plugin.state.private import corner
with corner(pathlib.Path({str(folder)!r})) as mine:
    (mine / "voice").write_text("{CANARY}")
    print("there", flush=True)
    sys.stdin.read()
"""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for one in runs:
        assert one.stdout and one.stdout.readline() == "there\n"
    runs[0].kill()
    runs[0].communicate()
    assert len(list(folder.rglob("voice"))) == 2
    transcriber(folder, SAYS)
    assert len(list(folder.rglob("voice"))) == 1
    runs[1].communicate()
    assert runs[1].returncode == 0 and list(folder.rglob("voice")) == []
