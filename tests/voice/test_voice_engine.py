"""The built-in transcriber: what it opens, what is no voice, what is no model, and a real model
where one can be had ($ZAMMAD_PLUGIN_TEST_MODEL: a ggml file of Whisper)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from zammad_plugin.config.settings.voice import VoiceSettings
from zammad_plugin.doctor.voice import examine
from zammad_plugin.voice.ears import ears_of, unseen
from zammad_plugin.voice.engine.activity import spoken
from zammad_plugin.voice.engine.sound import RATE, SECONDS, samples
from zammad_plugin.voice.engine.whisper import checked
from zammad_plugin.voice.sample import SAID, SAMPLE
from zammad_plugin.voice.transcript import NotHeard

MODEL = os.environ.get("ZAMMAD_PLUGIN_TEST_MODEL", "")
with_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg here")
with_model = pytest.mark.skipif(not MODEL, reason="no model: set ZAMMAD_PLUGIN_TEST_MODEL")
ENDINGS = {"ogg": "libopus", "m4a": "aac", "aac": "aac", "mp3": "libmp3lame"}


def made(folder: Path, words: list[str], name: str) -> Path:
    file = folder / name
    subprocess.run(["ffmpeg", "-v", "error", *words, str(file)], check=True)
    return file


def words(text: str) -> list[str]:
    return "".join(one for one in text.casefold() if one.isalnum() or one == " ").split()


def noise(seconds: float) -> np.ndarray:
    return np.random.default_rng(7).normal(0, 0.2, int(seconds * RATE)).astype(np.float32)


def wav(file: Path, seconds: float) -> Path:
    with wave.open(str(file), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(8000)
        stream.writeframes(bytes(int(seconds * 8000) * 2))
    return file


@with_ffmpeg
@pytest.mark.parametrize("ending", ENDINGS)
def test_each_form_of_a_messenger_is_read(ending: str, tmp_path: Path) -> None:
    file = made(tmp_path, ["-i", str(SAMPLE), "-c:a", ENDINGS[ending]], f"v.{ending}")
    sound, cut = samples(file)
    assert 5.5 < len(sound) / RATE < 6.5 and not cut
    assert 0.05 < float(np.abs(sound).max()) <= 1.0


@with_ffmpeg
def test_amr_of_older_telephones_is_read(tmp_path: Path) -> None:
    """Frames of 20 ms and 13 bytes at 4.75 kbit/s, made by hand: this ffmpeg writes none."""
    file = tmp_path / "v.amr"
    file.write_bytes(b"#!AMR\n" + (b"\x04" + bytes(12)) * 100)
    assert abs(len(samples(file)[0]) / RATE - 2.0) < 0.1


@with_ffmpeg
def test_a_file_that_lies_in_memory_alone_is_read() -> None:
    with unseen() as file:
        file.write_bytes(SAMPLE.read_bytes())
        assert len(samples(file)[0]) > 5 * RATE


@with_ffmpeg
def test_of_a_cut_file_what_is_there_is_heard(tmp_path: Path) -> None:
    file = tmp_path / "cut.ogg"
    file.write_bytes(SAMPLE.read_bytes()[:7000])
    assert RATE < len(samples(file)[0]) < 5 * RATE


@with_ffmpeg
def test_an_hour_is_cut_at_ten_minutes(tmp_path: Path) -> None:
    sound, cut = samples(wav(tmp_path / "long.wav", 900))
    assert (len(sound), cut) == (SECONDS * RATE, True)
    sound, cut = samples(wav(tmp_path / "ten.wav", 600))
    assert (len(sound), cut) == (SECONDS * RATE, False)


@with_ffmpeg
@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"#EXTM3U\n/etc/passwd\n",
        b"OggS" + bytes(200),
        b"ID3" + bytes(200),
        b"",
        b"\0\0\0\x20ftypM4A " + bytes(100),
        b"OggS" + b"\0" * 50 + b"\x80theora" + bytes(100),
    ],
)
def test_what_is_no_sound_is_refused(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "v.ogg"
    file.write_bytes(data)
    with pytest.raises(NotHeard):
        samples(file)


@with_ffmpeg
def test_a_voice_is_told_from_noise_silence_and_music() -> None:
    voice, _ = samples(SAMPLE)
    assert len(spoken(voice)) > 4 * RATE
    tone = np.sin(np.arange(6 * RATE) * 440 * 2 * np.pi / RATE).astype(np.float32) * 0.5
    for sound in (noise(6), np.zeros(6 * RATE, np.float32), tone, voice[:0], noise(0.01)):
        assert len(spoken(sound)) == 0
    among = np.concatenate([noise(4) / 50, voice, noise(4) / 50])
    assert 4 * RATE < len(spoken(among)) < len(voice) + 2 * RATE


@pytest.mark.parametrize("data", [None, b"", b"PK\3\4", b"GGUF1234"])
def test_what_is_no_model_of_the_engine_is_named(data: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "base"  # a name that the library would download
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(NotHeard, match="base"):
        checked(file)


def test_a_wrong_model_ends_the_engine_with_its_reason_and_no_answer(tmp_path: Path) -> None:
    words = ["-m", "zammad_plugin.voice.engine", "--model", str(tmp_path / "tiny"), str(SAMPLE)]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=100)
    assert done.returncode == 1 and done.stdout == ""
    assert "model" in done.stderr or "ffmpeg" in done.stderr


@with_ffmpeg
def test_the_doctor_names_what_is_missing(tmp_path: Path) -> None:
    settings = VoiceSettings(model=Path("none.bin"))
    found = list(examine(settings, tmp_path, ears_of(settings, tmp_path)))
    assert [one.level for one in found][:4] == ["ok", "ok", "ok", "fail"]
    assert "none.bin" in found[3].what and found[-1].level == "fail"


@with_ffmpeg
@with_model
def test_the_sample_is_heard_to_the_letter_by_a_real_model(tmp_path: Path) -> None:
    settings = VoiceSettings(model=Path(MODEL), languages=("ar", "en", "fr"))
    ears = ears_of(settings, tmp_path)
    for file in (SAMPLE, made(tmp_path, ["-i", str(SAMPLE), "-c:a", "aac"], "v.m4a")):
        heard = ears.listen(file)
        assert words(heard.text.replace("14", "fourteen")) == words(SAID)
        assert heard.verdict(ears.languages) == "judged" and heard.language == "en"
    silent = ears.listen(wav(tmp_path / "silence.wav", 6))
    assert silent.verdict(ears.languages) == "silent"
    levels = {one.what: one.level for one in examine(settings, tmp_path, ears)}
    assert "fail" not in levels.values(), json.dumps(levels)
