"""`voice:` of zammad-plugin.yml: who hears voice messages on the desk's own machine."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from zammad_plugin.config.files import Strict


class VoiceSettings(Strict):
    """`zammad-plugin voice run` hears with one of `model` and `command`."""

    model: Path | None = None
    """A model file of Whisper for whisper.cpp (ggml-….bin), from the desk's folder, put there by an
    admin: nothing is ever downloaded. Needs the extra [voice] and ffmpeg."""
    command: tuple[str, ...] = ()
    """The desk's own transcriber and its words; it gets a file and prints one JSON object."""
    languages: tuple[str, ...] = Field(default=("ar", "en", "fr", "fa", "tr", "hy"), min_length=1)
    """What is spoken to the desk, by Whisper's codes: a transcript in another language is shown and
    never judged."""
    threads: int = Field(default=1, ge=1, le=64)
    """Processors that the built-in transcriber takes."""

    @model_validator(mode="after")
    def _one_of_both(self) -> VoiceSettings:
        if (self.model is None) == (not self.command):
            raise ValueError("write `model` or `command`, one of both")
        return self
