"""What a file begins with: sound, or something that is called so."""

from __future__ import annotations

import pytest

from zammad_plugin.zammad.sound import is_sound

SOUND = {
    "Ogg Opus": b"OggS\0\x02" + bytes(22) + b"OpusHead",
    "AAC": b"\xff\xf1\x50\x80",
    "MP3": b"\xff\xfb\x90\x64",
    "MP3 with a tag": b"ID3\x04\0",
    "AMR": b"#!AMR\n",
    "WAV": b"RIFF\x24\0\0\0WAVEfmt ",
    "FLAC": b"fLaC\0\0",
    "MP4 of sound": b"\0\0\0\x20ftypM4A \0\0\0\0",
}
NO_SOUND = {
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "PNG": b"\x89PNG\r\n",
    "GIF": b"GIF89a",
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 ",
    "AVI": b"RIFF\x24\0\0\0AVI LIST",
    "HEIC": b"\0\0\0\x20ftypheic",
    "MP4": b"\0\0\0\x20ftypisom\0\0\2\0",
    "an MP4 that says sound and has pictures": b"\0\0\0\x20ftypM4A " + b"hdlr\0\0\0\0vide",
    "WebM": b"\x1aE\xdf\xa3",
    "Ogg Theora": b"OggS\0\x02" + bytes(22) + b"\x80theora",
    "TIFF": b"II*\0",
    "BMP": b"BM\x36\0\0\0\0\0\0\0",
    "PDF": b"%PDF-1.7",
    "text": b"hello",
    "nothing": b"",
    "ones": b"\xff" * 40,
}


@pytest.mark.parametrize("head", SOUND.values(), ids=SOUND)
def test_sound(head: bytes) -> None:
    assert is_sound(head)


@pytest.mark.parametrize("head", NO_SOUND.values(), ids=NO_SOUND)
def test_what_is_called_sound_and_is_none(head: bytes) -> None:
    assert not is_sound(head)
