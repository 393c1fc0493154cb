"""Which files of a ticket are heard, and that a picture is never one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hearing import OGG, ears, sizer

from zammad_plugin.config.settings.voice import VoiceSettings
from zammad_plugin.errors import Rejected
from zammad_plugin.voice.ears import Recording, ears_of, recordings
from zammad_plugin.voice.limits import LARGEST
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.sound import form_of, is_sound

IMAGE = {"id": 9, "filename": "a.jpg", "preferences": {"Mime-Type": "image/jpeg"}}


def case(*files: dict[str, Any], sender: str = "Customer", internal: bool = False) -> Case:
    article = {"id": 7, "sender": sender, "internal": internal, "attachments": list(files)}
    return Case({"id": 3}, [article])


def audio(number: int, name: str = "v.ogg", kind: str = "audio/ogg") -> dict[str, Any]:
    return {"id": number, "filename": name, "preferences": {"Mime-Type": kind}}


def test_every_voice_message_of_the_customer_is_one(tmp_path: Path) -> None:
    found = list(recordings(case(audio(1), IMAGE, audio(2))))
    assert found == [Recording(3, 7, 1), Recording(3, 7, 2)]
    assert found[0].key == "7/1"


@pytest.mark.parametrize(
    "said", [case(audio(1), sender="Agent"), case(audio(1), internal=True), case(IMAGE), case()]
)
def test_nothing_else_is(said: Case) -> None:
    assert list(recordings(said)) == []


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
def test_type_and_name_must_both_say_sound(name: str, kind: str) -> None:
    assert list(recordings(case(audio(1, name, kind)))) == []


class Server:
    """Stands for the client: sends `data` as a download that looks before it writes."""

    def __init__(self, data: bytes) -> None:
        self.data, self.asked = data, list[tuple[str, int]]()
        self.session = SimpleNamespace(download=self.download)

    def download(self, path: str, file: Path, largest: int, fits: Callable[[bytes], bool]) -> None:
        self.asked.append((path, largest))
        if not fits(self.data[:4096]):
            raise Rejected("the file is not what it says")
        file.write_bytes(self.data)


def test_a_recording_is_fetched_heard_and_gone() -> None:
    server = Server(OGG)
    heard = ears(sizer()).hear(server, Recording(3, 7, 1))  # type: ignore[arg-type]
    assert heard.text == f"double heard {len(OGG)} bytes"
    assert server.asked == [("ticket_attachment/3/7/1", LARGEST)]


def test_a_picture_that_calls_itself_sound_is_handed_to_nobody() -> None:
    with pytest.raises(Rejected):
        ears(sizer()).hear(Server(b"\xff\xd8\xff\xe0JFIF"), Recording(3, 7, 1))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"OggS\0\2", "ogg"),
        (b"\0\0\0\x20ftypM4A \0\0", "mov"),
        (b"\xff\xf1\x50\x80", "aac"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"ID3\4\0", "mp3"),
        (b"#!AMR\n", "amr"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"fLaC\0", "flac"),
        (b"\xff\xd8\xff\xe0JFIF", ""),
        (b"\x89PNG\r\n", ""),
        (b"GIF89a", ""),
        (b"#EXTM3U\nhttp://example.org/a.ogg", ""),
        (b"ffconcat version 1.0", ""),
        (b"\0\0\0\x20ftypmp42", ""),
        (b"", ""),
    ],
)
def test_a_file_is_opened_in_the_one_form_of_its_first_bytes(head: bytes, form: str) -> None:
    assert form_of(head) == form
    assert is_sound(head) is bool(form)


def test_the_desks_model_stands_from_its_folder(tmp_path: Path) -> None:
    settings = VoiceSettings(model=Path("models/ggml-small.bin"), languages=("ar", "en"), threads=2)
    command = ears_of(settings, tmp_path).command
    assert command[1:3] == ["-m", "zammad_plugin.voice.engine"]
    assert str(tmp_path / "models/ggml-small.bin") in command and "ar,en" in command


@pytest.mark.parametrize("both", [{}, {"model": "a", "command": ["b"]}])
def test_a_desk_says_one_of_both(both: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="one of both"):
        VoiceSettings(**both)
