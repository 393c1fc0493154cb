"""Whisper by whisper.cpp (pywhispercpp), with a model file that the admin put there.

Temperature 0 and no second try: a text that is made up by chance helps nobody, and noise cost
twenty seconds of processor a message. What is no voice is left out before (Silero).
"""

from __future__ import annotations

import importlib
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zammad_plugin.voice.engine.activity import INSTALL, spoken
from zammad_plugin.voice.engine.sound import RATE, Samples
from zammad_plugin.voice.transcript import NotHeard

MAGIC = b"lmgg"  # of a ggml file; other engines' models begin otherwise
TOKENS = 200  # of half a minute; what says more repeats itself
PARAMETERS: Mapping[str, Any] = {
    "print_progress": False,
    "print_timestamps": False,
    "temperature": 0.0,
    "temperature_inc": 0.0,
    "no_context": True,
    "suppress_nst": True,
    "max_tokens": TOKENS,
}


def checked(file: Path) -> Path:
    """A file that can be a ggml model: else the library would take its name for one to download.
    Raises NotHeard."""
    try:
        with file.open("rb") as stream:
            head = stream.read(len(MAGIC))
    except OSError as error:
        what = f"the model can't be read: {error.strerror}"
        raise NotHeard(f"{what} ({file})", hint="voice: {model: FILE} (docs/voice.md)") from None
    if head != MAGIC:
        hint = "take one whose name is ggml-….bin; other engines: voice: {command: […]}"
        raise NotHeard(f"no ggml model: {file}", hint=hint)
    return file.resolve()


class Whisper:
    """`languages`: codes of which one is taken; none: any that the model knows."""

    def __init__(self, model: Path, languages: tuple[str, ...], threads: int = 1) -> None:
        """Raises NotHeard for a model that is missing, or of another engine."""
        self.languages = languages
        file = str(checked(model))
        with _silent():
            self._model = _library("pywhispercpp.model").Model(
                file, n_threads=threads, redirect_whispercpp_logs_to=None, **PARAMETERS
            )
            self._raw = _library("_pywhispercpp")
        if self._model._ctx is None:
            raise NotHeard(f"the model is broken: {file}", hint="copy it again")

    def hear(self, sound: Samples) -> dict[str, object]:
        """An object by the contract; an empty text where nobody speaks."""
        with _silent():
            voice = spoken(sound)
            if not len(voice):
                return {"text": "", "seconds": round(len(sound) / RATE, 2)}
            language, sure = self._language(voice)
            segments = self._model.transcribe(voice, language=language)
            mean = self._confidence()
        text = " ".join(one.text.strip() for one in segments).strip()
        told = {"text": text, "language": language, "language_confidence": round(sure, 4)}
        return {**told, "confidence": round(mean, 4), "seconds": round(len(sound) / RATE, 2)}

    def _language(self, voice: Samples) -> tuple[str, float]:
        """The likeliest of the desk's languages, and its share of all that the model knows."""
        _, shares = self._model.auto_detect_language(voice)
        ours = {name: share for name, share in shares.items() if name in self.languages}
        best = max(ours or shares, key=lambda name: float(shares[name]))
        return best, float(shares[best])

    def _confidence(self) -> float:
        """e to the mean log-probability of the words; marks of time are none."""
        chances = list(self._chances())
        if not chances:
            return 0.0
        return math.exp(sum(math.log(max(one, 1e-9)) for one in chances) / len(chances))

    def _chances(self) -> Iterator[float]:
        raw, context = self._raw, self._model._ctx
        end = raw.whisper_token_eot(context)
        for segment in range(raw.whisper_full_n_segments(context)):
            for token in range(raw.whisper_full_n_tokens(context, segment)):
                if raw.whisper_full_get_token_id(context, segment, token) < end:
                    yield float(raw.whisper_full_get_token_p(context, segment, token))


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise NotHeard("whisper.cpp is not installed", hint=INSTALL) from None


@contextmanager
def _silent() -> Iterator[None]:
    """What the library prints, from C too, goes nowhere: standard output is the answer's alone."""
    kept = [(stream, os.dup(stream)) for stream in (1, 2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream, _ in kept:
            os.dup2(nowhere, stream)
        yield
    finally:
        for stream, copy in kept:
            os.dup2(copy, stream)
            os.close(copy)
        os.close(nowhere)
