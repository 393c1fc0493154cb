"""A sound file → samples, by the system's ffmpeg: a process that may open this one file as sound.

The reader is chosen by the file's first bytes, never by ffmpeg's guess: a picture or a playlist
that calls itself sound is opened by nothing.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.voice.limits import LARGEST, MINUTES
from zammad_plugin.voice.transcript import NotHeard
from zammad_plugin.zammad.sound import form_of, is_sound

Samples = NDArray[np.float32]
RATE = 16_000  # samples a second: what Whisper and the activity model were trained on
SECONDS = MINUTES * 60
PATIENCE = 600.0  # seconds for the decoding of ten minutes; alone it takes about one
HEAD = 4096  # bytes that tell what a file is


def samples(file: Path) -> tuple[Samples, bool]:
    """(mono samples from −1 to 1 at RATE, whether the file goes on after SECONDS). Raises NotHeard.

    A second more is asked for than is kept: that tells whether there is more.
    """
    data = _decoded(file, SECONDS + 1)
    sound = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / np.float32(32768)
    return sound[: SECONDS * RATE], len(sound) > SECONDS * RATE


def _decoded(file: Path, seconds: int) -> bytes:
    """What could be read of a file that is cut is heard; nothing at all is an error."""
    try:
        done = subprocess.run(_words(file, seconds), capture_output=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise NotHeard("ffmpeg took too long", hint="the next pass tries once more") from None
    if len(done.stdout) < RATE // 5:  # a tenth of a second
        raise NotHeard("ffmpeg reads no sound in this file", hint="zammad-plugin voice doctor")
    return done.stdout


def _words(file: Path, seconds: int) -> list[str]:
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        raise NotHeard("no ffmpeg on this machine", hint="apt install ffmpeg")
    quiet = [ffmpeg, "-nostdin", "-v", "quiet", "-threads", "1", "-protocol_whitelist", "file"]
    only = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-t", str(seconds)]
    made = ["-ac", "1", "-ar", str(RATE), "-f", "s16le", "pipe:1"]
    return [*quiet, "-f", _form(file), "-i", str(file), *only, *made]


def _form(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            head = stream.read(HEAD)
            size = stream.seek(0, 2)
    except OSError as error:
        raise NotHeard(f"the file can't be read: {error.strerror}") from None
    form = form_of(head)
    if not is_sound(head) or not form or size > LARGEST:
        raise NotHeard("the file is no sound, or too large")
    return form
