"""The demo's voice message: heard by a real model where one is given, else by a double."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from zammad_plugin.config.settings.voice import VoiceSettings
from zammad_plugin.voice.ears import Ears, ears_of
from zammad_plugin.voice.sample import SAID

LANGUAGES = ("ar", "en", "fr")
# Prints what the sample says, whatever file it gets.
ANSWER = json.dumps({"text": SAID, "language": "en", "confidence": 0.9})
DOUBLE = [sys.executable, "-S", "-c", f"print({ANSWER!r})"]
BY_DOUBLE = "voice message: a double wrote the transcript and heard nothing (--voice-model does)"
BY_MODEL = "voice message: heard by the model"


def ears_for(model: Path | None) -> Ears:
    if model is None:
        return Ears(DOUBLE, LANGUAGES)
    return ears_of(VoiceSettings(model=model.resolve(), languages=LANGUAGES), Path())


def told(model: Path | None) -> str:
    return BY_DOUBLE if model is None else BY_MODEL
